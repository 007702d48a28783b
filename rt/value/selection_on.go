//go:build !reqon_whole

package value

// selecting tells that selections leave out what is not wanted. The build tag
// reqon_whole has everything decoded: it shows what selections are worth, and
// that they change nothing else.
const selecting = true
