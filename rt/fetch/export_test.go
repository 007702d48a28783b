package fetch

import "github.com/reqongen/reqongen/rt/fetch/wire"

// Make makes a request ready to be sent, and does not send it.
func Make(src *Source, r *Request) error {
	out, err := src.outgoing(r)
	if err == nil && out.head == nil {
		out.head = wire.Prepare(out.header)
	}
	return err
}

// SetEndless changes the page at which pages are taken never to end, until the
// function it gives is called.
func SetEndless(n int) (undo func()) {
	was := endless
	endless = n
	return func() { endless = was }
}
