package fetch_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
)

func TestVariable(t *testing.T) {
	for source, want := range map[string]string{
		"QuickBooks": "REQON_QUICKBOOKS_TOKEN",
		"my_api":     "REQON_MY_API_TOKEN",
		"api-2":      "REQON_API_2_TOKEN",
		"größe":      "REQON_GR__E_TOKEN",
		"default":    "REQON_DEFAULT_TOKEN",
	} {
		if got := fetch.Variable(source, "TOKEN"); got != want {
			t.Errorf("%s: %s; want %s", source, got, want)
		}
	}
}

// TestBase is where a base comes from, in order.
func TestBase(t *testing.T) {
	for _, tc := range []struct {
		name    string
		source  string
		options rt.Options
		written string
		want    string // the path behind the server's URL
	}{
		{"written", "Api", rt.Options{}, "URL/written", "/written/x"},
		{"environment", "Api", rt.Options{Env: env("REQON_API_BASE", "URL/env")}, "URL/written", "/env/x"},
		{"empty environment", "Api", rt.Options{Env: env("REQON_API_BASE", "")}, "URL/written", "/written/x"},
		{"another source's", "Api", rt.Options{Env: env("REQON_BASE", "URL/env")}, "URL/written", "/written/x"},
		{"every source", "Api", rt.Options{Bases: map[string]string{"": "URL/all"}, Env: env("REQON_API_BASE", "URL/env")}, "URL/written", "/all/x"},
		{"this source", "Api", rt.Options{Bases: map[string]string{"": "URL/all", "Api": "URL/one"}}, "URL/written", "/one/x"},
		{"the default", "default", rt.Options{Env: env("REQON_BASE", "URL/env", "REQON_DEFAULT_BASE", "URL/no")}, "", "/env/x"},
		{"the default by its name", "default", rt.Options{Env: env("REQON_DEFAULT_BASE", "URL/env")}, "", "/env/x"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			server := serve(t, echo)
			for name := range tc.options.Bases {
				tc.options.Bases[name] = strings.Replace(tc.options.Bases[name], "URL", server.URL, 1)
			}
			if lookup := tc.options.Env; lookup != nil {
				tc.options.Env = func(name string) (string, bool) {
					text, set := lookup(name)
					return strings.Replace(text, "URL", server.URL, 1), set
				}
			}
			config := fetch.Config{Name: tc.source, Base: strings.Replace(tc.written, "URL", server.URL, 1)}
			_, err := run(t.Context(), tc.options, config, get("/x"))
			if got := server.Requests().Lines(); err != nil || !cmp.Equal(got, []string{"GET " + tc.want}) {
				t.Errorf("%q, %v; want %s", got, err, tc.want)
			}
		})
	}
}

// get is an action that gets the paths, one after another.
func get(paths ...string) work {
	return func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		for _, path := range paths {
			if _, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: path, Retry: once}); err != nil {
				return err
			}
		}
		return nil
	}
}

// TestProblems are settings that are missing or wrong: each is told with the
// way out, and nothing is sent.
func TestProblems(t *testing.T) {
	const base = "https://api.example.com"
	for _, tc := range []struct {
		name    string
		config  fetch.Config
		options rt.Options
		want    string
	}{
		{
			"no base",
			fetch.Config{At: "m.reqon:2:3"},
			rt.Options{},
			"m.reqon:2:3: source Api has no base: give --base Api=https://…, set REQON_API_BASE, or write `base: \"https://…\"` in the source",
		},
		{
			"no base of the default",
			fetch.Config{Name: "default"},
			rt.Options{},
			"source default has no base: give --base default=https://…, set REQON_BASE, or declare a source with a base in the mission",
		},
		{
			"no scheme",
			fetch.Config{Base: "api.example.com"},
			rt.Options{},
			"source Api has no usable base: base: api.example.com is no URL that begins with https:// or http:// and names a host",
		},
		{
			"another scheme",
			fetch.Config{},
			rt.Options{Bases: map[string]string{"Api": "ftp://api.example.com"}},
			"source Api has no usable base: --base Api=ftp://api.example.com is no URL that begins with https:// or http:// and names a host",
		},
		{
			"no host",
			fetch.Config{},
			rt.Options{Env: env("REQON_API_BASE", "https://:8080/x")},
			"source Api has no usable base: REQON_API_BASE=https://:8080/x names no host",
		},
		{
			"no port",
			fetch.Config{},
			rt.Options{Bases: map[string]string{"": "https://api.example.com:http"}},
			`source Api has no usable base: --base https://api.example.com:http is no URL: invalid port ":http" after host`,
		},
		{
			"a fragment",
			fetch.Config{Base: base + "#x"},
			rt.Options{},
			"source Api has no usable base: base: https://api.example.com#x has a #, which is never sent",
		},
		{
			"a user",
			fetch.Config{Base: "https://ada:canary@api.example.com"},
			rt.Options{},
			"source Api has no usable base: base: https://[redacted]@api.example.com holds a user name; give it as credentials (--auth FILE, or the environment)",
		},
		{
			"a user in what is no URL",
			fetch.Config{Base: "https://ada:can%zzary@api.example.com"},
			rt.Options{},
			"source Api has no usable base: base: https://[redacted]@api.example.com holds a user name; give it as credentials (--auth FILE, or the environment)",
		},
		{
			"no token",
			fetch.Config{Base: base, Auth: "bearer", At: "m.reqon:2:3"},
			rt.Options{},
			`m.reqon:2:3: source Api wants a bearer token: set REQON_API_TOKEN, or give --auth FILE with { "Api": { "type": "bearer", "token": "…" } } in it`,
		},
		{
			"an empty token",
			fetch.Config{Base: base, Auth: "bearer"},
			rt.Options{Env: env("REQON_API_TOKEN", " ")},
			`source Api wants a bearer token: set REQON_API_TOKEN, or give --auth FILE with { "Api": { "type": "bearer", "token": "…" } } in it`,
		},
		{
			"credentials in the open",
			fetch.Config{Base: "http://api.test/v1", Auth: "bearer"},
			rt.Options{Env: env("REQON_API_TOKEN", "zz9")},
			`source Api has credentials, and its base http://api.test/v1 would have them go unencrypted over the network: write https://, or insecure: true in the source for development`,
		},
		{
			"no token endpoint",
			fetch.Config{Base: base, Auth: "oauth2"},
			rt.Options{Env: env("REQON_API_REFRESH_TOKEN", "zz9")},
			`source Api wants the URL of its token endpoint, tokenUrl in --auth FILE or REQON_API_TOKEN_URL: there is none`,
		},
		{
			"a token endpoint in the open",
			fetch.Config{Base: base, Auth: "oauth2"},
			rt.Options{Env: env("REQON_API_REFRESH_TOKEN", "zz9", "REQON_API_TOKEN_URL", "http://login.test/token")},
			`source Api wants the URL of its token endpoint, tokenUrl in --auth FILE or REQON_API_TOKEN_URL: it begins with http://, and the secrets would go unencrypted to login.test`,
		},
		{
			"no access token",
			fetch.Config{Base: base, Auth: "oauth2"},
			rt.Options{},
			`source Api wants an OAuth 2 access token, or what gets one (refreshToken, or clientId and clientSecret, with tokenUrl): set REQON_API_TOKEN, or give --auth FILE with { "Api": { "type": "oauth2", "token": "…" } } in it`,
		},
		{
			"neither user nor password",
			fetch.Config{Base: base, Auth: "basic"},
			rt.Options{},
			`source Api wants a user name and a password: set REQON_API_USERNAME and REQON_API_PASSWORD, or give --auth FILE with { "Api": { "type": "basic", "username": "…", "password": "…" } } in it`,
		},
		{
			"no password",
			fetch.Config{Base: base, Auth: "basic"},
			rt.Options{Env: env("REQON_API_USERNAME", "ada")},
			`source Api wants a user name and a password: set REQON_API_PASSWORD, or give --auth FILE with { "Api": { "type": "basic", "username": "…", "password": "…" } } in it`,
		},
		{
			"no key",
			fetch.Config{Base: base, Auth: "api_key"},
			rt.Options{},
			`source Api wants an API key: set REQON_API_API_KEY, or give --auth FILE with { "Api": { "type": "api_key", "apiKey": "…" } } in it`,
		},
		{
			"unknown auth",
			fetch.Config{Base: base},
			rt.Options{Env: env("REQON_API_TYPE", "magic")},
			`source Api has the unknown auth "magic"; none, bearer, basic, api_key, oauth2 are known`,
		},
		{
			"a token in two lines",
			fetch.Config{Base: base, Auth: "bearer"},
			rt.Options{Env: env("REQON_API_TOKEN", "can\nary")},
			"source Api has credentials with a character that no header can carry, such as a line break",
		},
		{
			"a header in two lines",
			fetch.Config{Base: base, Headers: []fetch.Header{{Name: "X-Team", Value: "can\nary"}}},
			rt.Options{},
			"source Api has a header X-Team with a line break or another control character in it",
		},
		{
			"a key in no header",
			fetch.Config{Base: base},
			rt.Options{Credentials: map[string]rt.Credential{"Api": {APIKey: "canary", Header: "X Key"}}},
			`source Api has a header named "X Key", which is no name of a header; its API key was to go there`,
		},
		{
			"several at once",
			fetch.Config{Auth: "bearer", At: "m.reqon:2:3"},
			rt.Options{},
			"m.reqon:2:3: source Api has no base: give --base Api=https://…, set REQON_API_BASE, or write `base: \"https://…\"` in the source\n" +
				`m.reqon:2:3: source Api wants a bearer token: set REQON_API_TOKEN, or give --auth FILE with { "Api": { "type": "bearer", "token": "…" } } in it`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := run(t.Context(), tc.options, tc.config, func(context.Context, *rt.Strand, *fetch.Source) error {
				t.Error("the mission ran")
				return nil
			})
			var settings *rt.SettingsError
			if !errors.As(err, &settings) || err.Error() != tc.want {
				t.Errorf("\n got %v\nwant %s", err, tc.want)
			}
			if strings.Contains(err.Error(), "canary") {
				t.Error("a secret is told")
			}
		})
	}
}

// TestAuth is what credentials come to on the wire.
func TestAuth(t *testing.T) {
	type credentials = map[string]rt.Credential
	for _, tc := range []struct {
		name    string
		auth    string
		options rt.Options
		header  string // name=value
		query   string
	}{
		{"bearer", "bearer", rt.Options{Env: env("REQON_API_TOKEN", "t\n")}, "Authorization=Bearer t", ""},
		{"oauth2 with a token", "oauth2", rt.Options{Env: env("REQON_API_TOKEN", "t")}, "Authorization=Bearer t", ""},
		{"basic", "basic", rt.Options{Env: env("REQON_API_USERNAME", "ada", "REQON_API_PASSWORD", "p:w")}, "Authorization=Basic YWRhOnA6dw==", ""},
		{"basic, empty password", "basic", rt.Options{Env: env("REQON_API_USERNAME", "ada", "REQON_API_PASSWORD", "")}, "Authorization=Basic YWRhOg==", ""},
		{"api key", "api_key", rt.Options{Env: env("REQON_API_API_KEY", "k")}, "X-Api-Key=k", ""},
		{"api key in a header", "api_key", rt.Options{Credentials: credentials{"Api": {APIKey: "k", Header: "X-Team"}}}, "X-Team=k", ""},
		{"api key in the query", "api_key", rt.Options{Credentials: credentials{"Api": {APIKey: "k&", Query: "key"}}}, "Authorization=", "key=k%26"},
		{"options before environment", "bearer", rt.Options{Credentials: credentials{"Api": {Token: "o"}}, Env: env("REQON_API_TOKEN", "e")}, "Authorization=Bearer o", ""},
		{"environment fills in", "basic", rt.Options{Credentials: credentials{"Api": {Username: "ada"}}, Env: env("REQON_API_PASSWORD", "p")}, "Authorization=Basic YWRhOnA=", ""},
		{"type over the mission's", "oauth2", rt.Options{Env: env("REQON_API_TYPE", "api_key", "REQON_API_API_KEY", "k")}, "X-Api-Key=k", ""},
		{"type none", "bearer", rt.Options{Env: env("REQON_API_TYPE", "none", "REQON_API_TOKEN", "t")}, "Authorization=", ""},
		{"nothing written", "", rt.Options{Env: env("REQON_API_TOKEN", "t")}, "Authorization=Bearer t", ""},
		{"none written", "none", rt.Options{Env: env("REQON_API_TOKEN", "t")}, "Authorization=", ""},
		{"nothing at all", "", rt.Options{}, "Authorization=", ""},
		{"another source's", "", rt.Options{Credentials: credentials{"Other": {Token: "t"}}}, "Authorization=", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			server := serve(t, echo)
			result := against(t, server, tc.options, fetch.Config{Auth: tc.auth}, get("/x"))
			if result.Err != nil {
				t.Fatal(result.Err)
			}
			came := server.Requests()[0]
			name, want, _ := strings.Cut(tc.header, "=")
			if got := came.Header.Get(name); got != want || came.Query != tc.query {
				t.Errorf("%s: %q, query %q; want %q, %q", name, got, came.Query, want, tc.query)
			}
		})
	}
}

// TestRequestHeaderOverCredentials: what a request says itself is sent.
func TestRequestHeaderOverCredentials(t *testing.T) {
	server := serve(t, echo)
	options := rt.Options{Credentials: map[string]rt.Credential{"Api": {Token: "t"}}}
	against(t, server, options, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x", Headers: parse(t, `{"authorization": "Mine"}`)})
		return err
	})
	if got := server.Requests()[0].Header["Authorization"]; !cmp.Equal(got, []string{"Mine"}) {
		t.Errorf("%q", got)
	}
}
