package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/reqongen/reqongen/rt"
)

// tokens has the access token of a source with oauth2, and gets a new one when
// it is needed: one refresh for all that wait. A refresh is not cancelled with
// the request that began it: a server that has given a new refresh token takes
// the old one no more.
type tokens struct {
	src    *Source
	url    string // of the token endpoint
	client *http.Client
	ctx    context.Context // of refreshes
	stop   context.CancelFunc

	mu      sync.Mutex
	cred    rt.Credential
	expires time.Time // of its Token; zero is not known
	proven  bool      // the token was accepted, or is not of this run
	running *renewal  // nil where none is
	refused error     // by the token endpoint, for good
}

// renewal is one refresh.
type renewal struct {
	done chan struct{}
	err  error
}

const (
	// expiresEarly is how long before its end a token is not used any more: a
	// request takes its time, and clocks differ.
	expiresEarly = 30 * time.Second
	// lastRefresh is how long the run waits, when it is over, for a refresh
	// that is under way.
	lastRefresh = 5 * time.Second
)

func newTokens(src *Source, cred rt.Credential) *tokens {
	t := &tokens{src: src, url: cred.TokenURL, cred: cred, proven: true}
	t.client = &http.Client{
		Transport: src.conns.client.Transport,
		Timeout:   src.timeout,
		// It would carry the secret along.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.ctx, t.stop = context.WithCancel(context.WithValue(context.Background(), oauth2.HTTPClient, t.client))
	if at, err := time.Parse(time.RFC3339, cred.Expires); err == nil {
		t.expires = early(at)
	}
	src.run.OnClose(t.close)
	return t
}

func (t *tokens) close() {
	t.mu.Lock()
	running := t.running
	t.mu.Unlock()
	if running != nil {
		timer := time.NewTimer(lastRefresh)
		defer timer.Stop()
		select {
		case <-running.done:
		case <-timer.C:
		}
	}
	t.stop()
	if running != nil {
		<-running.done
	}
}

// renewable tells whether there is something to get a new token with.
func renewable(cred rt.Credential) bool {
	return cred.RefreshToken != "" || cred.ClientID != "" && cred.ClientSecret != ""
}

// token is the access token to send. It is another than the stale one, which a
// server has answered 401: "" where none has.
func (t *tokens) token(ctx context.Context, stale string, w waiter) (string, *fault, error) {
	for {
		t.mu.Lock()
		switch {
		case t.cred.Token != "" && t.cred.Token != stale && (t.expires.IsZero() || time.Now().Before(t.expires) || !renewable(t.cred)):
			defer t.mu.Unlock()
			return t.cred.Token, nil, nil
		case t.refused != nil:
			defer t.mu.Unlock()
			return "", authFault(t.refused), nil
		case t.running == nil:
			t.running = &renewal{done: make(chan struct{})}
			go t.renew(t.running)
		}
		running := t.running
		t.mu.Unlock()
		w.begin(rt.WaitToken, "", 0)
		select {
		case <-running.done:
		case <-ctx.Done():
		}
		w.end()
		if err := rt.StoppedBy(ctx); err != nil {
			return "", nil, err
		}
		if running.err != nil {
			return "", authFault(running.err), nil
		}
		stale = ""
	}
}

func authFault(err error) *fault {
	return &fault{rt.CodeAuth, "not sent: no access token: " + err.Error()}
}

// mayRenew tells whether a 401 for the token is worth another one: not where it
// came from the token endpoint just now, and was never accepted.
func (t *tokens) mayRenew(token string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return renewable(t.cred) && (token != t.cred.Token || t.proven)
}

// accepted notes that a server took the token.
func (t *tokens) accepted(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if token == t.cred.Token {
		t.proven = true
	}
}

// renew gets a new token, with as many attempts as the source's policy has.
func (t *tokens) renew(r *renewal) {
	t.mu.Lock()
	cred := t.cred
	t.mu.Unlock()
	var token *oauth2.Token
	for attempt := 1; ; attempt++ {
		if token, r.err = t.ask(cred); r.err == nil || isRefusal(r.err) || attempt >= t.src.retry.MaxAttempts {
			break
		}
		if rt.Sleep(t.ctx, t.src.retry.Delay(attempt)) != nil {
			break
		}
	}
	refused := isRefusal(r.err)
	r.err = t.explain(r.err)
	if r.err == nil {
		t.src.run.Secret(token.AccessToken)
		t.src.run.Secret(token.RefreshToken)
		cred.Token, cred.Expires = token.AccessToken, ""
		if !token.Expiry.IsZero() {
			cred.Expires = token.Expiry.UTC().Format(time.RFC3339)
		}
		rotated := token.RefreshToken != "" && token.RefreshToken != cred.RefreshToken
		if rotated {
			cred.RefreshToken = token.RefreshToken
		}
		t.save(cred, rotated)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.running = nil
	switch {
	case r.err == nil:
		t.cred, t.proven = cred, false
		t.expires = early(token.Expiry)
	case refused:
		t.refused = r.err
	}
	close(r.done)
}

// early is when a token is not used any more that expires then; zero is not
// known.
func early(expires time.Time) time.Time {
	if expires.IsZero() {
		return expires
	}
	return expires.Add(-min(expiresEarly, max(0, time.Until(expires)/10)))
}

// ask sends the client's secret in a header, as the standard has it, and where
// the client is not known by that, in the body. (The library's own detection
// tries both ways whatever the refusal, and tells the second.)
func (t *tokens) ask(cred rt.Credential) (*oauth2.Token, error) {
	if cred.ClientSecret == "" {
		return t.askBy(cred, oauth2.AuthStyleInParams)
	}
	token, err := t.askBy(cred, oauth2.AuthStyleInHeader)
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && isRefusal(err) && (refused.ErrorCode == "invalid_client" || refused.ErrorCode == "") {
		if token, again := t.askBy(cred, oauth2.AuthStyleInParams); again == nil {
			return token, nil
		}
	}
	return token, err
}

func (t *tokens) askBy(cred rt.Credential, style oauth2.AuthStyle) (*oauth2.Token, error) {
	if cred.RefreshToken != "" {
		config := oauth2.Config{
			ClientID: cred.ClientID, ClientSecret: cred.ClientSecret,
			Endpoint: oauth2.Endpoint{TokenURL: cred.TokenURL, AuthStyle: style},
		}
		return config.TokenSource(t.ctx, &oauth2.Token{RefreshToken: cred.RefreshToken}).Token()
	}
	config := clientcredentials.Config{
		ClientID: cred.ClientID, ClientSecret: cred.ClientSecret, TokenURL: cred.TokenURL,
		Scopes: strings.Fields(cred.Scope), AuthStyle: style,
	}
	return config.Token(t.ctx)
}

// isRefusal tells an answer that will be the same next time from a failure of
// the moment.
func isRefusal(err error) bool {
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) || refused.Response == nil {
		return false
	}
	status := refused.Response.StatusCode
	return status < http.StatusInternalServerError && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout
}

// explain is the error without what the library puts around it, which holds the
// whole answer.
func (t *tokens) explain(err error) error {
	if err == nil {
		return nil
	}
	text := t.src.reason(err)
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response != nil {
		text = statusText(refused.Response.StatusCode)
		for _, more := range []string{refused.ErrorCode, refused.ErrorDescription} {
			if more != "" {
				text += ": " + cut(t.src.run.Redact(more), maxExcerpt)
			}
		}
	}
	return fmt.Errorf("POST %s: %s", t.src.run.Redact(t.url), text)
}

// save hands the credentials over for the next run.
func (t *tokens) save(cred rt.Credential, rotated bool) {
	warn := func(format string, args ...any) {
		t.src.run.Warn("source %s: %s", t.src.name, fmt.Sprintf(format, args...))
	}
	save := t.src.run.Options().SaveCredential
	if save == nil {
		if rotated {
			warn("it has a new refresh token, which is kept nowhere: the next run may not get in. Give the credentials with --auth FILE")
		}
		return
	}
	cred.Type = "oauth2"
	if err := save(t.src.name, cred); err != nil {
		warn("its new tokens could not be kept: %v", err)
	}
}
