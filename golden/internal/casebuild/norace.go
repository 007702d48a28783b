//go:build !race

package casebuild

const race = false
