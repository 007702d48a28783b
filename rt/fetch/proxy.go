package fetch

import (
	"context"
	"net/http"
	"net/url"
	"sync/atomic"

	"golang.org/x/sync/semaphore"
)

// A Proxy is one that the requests of a source go through: http://, https:// or
// socks5://, with a user name and a password in it where it wants them.
type Proxy struct {
	URL string
	// RequestsPerMinute and MaxConcurrent bound what goes through it; 0 is any
	// number. A request that they make wait is not counted against the limits
	// of its source meanwhile.
	RequestsPerMinute int
	MaxConcurrent     int
}

// proxies are the pool of a source: requests take turns among them.
type proxies struct {
	all  []*proxy
	next atomic.Uint64
}

type proxy struct {
	url      *url.URL
	limiter  *limiter
	inFlight *semaphore.Weighted // nil is no limit
}

func openProxies(src *Source, pool []Proxy, problem func(string, ...any)) *proxies {
	if len(pool) == 0 {
		return nil
	}
	opened := &proxies{}
	for _, p := range pool {
		u, err := url.Parse(p.URL)
		if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "socks5" {
			hideUser(src.run, p.URL)
			problem("has a proxy that is no URL with http://, https:// or socks5:// and a host: %s", p.URL)
			continue
		}
		if password, given := u.User.Password(); given {
			src.run.Secret(password)
			src.run.Secret(u.User.String())
			src.run.Secret(u.User.Username() + ":" + password) // as the header has it
		}
		one := &proxy{url: u, limiter: newLimiter(&RateLimit{RequestsPerMinute: p.RequestsPerMinute})}
		one.limiter.adaptive = false // what answers say is of the API's limit
		if p.MaxConcurrent > 0 {
			one.inFlight = semaphore.NewWeighted(int64(p.MaxConcurrent))
		}
		opened.all = append(opened.all, one)
	}
	return opened
}

type proxyKey struct{}

// proxyOf is the proxy that the request's context names.
func proxyOf(r *http.Request) (*url.URL, error) {
	u, _ := r.Context().Value(proxyKey{}).(*url.URL)
	return u, nil
}

// through takes a place at one of the proxies: the first, from the one whose
// turn it is, that lets the request through at once, else that one when it
// does. The function gives the place back.
func (p *proxies) through(ctx context.Context, w waiter) (context.Context, func(), *fault, error) {
	if p == nil {
		return ctx, func() {}, nil, nil
	}
	first := p.next.Add(1) - 1
	for i := range uint64(len(p.all)) {
		one := p.all[(first+i)%uint64(len(p.all))]
		if one.inFlight != nil && !one.inFlight.TryAcquire(1) {
			continue
		}
		if one.limiter.tryPass() {
			return one.with(ctx), one.release, nil, nil
		}
		if one.inFlight != nil {
			one.inFlight.Release(1)
		}
	}
	one := p.all[first%uint64(len(p.all))]
	f, err := one.limiter.acquire(ctx, one.inFlight, w)
	if err != nil || f != nil {
		return nil, nil, f, err
	}
	return one.with(ctx), one.release, nil, nil
}

func (p *proxy) with(ctx context.Context) context.Context {
	return context.WithValue(ctx, proxyKey{}, p.url)
}

func (p *proxy) release() {
	if p.inFlight != nil {
		p.inFlight.Release(1)
	}
}
