package wire

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// ErrNotMine is what Do says of a request that is for net/http to send.
var ErrNotMine = errors.New("a request for net/http")

// A Transport sends requests over connections that it keeps. It dials, trusts
// and keeps as the transport of net/http does that it stands beside.
type Transport struct {
	beside *http.Transport
	dials  context.Context // of those under way, which Close ends
	end    context.CancelFunc

	mu     sync.Mutex
	closed bool
	hosts  map[origin]*host
	sweep  *time.Timer // closes what has been idle for too long; nil where nothing is
}

// An origin is where connections lead to.
type origin struct{ scheme, host string }

// A host is an origin with its idle connections.
type host struct {
	origin
	address string      // to dial; "" where that takes more than we do
	mine    atomic.Bool // requests to it are not for net/http
	idle    []*conn
}

// New gives a transport beside that of net/http, whose settings it reads and
// does not change: DialContext, which must be set, Proxy, TLSClientConfig,
// TLSHandshakeTimeout, IdleConnTimeout, MaxIdleConnsPerHost.
func New(beside *http.Transport) *Transport {
	t := &Transport{beside: beside, hosts: map[origin]*host{}}
	t.dials, t.end = context.WithCancel(context.Background())
	return t
}

// A Request is what goes over the wire. Nothing of it is changed or kept.
type Request struct {
	Method string
	URL    *url.URL
	Host   string // "" is the URL's
	Head   *Head
	Body   []byte // nil is none
}

// Do sends the request and gives the answer as soon as its headers are there.
// The moment that the answer must be complete is end; the zero time is never.
// The body is read by one goroutine and closed once; read to its end it gives
// the connection back, else it closes it.
//
// A request goes out a second time only where net/http would send it again: the
// connection had been used before and died, and either nothing of the request
// was written, or it may be repeated and no byte of an answer came.
func (t *Transport) Do(ctx context.Context, end time.Time, r *Request) (*http.Response, error) {
	if !r.plain() {
		return nil, ErrNotMine
	}
	h := t.host(r.URL)
	if !h.mine.Load() {
		return nil, ErrNotMine
	}
	for {
		c, err := t.connection(ctx, end, h)
		if err != nil {
			return nil, err
		}
		reused := c.used
		response, err := c.exchange(r)
		var dead *deadError
		switch {
		case err == nil:
			return response, nil
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case !errors.As(err, &dead):
			return nil, err
		case !reused || !dead.unwritten && !r.repeats() || !end.IsZero() && !time.Now().Before(end):
			return nil, dead.error
		}
	}
}

// Learn takes note of how a server answered net/http, for the requests to come.
func (t *Transport) Learn(response *http.Response) {
	if response.TLS == nil || response.ProtoMajor != 1 || response.Request == nil || t.proxied(response.Request.URL) {
		return
	}
	if h := t.host(response.Request.URL); h.address != "" && supported {
		h.mine.Store(true)
	}
}

// host is that of the URL. Only what is plain HTTP and sent through no proxy is
// ours from the beginning.
func (t *Transport) host(u *url.URL) *host {
	o := origin{u.Scheme, u.Host}
	t.mu.Lock()
	h := t.hosts[o]
	t.mu.Unlock()
	if h != nil {
		return h
	}
	h = &host{origin: o, address: address(u)}
	h.mine.Store(u.Scheme == "http" && h.address != "" && supported && !t.proxied(u))
	t.mu.Lock()
	defer t.mu.Unlock()
	if other := t.hosts[o]; other != nil {
		return other
	}
	t.hosts[o] = h
	return h
}

func (t *Transport) proxied(u *url.URL) bool {
	if t.beside.Proxy == nil {
		return false
	}
	proxy, err := t.beside.Proxy(&http.Request{URL: u})
	return proxy != nil || err != nil
}

// address is what to dial for the URL; "" where its host is nothing plain, such
// as a name that is not ASCII.
func address(u *url.URL) string {
	port := u.Port()
	switch {
	case strings.ContainsFunc(u.Host, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && !strings.ContainsRune("-._:[]", r)
	}), u.Hostname() == "", strings.HasSuffix(u.Host, ":"):
		return ""
	case port != "":
	case u.Scheme == "http":
		port = "80"
	case u.Scheme == "https":
		port = "443"
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// connection is an idle one that is alive, or a new one.
func (t *Transport) connection(ctx context.Context, end time.Time, h *host) (*conn, error) {
	for {
		c := t.take(h)
		if c == nil {
			return t.dial(ctx, end, h)
		}
		if c.begin(ctx, end) {
			return c, nil
		}
		c.close()
	}
}

// take gives the connection that was used last: the others may be closed when
// they have been idle long enough.
func (t *Transport) take(h *host) *conn {
	t.mu.Lock()
	defer t.mu.Unlock()
	last := len(h.idle) - 1
	if last < 0 {
		return nil
	}
	c := h.idle[last]
	h.idle[last] = nil
	h.idle = h.idle[:last]
	return c
}

// put keeps the connection for the next request.
func (t *Transport) put(c *conn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed || len(c.host.idle) >= t.beside.MaxIdleConnsPerHost {
		_ = c.net.Close()
		return
	}
	c.idleSince = time.Now()
	c.host.idle = append(c.host.idle, c)
	if t.sweep == nil && t.beside.IdleConnTimeout > 0 {
		t.sweep = time.AfterFunc(t.beside.IdleConnTimeout, t.closeOld)
	}
}

// closeOld closes the connections that have been idle for too long, and comes
// again for the others.
func (t *Transport) closeOld() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sweep = nil
	if t.closed {
		return
	}
	now := time.Now()
	var next time.Duration // until the first of the others is too old
	for _, h := range t.hosts {
		old := 0
		for old < len(h.idle) && now.Sub(h.idle[old].idleSince) >= t.beside.IdleConnTimeout {
			_ = h.idle[old].net.Close()
			old++
		}
		h.idle = append(h.idle[:0:0], h.idle[old:]...)
		if len(h.idle) == 0 {
			continue
		}
		if left := t.beside.IdleConnTimeout - now.Sub(h.idle[0].idleSince); next == 0 || left < next {
			next = left
		}
	}
	if next > 0 {
		t.sweep = time.AfterFunc(next, t.closeOld)
	}
}

// Close closes the idle connections, and the others when their answer is read.
func (t *Transport) Close() {
	t.end()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	if t.sweep != nil {
		t.sweep.Stop()
	}
	for _, h := range t.hosts {
		for _, c := range h.idle {
			_ = c.net.Close()
		}
		h.idle = nil
	}
}
