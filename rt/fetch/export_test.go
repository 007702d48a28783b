package fetch

// SetEndless changes the page at which pages are taken never to end, until the
// function it gives is called.
func SetEndless(n int) (undo func()) {
	was := endless
	endless = n
	return func() { endless = was }
}
