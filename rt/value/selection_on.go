//go:build !reqon_whole && !reqon_either

package value

// selecting tells that selections leave out what is not wanted, and that large
// documents are decoded while they come. The build tag reqon_whole has everything
// decoded, and when it is there: it shows what that is worth, and that it changes
// nothing else.
const selecting = true
