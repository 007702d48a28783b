//go:build !unix

package wire

// supported tells that an idle connection can be asked whether it lives. Where
// it cannot, all requests are for net/http.
const supported = false

func (c *conn) isQuiet() bool { return false }

func (c *conn) peekAt(uintptr) bool { return true }
