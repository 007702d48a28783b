package fetch_test

import (
	"context"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
)

// TestProxies sends requests through a pool: in turn, within the limits of
// each, and with its password, which is told nowhere.
func TestProxies(t *testing.T) {
	var one, two *rttest.Server
	var came atomic.Int32
	met := make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if came.Add(1) == 3 { // so many may be in flight, through both together
			close(met)
		}
		<-met
		_, _ = io.WriteString(w, r.URL.String())
	})
	one, two = rttest.Serve(handler), rttest.Serve(handler)
	defer one.Close()
	defer two.Close()
	config := fetch.Config{Base: "http://api.invalid", Proxies: []fetch.Proxy{
		{URL: strings.Replace(one.URL, "://", "://ada:s3cr3tpw@", 1), MaxConcurrent: 2},
		{URL: two.URL, MaxConcurrent: 1},
	}}
	result, err := run(t.Context(), rt.Options{}, config, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		loop := s.ParallelLoop(at, rt.FailLoop)
		var group errgroup.Group
		for i := range 30 {
			group.Go(func() error {
				return loop.Do(ctx, i, parse(t, "1"), func(s *rt.Strand) error {
					v, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"})
					if got := asJSON(v); err == nil && got != `"http://api.invalid/x"` {
						t.Errorf("the proxy was asked for %s", got)
					}
					return err
				})
			})
		}
		return loop.End(ctx, group.Wait())
	})
	if err != nil || result.Err != nil {
		t.Fatal(err, result.Err)
	}
	first, second := one.Requests(), two.Requests()
	if len(first)+len(second) != 30 {
		t.Errorf("%d and %d requests", len(first), len(second))
	}
	if first.MaxInFlight() != 2 || second.MaxInFlight() != 1 {
		t.Errorf("%d and %d in flight", first.MaxInFlight(), second.MaxInFlight())
	}
	if got := first[0].Header.Get("Proxy-Authorization"); got != "Basic YWRhOnMzY3IzdHB3" {
		t.Errorf("the proxy was sent %q", got)
	}
	// One that is not there is a connection failure, told without its password.
	one.Close()
	config.Proxies = config.Proxies[:1]
	config.Retry = rt.Retry{MaxAttempts: 1}
	result, err = run(t.Context(), rt.Options{}, config, get("/x"))
	if err != nil || result.Err == nil || strings.Contains(result.Err.Error(), "s3cr3tpw") || asJSON(result.Failures[0].Code) != `"connection"` {
		t.Errorf("%v, %v", err, result.Err)
	}
	config.Proxies = []fetch.Proxy{{URL: "ftp://ada:s3cr3tpw@x"}}
	_, err = run(t.Context(), rt.Options{}, config, get("/x"))
	if err == nil || !strings.Contains(err.Error(), "source Api has a proxy that is no URL with http://, https:// or socks5:// and a host: ftp://[redacted]@x") {
		t.Errorf("%v", err)
	}
}

// TestCertificates: a certificate that nobody vouches for is believed from a
// file, or where the source is insecure; and requests go over HTTP/2.
func TestCertificates(t *testing.T) {
	var protocols sync.Map
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protocols.Store(r.Proto, true)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	dir := t.TempDir()
	ca := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		env      []string
		insecure bool
		want     string
	}{
		"unknown":  {nil, false, "tls: failed to verify certificate: x509: certificate signed by unknown authority"},
		"insecure": {nil, true, ""},
		"by file":  {[]string{"REQON_API_CA", ca}, false, ""},
		"no file":  {[]string{"REQON_API_CA", filepath.Join(dir, "none")}, false, "source Api has no usable certificates: REQON_API_CA: open "},
		"no PEM":   {[]string{"REQON_API_CA", os.Args[0]}, false, "holds no certificate in PEM form"},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := run(t.Context(), rt.Options{Env: env(tc.env...)}, fetch.Config{Base: server.URL, Insecure: tc.insecure}, get("/x"))
			if err == nil {
				err = result.Err
			}
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v; want %s", err, tc.want)
			}
		})
	}
	if _, two := protocols.Load("HTTP/2.0"); !two {
		t.Error("nothing came over HTTP/2")
	}
}

// TestGoAway: a server of HTTP/2 that closes its connections in between loses
// no request.
func TestGoAway(t *testing.T) {
	var came atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if came.Add(1)%10 == 0 {
			w.Header().Set("Connection", "close") // net/http sends GOAWAY
		}
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	result, err := run(t.Context(), rt.Options{}, fetch.Config{Base: server.URL, Insecure: true}, sideBySide("/x", 100, 5))
	if err != nil || result.Err != nil || came.Load() < 100 { // what a GOAWAY refused comes twice
		t.Errorf("%v %v, %d requests", err, result.Err, came.Load())
	}
}

// TestFaultsOnSockets is a sample of TestFaults on real sockets.
func TestFaultsOnSockets(t *testing.T) {
	sample := []string{
		"reset before the answer", "reset within the header", "reset within the body", "reset within the body once", "reset after the body",
		"no HTTP", "truncated chunk", "length too long", "length too short", "bad gzip", "gzip bomb", "said to be too large", "HTML as JSON",
		"empty 200", "204", "redirect loop", "401 once", "404", "429 with negative seconds", "500", "503 then fine", "repeated cursor",
	}
	seen := 0
	for _, fault := range rttest.Faults() {
		if !slices.Contains(sample, fault.Name) {
			continue
		}
		seen++
		for _, mission := range []string{"sequential", "group", "loop", "pages"} {
			run := runFaultOn(t, rttest.Serve, rt.Retry{InitialDelay: time.Millisecond}, fault, mission, true, requests/2)
			if want := wanted(fault, mission, true); run.outcome != want {
				run.wrong = append(run.wrong, run.outcome+"; want "+want)
			}
			for _, wrong := range run.wrong {
				t.Errorf("%s, %s: %s", fault.Name, mission, wrong)
			}
		}
	}
	if seen != len(sample) {
		t.Errorf("%d of %d kinds", seen, len(sample))
	}
}
