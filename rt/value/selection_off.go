//go:build reqon_whole

package value

const selecting = false
