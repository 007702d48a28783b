//go:build reqon_whole && !reqon_either

package value

const selecting = false
