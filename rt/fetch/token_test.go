package fetch_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
)

// login is an API with a token endpoint, /token, in front of it: it takes the
// token that it gave last, for as long as it lives.
type login struct {
	mu      sync.Mutex
	given   int
	lives   time.Duration // 0 is as long as nobody ends it
	until   time.Time
	refresh string                                      // the refresh token that it takes; it gives a new one each time
	answer  func(w http.ResponseWriter, given int) bool // in place of the token endpoint's answer
	rejects bool                                        // takes no token at all
}

func (l *login) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.URL.Path == "/token" {
		time.Sleep(200 * time.Millisecond) // not under the lock: the fake clock would stand still
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if r.URL.Path == "/token" {
		l.given++
		if l.answer != nil && l.answer(w, l.given) {
			return
		}
		id, secret, _ := r.BasicAuth()
		_ = r.ParseForm()
		switch kind := r.Form.Get("grant_type"); {
		case id != "me" || secret != "s3cret":
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"error": "invalid_client"}`))
			return
		case kind == "refresh_token" && r.Form.Get("refresh_token") != l.refresh:
			w.WriteHeader(http.StatusBadRequest)
			_, _ = fmt.Fprintf(w, `{"error": "invalid_grant", "error_description": "%s was used"}`, r.Form.Get("refresh_token"))
			return
		case kind == "refresh_token":
			l.refresh = fmt.Sprintf("refresh-%d", l.given)
		case kind != "client_credentials" || r.Form.Get("scope") != "read write":
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		l.until = time.Now().Add(l.lives)
		body := map[string]any{"access_token": fmt.Sprintf("token-%d", l.given), "token_type": "Bearer"}
		if l.refresh != "" {
			body["refresh_token"] = l.refresh
		}
		if l.lives > 0 {
			body["expires_in"] = l.lives / time.Second
		}
		_ = json.NewEncoder(w).Encode(body)
		return
	}
	if r.Header.Get("Authorization") != fmt.Sprintf("Bearer token-%d", l.given) || l.rejects || l.lives > 0 && time.Now().After(l.until) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	_, _ = w.Write([]byte("1"))
}

func oauth(server *rttest.Server, token, refresh string) rt.Credential {
	return rt.Credential{
		Type: "oauth2", Token: token, RefreshToken: refresh, ClientID: "me", ClientSecret: "s3cret",
		TokenURL: server.URL + "/token", Scope: "read write",
	}
}

// TestOneRefresh: 200 requests wait with a token that has expired, known or
// not: one refresh serves them all.
func TestOneRefresh(t *testing.T) {
	for name, tc := range map[string]struct {
		token, refresh string
		expires        time.Duration // from now; 0 is not known
		came           int           // to the API
	}{
		"no token yet":                {"", "refresh-0", 0, 200},
		"expired, as is known":        {"old", "refresh-0", -time.Hour, 200},
		"about to expire":             {"old", "refresh-0", time.Second / 2, 400}, // its last tenth is not used
		"expired, as the server says": {"old", "refresh-0", 0, 400},
		"of a client":                 {"", "", 0, 200},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := &login{refresh: tc.refresh}
				server := rttest.ServeInMemory(api)
				defer server.Close()
				cred := oauth(server, tc.token, tc.refresh)
				if tc.expires != 0 {
					cred.Expires = time.Now().Add(tc.expires).Format(time.RFC3339Nano)
				}
				saved := map[string]rt.Credential{}
				options := rt.Options{
					Credentials:    map[string]rt.Credential{"Api": cred},
					SaveCredential: func(source string, c rt.Credential) error { saved[source] = c; return nil },
				}
				result := against(t, server, options, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
					loop := s.ParallelLoop(at, rt.FailLoop)
					var group errgroup.Group
					for i := range 200 {
						group.Go(func() error {
							return loop.Do(ctx, i, parse(t, "1"), func(s *rt.Strand) error {
								_, err := src.Send(ctx, s, at, fetch.Request{Method: "POST", Path: "/x"})
								return err
							})
						})
					}
					return loop.End(ctx, group.Wait())
				})
				refreshes, came := len(server.Requests().To("/token")), len(server.Requests().To("/x"))
				t.Logf("%d refreshes, %d requests", refreshes, came)
				if result.Err != nil || refreshes != 1 || came != tc.came {
					t.Errorf("%v; %d refreshes, %d requests; want 1, %d", result.Err, refreshes, came, tc.came)
				}
				if got := saved["Api"]; got.Token != "token-1" || tc.refresh != "" && got.RefreshToken != "refresh-1" || got.ClientSecret != "s3cret" {
					t.Errorf("saved %+v", got)
				}
			})
		})
	}
}

// TestTokenLives: a token that is known to expire is renewed in time, so that no
// request is answered 401.
func TestTokenLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &login{refresh: "refresh-0", lives: 10 * time.Minute}
		server := rttest.ServeInMemory(api)
		defer server.Close()
		options := rt.Options{Credentials: map[string]rt.Credential{"Api": oauth(server, "", "refresh-0")}}
		var seen events
		options.Observer = &seen
		result := against(t, server, options, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
			for range 60 {
				if _, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"}); err != nil {
					return err
				}
				time.Sleep(time.Minute)
			}
			return nil
		})
		if n, came := len(server.Requests().To("/token")), len(server.Requests().To("/x")); result.Err != nil || n != 6 || came != 60 {
			t.Errorf("%v; %d refreshes, %d requests", result.Err, n, came)
		}
		if warned := of[rt.Warned](&seen); len(warned) != 6 || !strings.Contains(warned[0].Text, "a new refresh token, which is kept nowhere") {
			t.Errorf("%v", warned)
		}
	})
}

// TestTokenFailures: what a token endpoint does wrong is told, without secrets
// and without asking it again and again.
func TestTokenFailures(t *testing.T) {
	status := func(status int, body string) func(http.ResponseWriter, int) bool {
		return func(w http.ResponseWriter, _ int) bool {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
			return true
		}
	}
	const where = "m.reqon:3:5: Fetch: GET URL/x: not sent: no access token: POST URL/token: "
	for _, tc := range []struct {
		name    string
		api     *login
		refresh string
		most    int // requests to the token endpoint
		want    string
	}{
		{"refused", &login{refresh: "other"}, "s3cret-refresh", 1, where + "400 Bad Request: invalid_grant: [redacted] was used"},
		{"down", &login{answer: status(503, "")}, "zz9", 6, where + "503 Service Unavailable"},
		{"no token in it", &login{answer: status(200, "{}")}, "zz9", 6, where + "oauth2: server response missing access_token"},
		{"no JSON", &login{answer: status(200, "<html>")}, "zz9", 6, where + "oauth2: cannot parse json: invalid character '<' looking for beginning of value"},
		{"then fine", &login{refresh: "zz9", answer: func(w http.ResponseWriter, n int) bool {
			if n < 3 {
				panic(http.ErrAbortHandler)
			}
			return false
		}}, "zz9", 3, ""},
		{"its tokens are no good", &login{refresh: "zz9", rejects: true}, "zz9", 1, "m.reqon:3:5: Fetch: GET URL/x: 401 Unauthorized"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := rttest.ServeInMemory(tc.api)
				defer server.Close()
				options := rt.Options{Credentials: map[string]rt.Credential{"Api": oauth(server, "", tc.refresh)}}
				result := against(t, server, options, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
					var first error
					var group errgroup.Group
					loop := s.ParallelLoop(at, rt.KeepGoing)
					for i := range 20 {
						group.Go(func() error {
							return loop.Do(ctx, i, parse(t, "1"), func(s *rt.Strand) error {
								_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"})
								if i == 0 {
									first = err
								}
								return err
							})
						})
					}
					return errors.Join(loop.End(ctx, group.Wait()), first)
				})
				got := ""
				if result.Err != nil {
					got = result.Err.Error()
				}
				if want := strings.ReplaceAll(tc.want, "URL", server.URL); got != want {
					t.Errorf("got %s\nwant %s", got, want)
				}
				if n := len(server.Requests().To("/token")); n > tc.most {
					t.Errorf("the token endpoint was asked %d times", n)
				}
			})
		})
	}
}

// TestRefreshOutlivesItsRequest: a refresh whose request is cancelled is not
// torn: its tokens are kept.
func TestRefreshOutlivesItsRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &login{refresh: "refresh-0"}
		server := rttest.ServeInMemory(api)
		defer server.Close()
		var saved rt.Credential
		options := rt.Options{
			Credentials:    map[string]rt.Credential{"Api": oauth(server, "", "refresh-0")},
			SaveCredential: func(_ string, c rt.Credential) error { saved = c; return nil },
			Timeout:        100 * time.Millisecond,
		}
		result := against(t, server, options, fetch.Config{}, get("/x"))
		if result.Status != rt.Cancelled || saved.RefreshToken != "refresh-1" || len(server.Requests().To("/x")) != 0 {
			t.Errorf("%s; saved %+v", result.Status, saved)
		}
	})
}

// TestSaveCredential: the file keeps what else is in it, and is for its owner.
func TestSaveCredential(t *testing.T) {
	path := filepath.Join(t.TempDir(), "credentials.json")
	const before = `{
  "Other": { "type": "bearer", "token": "$OTHER" },
  "Api": { "type": "oauth2", "clientId": "me", "clientSecret": "${SECRET}", "token": "$OLD" }
}`
	if err := os.WriteFile(path, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	cred := rt.Credential{Type: "oauth2", Token: "new$1", RefreshToken: "r", ClientSecret: "plain", Expires: "2030-01-01T00:00:00Z"}
	if err := fetch.SaveCredential(path, "Api", cred); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(path)
	info, _ := os.Stat(path)
	if info.Mode().Perm() != 0o600 || strings.Contains(string(data), "plain") || !strings.Contains(string(data), "$OTHER") {
		t.Errorf("%v\n%s", info.Mode(), data)
	}
	got, err := fetch.LoadCredentials(data, env("OTHER", "o", "SECRET", "plain", "OLD", "x"))
	want := rt.Credential{Type: "oauth2", Token: "new$1", RefreshToken: "r", ClientID: "me", ClientSecret: "plain", Expires: "2030-01-01T00:00:00Z"}
	if err != nil || got["Api"] != want || got["Other"].Token != "o" {
		t.Errorf("%+v, %v", got, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := fetch.SaveCredential(filepath.Join(t.TempDir(), "none"), "Api", cred); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}
