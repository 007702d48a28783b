//go:build unix

package wire

import "syscall"

// supported tells that an idle connection can be asked whether it lives.
const supported = true

// isQuiet tells an idle connection that still stands and on which nothing came.
// net/http has a goroutine that waits for that; here the socket is asked at the
// moment that counts, without waiting.
func (c *conn) isQuiet() bool {
	if c.raw == nil {
		return false
	}
	return c.raw.Read(c.peek) == nil && c.quiet
}

// peekAt reads a byte, if there is one: where there is, or an end, the
// connection is of no use, and it does not matter who has read it.
func (c *conn) peekAt(fd uintptr) bool {
	var b [1]byte
	_, err := syscall.Read(int(fd), b[:])
	c.quiet = err == syscall.EAGAIN || err == syscall.EWOULDBLOCK
	return true
}
