package fetch

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/reqongen/reqongen/rt"
)

// maxBody is how large an answer may be, decoded from whatever encoding it
// came in.
const maxBody = 64 << 20

// reply is what one attempt brought: an answer with its whole body, or a fault.
type reply struct {
	status int
	header http.Header
	body   []byte
	large  *decoded // in place of a large body
	size   int64    // of the body
	buffer *[]byte  // of the pool, that body is in
	fault  *fault
	began  time.Time
	took   time.Duration
	unsent bool // the limit or the breaker did not let it through
}

// A fault is why there is no answer that can be used.
type fault struct {
	code    string // one of rt's Code constants
	message string
}

// attempt sends the request once and reads the answer. The error is that of
// cancelled work, or nil.
func (n *sending) attempt(ctx context.Context, number int) (*reply, error) {
	src := n.src
	if f := src.breaker.refuses(); f != nil { // before it waits for the limit
		return &reply{fault: f, unsent: true}, nil
	}
	if f, err := n.authorize(ctx); f != nil || err != nil {
		return &reply{fault: f, unsent: true}, err
	}
	onTheWire, leave, f, err := src.proxies.through(ctx, n)
	if err != nil || f != nil {
		return &reply{fault: f, unsent: true}, err
	}
	defer leave()
	f, err = src.limiter.acquire(ctx, n.r.InFlight, n)
	if err != nil {
		return nil, err
	}
	if f != nil {
		return &reply{fault: f, unsent: true}, nil
	}
	if n.r.InFlight != nil {
		defer n.r.InFlight.Release(1)
	}
	probe, f := src.breaker.pass()
	if f != nil {
		src.limiter.giveBack()
		return &reply{fault: f, unsent: true}, nil
	}
	started := time.Now()
	result, err := n.exchange(onTheWire, started)
	ended := time.Now()
	n.ended(started, ended, result)
	src.breaker.done(probe, result)
	src.limiter.answered(result, started, ended)
	if err != nil {
		return nil, err
	}
	result.began, result.took = started, ended.Sub(started)
	if n.token != "" && result.status != 0 && result.status != http.StatusUnauthorized {
		src.tokens.accepted(n.token)
	}
	if log := src.run.LogOf(n.action, n.turn, n.at); log.Enabled(ctx, slog.LevelDebug) {
		log.LogAttrs(
			ctx, slog.LevelDebug, "request", slog.String("method", n.out.method), slog.String("url", src.told(&n.out.url)),
			slog.Int("attempt", number), slog.String("result", result.cause()), slog.Duration("took", result.took),
		)
	}
	return result, nil
}

// authorize puts the access token of the moment on the request, where it has
// one: another than the one that was answered 401.
func (n *sending) authorize(ctx context.Context) (*fault, error) {
	if !n.out.bearer {
		return nil, nil
	}
	token, f, err := n.src.tokens.token(ctx, n.stale, n)
	if f != nil || err != nil {
		return f, err
	}
	if token != n.token {
		n.token = token
		if !n.out.authorize(token) {
			return authFault(errors.New("the access token has a character that no header can carry")), nil
		}
	}
	return nil, nil
}

// exchange is what happens over the wire, in the time that an attempt has. The
// error is that of cancelled work, with no reply.
func (n *sending) exchange(ctx context.Context, started time.Time) (*reply, error) {
	n.sent++
	n.action.Sent(started, n.sent > 1 || n.r.Once)
	n.attempting()
	n.until = started.Add(n.timeout)
	runEnd, bounded := ctx.Deadline()
	if bounded = bounded && !runEnd.After(n.until); bounded { // the run ends first
		n.until = runEnd
	}
	result := n.transmit(ctx)
	if result.fault == nil {
		return result, nil
	}
	late := !time.Now().Before(n.until)
	if late && bounded {
		<-ctx.Done() // a connection with the same deadline may fail a moment before
	}
	// The run's own end, or that of the group, comes before the attempt's.
	if err := rt.StoppedBy(ctx); err != nil {
		return nil, err
	}
	if late {
		result.fault = &fault{rt.CodeTimeout, "no answer within " + n.timeout.String()}
		if result.status != 0 {
			result.fault.message = "the answer was not complete within " + n.timeout.String()
		}
	}
	return result, nil
}

// transmitted does one exchange over the wire, up to its end.
func (n *sending) transmitted(ctx context.Context) *reply {
	src := n.src
	response, done, err := src.conns.send(ctx, n.until, n.out)
	if err != nil {
		return &reply{fault: &fault{rt.CodeConnection, src.reason(err)}}
	}
	defer done()
	defer func() { _ = response.Body.Close() }() // closes the connection where the body was not read to its end
	r := &reply{status: response.StatusCode, header: response.Header}
	switch err := n.read(r, response); {
	case errors.Is(err, errTooLarge):
		r.fault = &fault{rt.CodeTooLarge, "the answer is larger than 64 MiB"}
	case err != nil:
		r.fault = &fault{rt.CodeConnection, src.reason(err)}
	}
	if r.fault != nil {
		r.release()
	}
	return r
}

// reason is an error of net/http without the URL, which the failure tells.
func (src *Source) reason(err error) string {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	switch {
	case errors.Is(err, io.EOF):
		return "the connection was closed without an answer"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was closed in the middle of the answer"
	}
	return src.run.Redact(err.Error())
}
