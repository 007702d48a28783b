package wire

import (
	"bufio"
	"context"
	"crypto/tls"
	"net"
	"os"
	"syscall"
	"time"
)

// dial opens a connection for the request, which waits for it no longer than to
// its end. The dialling goes on then, so that the next request finds a
// connection, as with net/http: else a server that is slow to take one up would
// never be reached by requests of little time.
func (t *Transport) dial(ctx context.Context, end time.Time, h *host) (*conn, error) {
	type dialled struct {
		c   *conn
		err error
	}
	opened, gone := make(chan dialled), make(chan struct{})
	defer close(gone)
	go func() {
		c, err := t.open(h)
		select {
		case opened <- dialled{c, err}:
		case <-gone:
			if err == nil {
				t.put(c)
			}
		}
	}()
	var late <-chan time.Time
	if !end.IsZero() {
		timer := time.NewTimer(time.Until(end))
		defer timer.Stop()
		late = timer.C
	}
	select {
	case d := <-opened:
		if d.err == nil && !d.c.begin(ctx, end) { // closed already: as one that was just used
			d.c.close()
			return nil, net.ErrClosed
		}
		return d.c, d.err
	case <-late:
		return nil, os.ErrDeadlineExceeded
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func (t *Transport) open(h *host) (*conn, error) {
	plain, err := t.beside.DialContext(t.dials, "tcp", h.address)
	if err != nil {
		return nil, err
	}
	c := &conn{t: t, host: h, net: plain}
	if raw, ok := plain.(syscall.Conn); ok {
		c.raw, _ = raw.SyscallConn()
	}
	if h.scheme == "https" {
		if c.net, err = t.secure(plain, h); err != nil {
			_ = plain.Close()
			return nil, err
		}
	}
	c.in = bufio.NewReader(c)
	c.cut = func() { _ = c.net.SetDeadline(longAgo) }
	c.peek = c.peekAt
	return c, nil
}

// secure shakes hands, for HTTP/1.1 and nothing else.
func (t *Transport) secure(plain net.Conn, h *host) (net.Conn, error) {
	config := &tls.Config{}
	if t.beside.TLSClientConfig != nil {
		config = t.beside.TLSClientConfig.Clone()
	}
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(h.address)
	}
	config.NextProtos = []string{"http/1.1"}
	ctx := t.dials
	if limit := t.beside.TLSHandshakeTimeout; limit > 0 {
		limited, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		ctx = limited
	}
	secured := tls.Client(plain, config)
	return secured, secured.HandshakeContext(ctx)
}
