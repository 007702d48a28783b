package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/sync/errgroup"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve counts the connections that the server opens, and sends on the channel
// when one is closed.
func serve(t *testing.T, start func(*httptest.Server), handler http.HandlerFunc) (server *httptest.Server, opened *atomic.Int64, closed chan struct{}) {
	opened, closed = new(atomic.Int64), make(chan struct{}, 1000)
	server = httptest.NewUnstartedServer(handler)
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		switch s {
		case http.StateNew:
			opened.Add(1)
		case http.StateClosed:
			closed <- struct{}{}
		}
	}
	start(server)
	t.Cleanup(server.Close)
	return server, opened, closed
}

func (t *Transport) get(ctx context.Context, end time.Time, address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	response, err := t.Do(ctx, end, &Request{Method: "GET", URL: u, Head: Prepare(headerOf(""))})
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}

// TestCancel: an exchange ends with its context and at its end, in the headers
// and in the body, and its connection ends with it.
func TestCancel(t *testing.T) {
	for _, path := range []string{"/headers", "/body"} {
		asked := make(chan struct{}, 1)
		server, _, closed := serve(t, (*httptest.Server).Start, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/body" {
				_, _ = io.WriteString(w, "the beginning")
				_ = http.NewResponseController(w).Flush()
			}
			asked <- struct{}{}
			<-r.Context().Done()
		})
		tr := New(settings())
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("why")
		go func() { <-asked; cancel(why) }()
		_, err := tr.get(ctx, time.Time{}, server.URL+path)
		if err == nil || path == "/headers" && !errors.Is(err, why) {
			t.Errorf("%s, cancelled: %v", path, err)
		}
		<-closed
		_, err = tr.get(t.Context(), time.Now().Add(50*time.Millisecond), server.URL+path)
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s, at its end: %v", path, err)
		}
		<-closed
		if _, err = tr.get(ctx, time.Time{}, server.URL+path); !errors.Is(err, why) {
			t.Errorf("%s, after the end: %v", path, err)
		}
		tr.Close()
	}
}

// TestDialGoesOn: a request that has no time to wait for its connection leaves
// it to the next one.
func TestDialGoesOn(t *testing.T) {
	server, opened, _ := serve(t, (*httptest.Server).Start, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") })
	may, dialled := make(chan struct{}), new(atomic.Int64)
	beside := settings()
	beside.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		dialled.Add(1)
		<-may
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	tr := New(beside)
	defer tr.Close()
	if _, err := tr.get(t.Context(), time.Now().Add(10*time.Millisecond), server.URL); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
	close(may)
	u, _ := url.Parse(server.URL)
	for h := tr.host(u); ; time.Sleep(time.Millisecond) {
		tr.mu.Lock()
		n := len(h.idle)
		tr.mu.Unlock()
		if n == 1 {
			break
		}
	}
	if text, err := tr.get(t.Context(), time.Time{}, server.URL); text != "hello" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if dialled.Load() != 1 || opened.Load() != 1 {
		t.Errorf("dialled %d, opened %d", dialled.Load(), opened.Load())
	}
}

// TestDead: a connection that the server has closed meanwhile is not used, not
// even by a request that must not go twice.
func TestDead(t *testing.T) {
	for name, after := range map[string]string{"closed": "", "unasked": "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"} {
		ok := lengthy("", "hello")
		may := make(chan struct{})
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		first := true
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if !first {
				_, _ = io.WriteString(w, "the second")
				return
			}
			first = false
			c, _, _ := http.NewResponseController(w).Hijack()
			_, _ = io.WriteString(c, ok)
			go func() {
				<-may
				_, _ = io.WriteString(c, after)
				_ = c.Close()
			}()
		}))
		_ = server.Listener.Close()
		server.Listener = listener
		server.Start()
		tr := New(settings())
		if text, err := tr.get(t.Context(), time.Time{}, server.URL); text != "hello" || err != nil {
			t.Fatal(text, err)
		}
		close(may)
		u, _ := url.Parse(server.URL)
		h := tr.host(u)
		for h.idle[0].begin(t.Context(), time.Time{}) { // until the end has come here
			h.idle[0].settle()
			time.Sleep(time.Millisecond)
		}
		response, err := tr.Do(t.Context(), time.Time{}, &Request{Method: "POST", URL: u, Head: Prepare(headerOf("")), Body: []byte("x")})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if body, _ := io.ReadAll(response.Body); string(body) != "the second" {
			t.Errorf("%s: %q", name, body)
		}
		tr.Close()
		server.Close()
	}
}

// TestIdle: no more connections are kept than may be, none longer than it may
// be idle, and none at all after the end.
func TestIdle(t *testing.T) {
	meet := make(chan struct{})
	server, opened, closed := serve(t, (*httptest.Server).Start, func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/both" {
			return
		}
		select { // with the other one
		case meet <- struct{}{}:
		case <-meet:
		}
	})
	beside := settings()
	beside.MaxIdleConnsPerHost, beside.IdleConnTimeout = 1, 20*time.Millisecond
	tr := New(beside)
	var both errgroup.Group
	for range 2 {
		both.Go(func() error { _, err := tr.get(t.Context(), time.Time{}, server.URL+"/both"); return err })
	}
	if err := both.Wait(); err != nil {
		t.Fatal(err)
	}
	<-closed // one too many
	<-closed // idle for too long
	if n := opened.Load(); n != 2 {
		t.Errorf("%d connections", n)
	}
	tr.Close()
	tr = New(settings())
	if _, err := tr.get(t.Context(), time.Time{}, server.URL); err != nil {
		t.Fatal(err)
	}
	tr.Close()
	<-closed
}

// TestTLS: a server over TLS is one for net/http until it has answered in
// HTTP/1.1; then its certificate is believed as net/http believes it.
func TestTLS(t *testing.T) {
	hello := func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto) }
	one, opened, _ := serve(t, (*httptest.Server).StartTLS, hello)
	two, _, _ := serve(t, func(s *httptest.Server) { s.EnableHTTP2 = true; s.StartTLS() }, hello)
	for _, server := range []*httptest.Server{one, two} {
		beside := server.Client().Transport.(*http.Transport).Clone()
		beside.DialContext, beside.MaxIdleConnsPerHost = new(net.Dialer).DialContext, 10
		tr := New(beside)
		if _, err := tr.get(t.Context(), time.Time{}, server.URL); !errors.Is(err, ErrNotMine) {
			t.Errorf("the first: %v", err)
		}
		response, err := (&http.Client{Transport: beside}).Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		tr.Learn(response)
		for range 2 {
			text, err := tr.get(t.Context(), time.Time{}, server.URL)
			if server == one && (text != "HTTP/1.1" || err != nil) || server == two && !errors.Is(err, ErrNotMine) {
				t.Errorf("%q, %v", text, err)
			}
		}
		tr.beside.TLSClientConfig = &tls.Config{} // which believes nobody here
		tr.Close()
		stranger := New(tr.beside)
		stranger.Learn(response)
		var unknown *tls.CertificateVerificationError
		if _, err := stranger.get(t.Context(), time.Time{}, server.URL); server == one && !errors.As(err, &unknown) {
			t.Errorf("a stranger: %v", err)
		}
		stranger.Close()
		beside.CloseIdleConnections()
	}
	if n := opened.Load(); n != 3 { // net/http's, ours, the stranger's
		t.Errorf("%d connections", n)
	}
}

// TestManyAtOnce: each gets its own answer, whatever becomes of the others.
func TestManyAtOnce(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.RawQuery
		switch {
		case strings.HasSuffix(q, "3"):
			w.Header().Set("Connection", "close")
		case strings.HasSuffix(q, "5"):
			_ = http.NewResponseController(w).Flush() // chunks
		case strings.HasSuffix(q, "7"):
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(w, q)
	}))
	defer server.Close()
	tr := New(settings())
	defer tr.Close()
	var all errgroup.Group
	for worker := range 32 {
		all.Go(func() error {
			for i := range 100 {
				ctx, cancel := context.WithCancel(t.Context())
				timer := time.AfterFunc(time.Hour, cancel)
				if i%10 == 9 {
					timer.Reset(rand.N(2 * time.Millisecond))
				}
				want := fmt.Sprintf("%d-%d", worker, i)
				text, err := tr.get(ctx, time.Time{}, server.URL+"/?"+want)
				timer.Stop()
				cancel()
				switch {
				case i%10 == 9 && err != nil:
				case strings.HasSuffix(want, "7"):
					if err == nil {
						return errors.New("no error where there was no answer")
					}
				case err != nil:
					return err
				case text != want:
					return fmt.Errorf("%q came for %q", text, want)
				}
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
}
