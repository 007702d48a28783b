package fetch

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/reqongen/reqongen/rt"
)

// connections send the requests of all sources of a run.
type connections struct {
	client *http.Client
	// shares tells that the transport is our own, which keeps to the rule of
	// changing no request: then requests may share their headers.
	shares bool
}

type connectionsKey struct{}

func connectionsOf(run *rt.Run) *connections {
	return run.Shared(connectionsKey{}, func() any {
		c := &connections{client: &http.Client{Transport: run.Options().Transport, CheckRedirect: checkRedirect}}
		if c.client.Transport == nil {
			transport := newTransport()
			c.client.Transport, c.shares = transport, true
			run.OnClose(transport.CloseIdleConnections)
		}
		return c
	}).(*connections)
}

// newTransport keeps every connection that a mission opens until the run ends,
// for as many as it uses at once: opening one costs more than a request.
func newTransport() *http.Transport {
	// Dialling goes on in the background when an attempt runs out of time, for
	// the next one to use: this ends it.
	const connecting = 30 * time.Second
	dialer := &net.Dialer{Timeout: connecting, KeepAlive: 30 * time.Second}
	return &http.Transport{
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
