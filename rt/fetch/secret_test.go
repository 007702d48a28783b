package fetch_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
)

// canary is a secret that looks different in a URL, in quotes and as base64.
const canary = `cAn4ry/"+ ü&x`

// TestCanary runs missions with the secret in every kind of credentials against
// a server that repeats whatever it is sent, in every form it can take, and
// fails in every way: the secret is in nothing that the run produces. That the
// server was sent it, and that its answers held it, is checked too.
func TestCanary(t *testing.T) {
	for name, cred := range map[string]rt.Credential{
		"bearer":       {Type: "bearer", Token: canary},
		"basic":        {Type: "basic", Username: "ada", Password: canary},
		"api key":      {Type: "api_key", APIKey: canary},
		"in the query": {Type: "api_key", APIKey: canary, Query: "key"},
		"oauth2":       {Type: "oauth2", Token: canary, RefreshToken: canary, ClientID: "me", ClientSecret: canary},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { testCanary(t, cred) })
		})
	}
}

func testCanary(t *testing.T, cred rt.Credential) {
	server := rttest.ServeInMemory(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header, _ := json.Marshal(r.Header)
		seen := fmt.Sprintf("%s %s %q %q", r.URL.RequestURI(), header, r.Header, canary)
		if basic, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Basic "); ok {
			pair, _ := base64.StdEncoding.DecodeString(basic)
			seen += string(pair) + url.QueryEscape(string(pair))
		}
		for _, form := range forms(canary) {
			seen += " " + form
		}
		if strings.HasPrefix(r.URL.Path, "/long") { // the cut of an excerpt falls within the secret
			seen = strings.Repeat("x", 195) + canary
		}
		status := http.StatusBadRequest
		switch r.URL.Path {
		case "/json", "/long":
			_ = json.NewEncoder(&escaping{w, status}).Encode(map[string]any{"message": seen})
		case "/text":
			w.Header().Set("Content-Type", "text/plain")
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = w.Write([]byte(seen))
		case "/invalid":
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(canary))
		case "/redirect":
			w.Header().Set("Location", "http://%zz/"+url.QueryEscape(canary))
			w.WriteHeader(http.StatusFound)
		case "/unauthorized":
			status = http.StatusUnauthorized
			_ = json.NewEncoder(&escaping{w, status}).Encode(map[string]any{"message": seen})
		case "/token":
			_ = json.NewEncoder(&escaping{w, status}).Encode(map[string]any{"error": "invalid_grant " + canary, "error_description": seen})
		case "/drop":
			panic(http.ErrAbortHandler)
		case "/hang":
			<-r.Context().Done()
		}
	}))
	defer server.Close()

	if cred.Type == "oauth2" {
		cred.TokenURL = server.URL + "/token?client=" + url.QueryEscape(canary)
	}
	var produced bytes.Buffer
	var seen events
	options := rt.Options{
		Credentials: map[string]rt.Credential{"Api": cred},
		Observer:    &seen,
		Logger:      slog.New(slog.NewJSONHandler(&produced, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	paths := []string{"/json", "/long", "/text", "/invalid", "/redirect", "/unauthorized", "/drop", "/hang", "/json?token=" + url.QueryEscape(canary)}
	for _, dry := range []bool{false, true} {
		options.DryRun = dry
		for _, path := range paths {
			result := against(t, server, options, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
				request := fetch.Request{Method: "GET", Path: path, Timeout: time.Second, Body: parse(t, asText(canary))}
				v, err := src.Send(ctx, s, at, request)
				answer, askErr := src.Ask(ctx, s, at, request)
				url, _ := src.Describe(request).Lookup("url")
				fmt.Fprintln(&produced, asJSON(v), askErr, asJSON(url))
				if answer.Status == 0 { // else it is the server's own words
					fmt.Fprintln(&produced, asJSON(answer.Value))
				}
				return err
			})
			if !dry && result.Status != rt.Failed {
				t.Errorf("%s: %s", path, result.Status)
			}
			fmt.Fprintf(&produced, "%v %+v\n", result.Err, result.Failures)
			for _, f := range result.Failures {
				fmt.Fprintf(&produced, "%+v %s\n", *f, asJSON(f.Code))
			}
		}
	}
	for _, event := range seen.all {
		switch e := event.(type) {
		case rt.Retrying:
			fmt.Fprintf(&produced, "%+v\n", e)
		case rt.WouldSend:
			fmt.Fprintf(&produced, "%+v\n", e)
		case rt.ActionEnded:
			fmt.Fprintf(&produced, "%v\n", e.Action.Failure)
		}
	}
	if n := len(of[rt.Retrying](&seen)); n == 0 {
		t.Error("nothing was sent again")
	}
	if n := len(of[rt.WouldSend](&seen)); n != 2*len(paths) {
		t.Errorf("%d requests of the dry run are told", n)
	}

	sent := false
	for _, came := range server.Requests() {
		user, password, _ := (&http.Request{Header: came.Header}).BasicAuth()
		key, _ := url.ParseQuery(came.Query)
		sent = sent || strings.Contains(came.Header.Get("Authorization")+came.Header.Get("X-Api-Key")+user+password+key.Get("key"), canary)
	}
	if !sent {
		t.Error("the secret never reached the server")
	}
	if !strings.Contains(produced.String(), "[redacted]") {
		t.Error("nothing was redacted: the test looks at the wrong things")
	}
	pair := "ada:" + canary
	for _, form := range append(append(forms(canary), forms(pair)...), "cAn4", "ry/") {
		if i := strings.Index(produced.String(), form); i >= 0 {
			text := produced.String()
			t.Errorf("%s is told: …%s…", form, text[max(0, i-120):min(len(text), i+120)])
		}
	}
}

// forms are the ways in which a server may repeat a secret.
func forms(secret string) []string {
	quoted, _ := json.Marshal(secret)
	plain := strconv.Quote(secret)
	return []string{
		plain[1 : len(plain)-1], secret, url.QueryEscape(secret), url.PathEscape(secret), strings.ToLower(url.QueryEscape(secret)), string(quoted[1 : len(quoted)-1]),
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}
}

func asText(s string) string {
	quoted, _ := json.Marshal(s)
	return string(quoted)
}

// escaping sends a JSON error.
type escaping struct {
	http.ResponseWriter
	status int
}

func (w *escaping) Write(p []byte) (int, error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(w.status)
	return w.ResponseWriter.Write(p)
}
