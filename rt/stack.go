package rt

// requestStack is as much as makes Go give a goroutine a stack of 8 KiB, which
// a request fits on, from its loop to the parsing of the answer's headers.
const requestStack = 5 << 10

// growStack gives a goroutine that has just begun the stack that a request
// wants. A stack begins small, and growing it copies what is on it: a
// goroutine for each iteration would do that two or three times, deep in its
// request, for a tenth of all processor time. Here there is next to nothing to
// copy.
//
//go:noinline
func growStack(index int) byte {
	var room [requestStack]byte
	return room[index%requestStack]
}
