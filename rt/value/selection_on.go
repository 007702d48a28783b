//go:build !reqon_whole && !reqon_either

package value

// selecting tells that selections leave out what is not wanted, that large
// documents are decoded while they come, and that what repeats is kept once. The
// build tag reqon_whole has everything decoded, when it is there, each time anew: it
// shows what that is worth, and that it changes nothing else.
const selecting = true
