package fetch

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"

	"github.com/reqongen/reqongen/rt/value"
)

var errTooLarge = errors.New("too large")

// Buffers for bodies. What is larger than keptBuffer is left to the collector.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

const (
	firstBuffer = 4 << 10
	keptBuffer  = 4 << 20
	// A body of JSON that is larger is decoded while it comes, with no more of it in memory than this.
	window = 256 << 10
)

// decoded is what a large body came to.
type decoded struct {
	value value.Value
	err   error // a *value.SyntaxError
}

// read takes the whole body into a buffer that has the size which the answer
// says; of a large one, what the mission sees.
func (n *sending) read(r *reply, response *http.Response) error {
	size := response.ContentLength
	if size == 0 {
		return nil
	}
	if size > maxBody {
		return errTooLarge
	}
	// What is no success is told, and chaos breaks what came.
	comes := r.status/100 == 2 && n.chaos == nil && !n.keeps && isJSON(r.header.Get("Content-Type"))
	r.buffer = buffers.Get().(*[]byte)
	buf := (*r.buffer)[:0]
	want := max(int(size)+1, firstBuffer) // one more, to see the end
	if comes {
		want = min(want, window)
	}
	if cap(buf) < want {
		buf = make([]byte, 0, want)
	}
	for {
		if len(buf) == cap(buf) {
			if comes = comes && !isBlank(buf); comes && len(buf) >= window {
				return r.take(response.Body, buf, n.seen)
			}
			buf = append(buf, 0)[:len(buf)]
		}
		got, err := response.Body.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+got]
		*r.buffer, r.size = buf, int64(len(buf))
		switch {
		case len(buf) > maxBody:
			return errTooLarge
		case errors.Is(err, io.EOF):
			r.body = buf
			return nil
		case err != nil:
			return err
		}
	}
}

// take decodes a body of which buf is the beginning while the rest of it comes.
// It is read to its end, whatever is wrong with it: a connection that breaks is
// another failure than JSON that does.
func (r *reply) take(body io.Reader, buf []byte, seen *value.Selection) error {
	rest := &counted{r: body, size: &r.size}
	begun := bytes.TrimPrefix(buf, byteOrderMark)
	v, err := value.DecodeFrom(rest, begun, len(begun), seen)
	if syntax := (*value.SyntaxError)(nil); errors.As(err, &syntax) {
		_, err = io.Copy(io.Discard, rest)
		r.large = &decoded{err: syntax}
	} else {
		r.large = &decoded{value: v}
	}
	return err
}

// counted reads a body up to the size that it may have.
type counted struct {
	r    io.Reader
	size *int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	if *c.size += int64(n); *c.size > maxBody {
		return n, errTooLarge
	}
	return n, err
}

// release gives the buffer back; the body is gone with it.
func (r *reply) release() {
	if r.buffer != nil && cap(*r.buffer) <= keptBuffer {
		buffers.Put(r.buffer)
	}
	r.body, r.large, r.size, r.buffer = nil, nil, 0, nil
}

var byteOrderMark = []byte("\ufeff")

func isBlank(body []byte) bool {
	return len(bytes.TrimSpace(bytes.TrimPrefix(body, byteOrderMark))) == 0
}

// decode is the body as a value: null where it is empty, JSON where its content
// type says so, else text. Without a content type it is JSON where it reads as
// such.
func (r *reply) decode(seen *value.Selection) (value.Value, error) {
	contentType := r.header.Get("Content-Type")
	switch {
	case r.large != nil:
		return r.large.value, r.large.err
	case isBlank(r.body):
		return value.Null, nil
	}
	body := bytes.TrimPrefix(r.body, byteOrderMark)
	if contentType != "" && !isJSON(contentType) {
		return value.String(string(body)), nil
	}
	v, err := value.DecodeSelected(body, seen)
	if err != nil && contentType == "" {
		return value.String(string(body)), nil
	}
	return v, err
}
