//go:build race

package casebuild

const race = true
