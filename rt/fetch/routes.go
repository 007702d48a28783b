package fetch

import (
	"hash/maphash"
	"net/url"
	"sync/atomic"
)

// routes are URLs of paths that a mission writes, without their query: the
// requests of a loop have the same path again and again, and differ in their
// parameters. The first paths that come are kept, for those made of values may
// never come again.
type routes [16]atomic.Pointer[route]

type route struct {
	path string
	url  url.URL
}

var routesSeed = maphash.MakeSeed()

func (r *routes) slot(path string) *atomic.Pointer[route] {
	return &r[maphash.String(routesSeed, path)%uint64(len(r))]
}

// find is the URL of the path, which must not be changed; nil where it is not
// known.
func (r *routes) find(path string) *url.URL {
	if known := r.slot(path).Load(); known != nil && known.path == path {
		return &known.url
	}
	return nil
}

func (r *routes) keep(path string, u url.URL) {
	r.slot(path).CompareAndSwap(nil, &route{path, u})
}
