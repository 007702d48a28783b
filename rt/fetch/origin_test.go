package fetch_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
)

// everything is a source with all that must not leave its origin.
func everything(base string) (rt.Options, fetch.Config) {
	options := rt.Options{Credentials: map[string]rt.Credential{"Api": {Type: "api_key", APIKey: "s3cret", Header: "X-Team-Key"}}}
	return options, fetch.Config{Base: base, Headers: []fetch.Header{
		{Name: "Authorization", Value: "Bearer s3cret"}, {Name: "X-Tenant", Value: "acme"},
	}}
}

// carried are the headers of a request that a source of everything adds.
func carried(r rttest.Request) string {
	var found []string
	for _, name := range []string{"Authorization", "X-Team-Key", "X-Tenant", "X-Own", "Cookie", "Referer"} {
		if text := r.Header.Get(name); text != "" {
			found = append(found, name+"="+text)
		}
	}
	return strings.Join(found, " ")
}

const own = "Authorization=Bearer s3cret X-Team-Key=s3cret X-Tenant=acme"

// TestAbsolute: a URL that is used as it stands carries what belongs to the
// source only where scheme, host and port are the base's own.
func TestAbsolute(t *testing.T) {
	home, other := serve(t, echo), serve(t, echo)
	port := home.URL[strings.LastIndexByte(home.URL, ':'):]
	for _, tc := range []struct{ url, want string }{
		{home.URL + "/x?a=1", own},
		{strings.ToUpper(home.URL[:4]) + home.URL[4:] + "/x", own},
		{other.URL + "/x", ""},
		{"http://localhost" + port + "/x", ""}, // the same server by another name
	} {
		options, config := everything(home.URL + "/v1?key=base")
		result, err := run(t.Context(), options, config, get(tc.url))
		if err != nil || result.Err != nil {
			t.Fatal(err, result.Err)
		}
		for _, server := range []*rttest.Server{home, other} {
			for _, came := range server.Requests() {
				if strings.Contains(came.Query, "key=base") {
					t.Errorf("%s: the query of the base went along", tc.url)
				}
			}
		}
		to := home
		if strings.HasPrefix(tc.url, other.URL) {
			to = other
		}
		all := to.Requests()
		if got := carried(all[len(all)-1]); got != tc.want {
			t.Errorf("%s carried %q; want %q", tc.url, got, tc.want)
		}
	}
}

// TestDefaultPorts: the default port may be written or not.
func TestDefaultPorts(t *testing.T) {
	for _, tc := range []struct {
		base, url string
		want      string
	}{
		{"http://api.test", "http://api.test:80/x", own},
		{"http://api.test:80", "http://API.test/x", own},
		{"http://api.test:8080", "http://api.test/x", ""},
		{"http://api.test", "http://sub.api.test/x", ""},
		{"http://api.test", "http://api.test.evil/x", ""},
	} {
		server := rttest.Serve(rttest.MustParse(echo))
		options, config := everything(tc.base)
		config.Insecure = true
		against(t, server, options, config, get(tc.url))
		if got := carried(server.Requests()[0]); got != tc.want {
			t.Errorf("base %s, %s carried %q; want %q", tc.base, tc.url, got, tc.want)
		}
		server.Close()
	}
}

// TestRedirects follows redirects as net/http does, and looks at what each hop
// carries.
func TestRedirects(t *testing.T) {
	other := rttest.Serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/back" {
			http.Redirect(w, r, r.URL.Query().Get("to"), http.StatusFound)
			return
		}
		_, _ = w.Write([]byte("other"))
	}))
	defer other.Close()
	home := rttest.Serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status := http.StatusFound
		switch r.URL.Path {
		case "/same":
			http.Redirect(w, r, "/end", status)
		case "/away":
			http.Redirect(w, r, other.URL+"/end", status)
		case "/there-and-back":
			http.Redirect(w, r, other.URL+"/back?to="+url.QueryEscape("http://"+r.Host+"/end"), status)
		case "/keep":
			http.Redirect(w, r, other.URL+"/end", http.StatusPermanentRedirect)
		case "/loop":
			http.Redirect(w, r, "/loop", status)
		case "/ftp":
			http.Redirect(w, r, "ftp://example.com/x", status)
		case "/nowhere":
			w.WriteHeader(status)
		default:
			_, _ = w.Write([]byte("home"))
		}
	}))
	defer home.Close()

	for _, tc := range []struct {
		method, path string
		want         string
		hops         []string // server, method, path and what it carried
	}{
		{"GET", "/same", `"home"`, []string{"home GET /same " + own, "home GET /end " + own}},
		{"GET", "/away", `"other"`, []string{"home GET /away " + own, "other GET /end "}},
		{"GET", "/there-and-back", `"home"`, []string{"home GET /there-and-back " + own, "other GET /back ", "home GET /end "}},
		{"POST", "/same", `"home"`, []string{"home POST /same {} " + own, "home GET /end " + own}},
		{"POST", "/keep", `"other"`, []string{"home POST /keep {} " + own, "other POST /end {} "}},
		{"GET", "/ftp", "302 Found", []string{"home GET /ftp " + own}},
		{"GET", "/nowhere", "302 Found", []string{"home GET /nowhere " + own}},
		{"GET", "/loop", "302 Found", slicesRepeat("home GET /loop "+own, 10)},
	} {
		t.Run(tc.method+tc.path, func(t *testing.T) {
			before := map[*rttest.Server]int{home: len(home.Requests()), other: len(other.Requests())}
			options, config := everything(home.URL)
			response := ""
			result, err := run(t.Context(), options, config, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
				r := fetch.Request{Method: tc.method, Path: tc.path}
				if tc.method == "POST" {
					r.Body = parse(t, "{}")
				}
				v, err := src.Send(ctx, s, at, r)
				response = asJSON(v)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if result.Err != nil {
				_, response, _ = strings.Cut(result.Err.Error(), tc.path+": ")
				response, _, _ = strings.Cut(response, ":")
			}
			if response != tc.want {
				t.Errorf("response %s, %v; want %s", response, result.Err, tc.want)
			}
			var hops []string
			for name, server := range map[string]*rttest.Server{"home": home, "other": other} {
				for _, came := range server.Requests()[before[server]:] {
					line, _, _ := strings.Cut(came.String(), "?")
					hops = append(hops, fmt.Sprintf("%d %s %s %s", came.Started.UnixNano(), name, line, carried(came)))
				}
			}
			if diff := cmp.Diff(tc.hops, inOrder(hops)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestRedirectToPlainHTTP: the same host without TLS is another origin.
func TestRedirectToPlainHTTP(t *testing.T) {
	plain := rttest.Serve(rttest.MustParse(echo))
	defer plain.Close()
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(plain.URL, "http://"))
	secure := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.1:"+port+"/end", http.StatusFound)
	}))
	defer secure.Close()
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // a test's own server
	defer transport.CloseIdleConnections()
	options, config := everything(secure.URL)
	options.Transport = transport
	if result, err := run(t.Context(), options, config, get("/x")); err != nil || result.Err != nil {
		t.Fatal(err, result.Err)
	}
	if got := carried(plain.Requests()[0]); got != "" {
		t.Errorf("carried %q", got)
	}
}
