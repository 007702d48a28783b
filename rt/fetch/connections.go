package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch/wire"
)

// connections send the requests of all sources of a run.
type connections struct {
	client *http.Client
	wire   *wire.Transport // sends what it can; nil where the client sends all
	// shares tells that the transport is our own, which keeps to the rule of
	// changing no request: then requests may share their headers.
	shares bool
}

type connectionsKey struct{ variant }

// variant is what sets the connections of one source apart from another's:
// whom they believe, and what they go through.
type variant struct {
	insecure bool
	ca       string // a file of certificates to believe besides the system's
	proxied  bool
}

// connectionsOf gives the connections of that kind, which sources share. The
// error is that of a file of certificates.
func connectionsOf(run *rt.Run, v variant) (*connections, error) {
	pool, err := certificates(v.ca)
	if err != nil {
		return nil, err
	}
	return run.Shared(connectionsKey{v}, func() any {
		c := &connections{client: &http.Client{Transport: run.Options().Transport, CheckRedirect: checkRedirect}}
		if c.client.Transport == nil {
			transport := newTransport()
			transport.TLSClientConfig = &tls.Config{RootCAs: pool, InsecureSkipVerify: v.insecure} //nolint:gosec // as the mission says, for development
			if v.proxied {
				transport.Proxy = proxyOf
			}
			c.client.Transport, c.shares = transport, true
			run.OnClose(transport.CloseIdleConnections)
			if !v.proxied {
				c.wire = wire.New(transport)
				run.OnClose(c.wire.Close)
			}
		}
		return c
	}).(*connections), nil
}

// send sends the request, whose answer must be read before the function is
// called that it gives. The end is that of the whole exchange.
func (c *connections) send(ctx context.Context, end time.Time, out *outgoing) (*http.Response, func(), error) {
	client := c.client
	if c.wire != nil {
		if out.head == nil {
			out.head = wire.Prepare(out.header)
		}
		response, err := c.wire.Do(ctx, end, &wire.Request{
			Method: out.method, URL: &out.url, Host: out.host, Head: out.head, Body: out.body,
		})
		switch {
		case err == wire.ErrNotMine: //nolint:errorlint // nothing wraps it
		case err != nil:
			return nil, nil, err
		case !redirects(response.StatusCode):
			return response, func() {}, nil
		default: // net/http knows where to go on
			client = &http.Client{Transport: &onward{first: response, then: client.Transport}, CheckRedirect: checkRedirect}
		}
	}
	limited, cancel := context.WithDeadline(ctx, end)
	req := out.request()
	response, err := client.Do(req.WithContext(limited))
	if err != nil {
		cancel()
		return nil, nil, err
	}
	if c.wire != nil {
		c.wire.Learn(response)
	}
	return response, cancel, nil
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// onward is a transport that has the answer to its first request already.
type onward struct {
	first *http.Response
	then  http.RoundTripper
}

func (o *onward) RoundTrip(req *http.Request) (*http.Response, error) {
	response := o.first
	if response == nil {
		return o.then.RoundTrip(req)
	}
	o.first, response.Request = nil, req
	return response, nil
}

// certificates are the system's and those of the file; nil is the system's.
func certificates(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", file)
	}
	return pool, nil
}

// newTransport keeps every connection that a mission opens until the run ends,
// for as many as it uses at once: opening one costs more than a request.
func newTransport() *http.Transport {
	// Dialling goes on in the background when an attempt runs out of time, for
	// the next one to use: this ends it.
	const connecting = 30 * time.Second
	dialer := &net.Dialer{Timeout: connecting, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         dialer.DialContext,
		TLSHandshakeTimeout: connecting,
		MaxIdleConnsPerHost: 1024,
		IdleConnTimeout:     90 * time.Second,
		ForceAttemptHTTP2:   true,
	}
}

// maxRedirects is how many are followed, as net/http does.
const maxRedirects = 10

// checkRedirect lets net/http follow a redirect. Away from the origin that the
// request was for, also on the way back, it carries no credentials: neither
// those that net/http knows nor an API key under any name. One too many, or to
// what is no URL of the web, is the outcome itself.
func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) >= maxRedirects || !isHTTP(req.URL.Scheme) || req.URL.Host == "" {
		return http.ErrUseLastResponse
	}
	req.Header.Del("Referer") // it would carry an API key of the query
	home := originOf(via[0].URL)
	if away(req.URL, home) || slices.ContainsFunc(via, func(r *http.Request) bool { return away(r.URL, home) }) {
		for name := range req.Header {
			if name != "Accept" && name != "User-Agent" && name != "Content-Type" {
				delete(req.Header, name)
			}
		}
	}
	return nil
}

func away(u *url.URL, home origin) bool { return originOf(u) != home }
