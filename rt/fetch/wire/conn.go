package wire

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
	"time"
)

// maxHeader is how many bytes the headers of an answer may have, those of
// interim ones included, as with net/http.
const maxHeader = 10 << 20

// longAgo is a deadline that has passed.
var longAgo = time.Unix(1, 0)

// A conn is one connection. It belongs to whoever took it, one at a time.
type conn struct {
	t    *Transport
	host *host
	net  net.Conn
	raw  syscall.RawConn // of the socket; nil where there is none
	in   *bufio.Reader   // reads through Read
	out  []byte          // the last request, for its memory

	used      bool
	idleSince time.Time
	left      int64       // bytes that may still be read
	cut       func()      // ends the exchange under way
	uncut     func() bool // nil where nothing cuts it

	peek  func(fd uintptr) bool // peekAt
	quiet bool                  // what it found
}

// A deadError is that of a connection which died before the first byte of an
// answer.
type deadError struct {
	error
	unwritten bool // no byte of the request was written
}

// begin prepares an exchange. It is false where the connection is of no use any
// more: the server has closed it, or has said something that nobody asked for.
func (c *conn) begin(ctx context.Context, end time.Time) bool {
	if c.net.SetDeadline(end) != nil || c.used && !c.isQuiet() {
		return false
	}
	if ctx.Done() != nil {
		c.uncut = context.AfterFunc(ctx, c.cut)
	}
	return true
}

// exchange writes the request and reads the headers of its answer. Where there
// is an error the connection is closed.
func (c *conn) exchange(r *Request) (*http.Response, error) {
	response, err := c.converse(r)
	if err != nil {
		c.close()
		return nil, err
	}
	c.left = 1<<63 - 1
	if response.StatusCode == http.StatusSwitchingProtocols { // nobody asked for it, and what follows is no body
		response.Body, response.Close = http.NoBody, true
	}
	b := &body{c: c, from: response.Body, keeps: !response.Close}
	response.Body = b
	if b.from == http.NoBody {
		b.leave(true)
	} else if r.Head.zips {
		unzip(response)
	}
	return response, nil
}

func (c *conn) converse(r *Request) (*http.Response, error) {
	c.out = r.appendTo(c.out[:0])
	n, err := c.net.Write(c.out)
	if err != nil {
		return nil, &deadError{fmt.Errorf("write error: %w", err), n == 0}
	}
	c.left = maxHeader
	if _, err := c.in.Peek(1); err != nil {
		return nil, &deadError{err, false}
	}
	for {
		response, err := http.ReadResponse(c.in, nil) // as that to a GET: no method of ours has answers of another form
		if err != nil {
			return nil, err
		}
		if s := response.StatusCode; s < 100 || s > 199 || s == http.StatusSwitchingProtocols {
			return response, nil
		}
	}
}

// close ends the exchange and the connection.
func (c *conn) close() {
	c.settle()
	_ = c.net.Close()
}

// settle sees to it that the exchange is not cut any more; false where it was.
func (c *conn) settle() bool {
	uncut := c.uncut
	c.uncut = nil
	return uncut == nil || uncut()
}

var errHeaders = errors.New("the headers of the answer are larger than 10 MiB")

// Read reads what the connection brings, headers up to their limit.
func (c *conn) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errHeaders
	}
	if int64(len(p)) > c.left {
		p = p[:c.left]
	}
	n, err := c.net.Read(p)
	c.left -= int64(n)
	return n, err
}

// A body is that of an answer, whose end is that of the exchange.
type body struct {
	c     *conn // nil when it has been left
	from  io.ReadCloser
	keeps bool // the connection outlives it
	err   error
}

func (b *body) Read(p []byte) (int, error) {
	if b.c == nil {
		return 0, b.err
	}
	n, err := b.from.Read(p)
	if err != nil {
		b.err = err
		b.leave(errors.Is(err, io.EOF))
	}
	return n, err
}

// Close leaves an answer that was not read to its end together with its
// connection: reading on may take as long as the server likes.
func (b *body) Close() error {
	if b.c != nil {
		b.err = http.ErrBodyReadAfterClose
		b.leave(false)
	}
	return nil
}

// leave gives the connection back when the answer is whole, else closes it.
func (b *body) leave(whole bool) {
	c := b.c
	b.c = nil
	if b.err == nil {
		b.err = io.EOF
	}
	if c.settle() && whole && b.keeps && c.in.Buffered() == 0 { // what came behind it, nobody asked for
		c.used = true
		c.t.put(c)
		return
	}
	_ = c.net.Close()
}
