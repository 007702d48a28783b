package rttest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// A Server answers requests with its handler and records every one of them.
type Server struct {
	URL string // its base, without a slash at the end

	server   *http.Server
	listener net.Listener
	dial     func(ctx context.Context, network, address string) (net.Conn, error)
	served   chan struct{}

	mu      sync.Mutex
	log     []*Request
	clock   int           // counts arrivals, departures and connections that close
	changed chan struct{} // closed at the next of them
	open    map[net.Conn]bool
}

// Serve serves the handler, most often an [API], on a free port of loopback.
func Serve(handler http.Handler) *Server {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic("rttest: " + err.Error())
	}
	var dialer net.Dialer
	address := listener.Addr().String()
	return serve(handler, listener, "http://"+address, func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, network, address)
	})
}

// ServeInMemory serves the handler without a socket: its connections are
// net.Pipe, which testing/synctest sees through. Only [Server.Transport]
// reaches it, whatever the host of the URL.
func ServeInMemory(handler http.Handler) *Server {
	listener := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	return serve(handler, listener, "http://canned.localhost", listener.dial)
}

func serve(handler http.Handler, listener net.Listener, url string, dial func(context.Context, string, string) (net.Conn, error)) *Server {
	s := &Server{URL: url, listener: listener, dial: dial, served: make(chan struct{}), changed: make(chan struct{})}
	s.open = map[net.Conn]bool{}
	s.server = &http.Server{
		ConnContext: func(ctx context.Context, conn net.Conn) context.Context {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.open[conn] = true
			return ctx
		},
		ConnState: func(conn net.Conn, state http.ConnState) {
			if state == http.StateClosed || state == http.StateHijacked { // the latter are the handler's to close
				s.note(func() { delete(s.open, conn) })
			}
		},
		Handler:           s.record(handler),
		ReadHeaderTimeout: time.Minute,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	go func() {
		defer close(s.served)
		_ = s.server.Serve(listener)
	}()
	return s
}

// Close ends the server, what is in flight included.
func (s *Server) Close() {
	_ = s.server.Close()
	<-s.served
	// Handlers see their connections close; a test that counts goroutines
	// wants them gone.
	s.Await(5*time.Second, func(all Requests) bool { return all.InFlight() == 0 })
}

// Transport reaches the server, whatever the host of the URL. Its idle
// connections are the caller's to close.
func (s *Server) Transport() *http.Transport {
	return &http.Transport{DialContext: s.dial, MaxIdleConnsPerHost: 100, DisableCompression: true}
}

// Connections are how many clients hold open.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.open)
}

// Await waits until the condition holds for what was asked so far, and reports
// whether it came to hold within the time. It looks again whenever a request
// comes or ends, and when a connection is closed.
func (s *Server) Await(most time.Duration, condition func(Requests) bool) bool {
	timer := time.NewTimer(most)
	defer timer.Stop()
	for {
		all, changed := s.snapshot()
		if condition(all) {
			return true
		}
		select {
		case <-changed:
		case <-timer.C:
			return false
		}
	}
}

// Requests are those that came so far, in the order in which they did.
func (s *Server) Requests() Requests {
	all, _ := s.snapshot()
	return all
}

func (s *Server) snapshot() (Requests, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make(Requests, len(s.log))
	for i, r := range s.log {
		all[i] = *r
	}
	return all, s.changed
}

// note changes the log under the lock and wakes those who wait for it.
func (s *Server) note(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock++
	change()
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Server) record(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		entry := &Request{
			Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Target: r.URL.RequestURI(), Host: r.Host,
			Header: r.Header.Clone(), Started: time.Now(),
		}
		s.note(func() {
			entry.arrived = s.clock
			s.log = append(s.log, entry)
		})
		// The whole body first: only then does net/http watch for a client
		// that goes.
		body, err := io.ReadAll(r.Body)
		s.note(func() { entry.Body = string(body) })
		r.Body = io.NopCloser(bytes.NewReader(body))
		if err != nil {
			body = nil
		}
		gone := func() {
			if entry.left == 0 && entry.Gone.IsZero() {
				entry.Gone = time.Now()
			}
		}
		stop := context.AfterFunc(r.Context(), func() { s.note(gone) })
		answer := &recorder{ResponseWriter: w, server: s, entry: entry}
		defer func() {
			stop()
			s.note(func() {
				if r.Context().Err() != nil {
					gone()
				}
				entry.Ended, entry.left = time.Now(), s.clock
			})
			_ = answer.FlushError()
		}()
		handler.ServeHTTP(answer, r)
	})
}

// requestBody is the request's body, for a template; null without one.
func requestBody(r *http.Request) string {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	if len(body) == 0 {
		return "null"
	}
	return string(body)
}

// recorder notes the status of an answer, and holds back what is written until
// it is flushed or the handler is done: a client that has the whole answer
// finds its request among those that have ended.
type recorder struct {
	http.ResponseWriter
	server *Server
	entry  *Request
	held   []byte
}

// Unwrap lets http.ResponseController through.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *recorder) WriteHeader(status int) {
	w.server.note(func() { w.entry.Status = status })
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.entry.Status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	w.held = append(w.held, p...)
	return len(p), nil
}

// FlushError sends what was written so far.
func (w *recorder) FlushError() error {
	if len(w.held) > 0 {
		if _, err := w.ResponseWriter.Write(w.held); err != nil {
			return err
		}
		w.held = w.held[:0]
	}
	if w.entry.left > 0 {
		return nil // net/http flushes when the handler is done
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

func (w *recorder) unexpected() { w.server.note(func() { w.entry.Unexpected = true }) }

// pipes is a listener whose connections are made by dial.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

var errClosed = errors.New("the canned server is closed")

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		return client, nil
	case <-p.closed:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "canned.localhost", Net: "pipe"} }
