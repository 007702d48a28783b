// Package secret runs a mission whose credentials of every kind are canaries,
// against a server that repeats whatever it is sent, in every way in which a
// program has something to say: no canary is in any of it, in no form.
package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/golden/internal/casebuild"
	"github.com/reqongen/reqongen/rt/rttest"
)

// canary is a secret that looks different in a URL, in quotes and as base64.
func canary(kind string) string { return "cAn4ry/" + kind + `"+ ü&x` }

// kinds are where secrets come from.
var kinds = []string{
	"bearer", "basic", "header", "query", "access", "refresh", "client", "refused", "token-url", "proxy", "lost", "file", "base",
	"collector",
}

// forms are the ways in which a secret may turn up in a text.
func forms(secret string) []string {
	inJSON, _ := json.Marshal(secret)
	inGo := strconv.Quote(secret)
	return []string{
		secret, string(inJSON[1 : len(inJSON)-1]), inGo[1 : len(inGo)-1],
		strings.ReplaceAll(secret, `"`, `\"`), strings.ReplaceAll(secret, `"`, "&#34;"),
		url.QueryEscape(secret), url.PathEscape(secret), strings.ToLower(url.QueryEscape(secret)), url.UserPassword("", secret).String()[1:],
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}
}

// all are the forms of every secret, by its kind.
func all() map[string][]string {
	found := map[string][]string{}
	for _, kind := range kinds {
		secret := canary(kind)
		found[kind] = append(forms(secret), "cAn4ry/"+kind, "cAn4ry%2F"+kind, "cAn4ry%2f"+kind)
		for _, user := range []string{"ada:", "me:"} {
			found[kind] = append(found[kind], base64.StdEncoding.EncodeToString([]byte(user+secret)))
		}
	}
	return found
}

// repeats answers with what it is sent, and with the secrets in every form.
func repeats(w http.ResponseWriter, r *http.Request) {
	header, _ := json.Marshal(r.Header)
	seen := fmt.Sprintf("%s %s %q", r.URL.RequestURI(), header, r.Header)
	_ = r.ParseForm()
	seen += fmt.Sprintf(" %v", r.Form)
	status, body := http.StatusForbidden, any(map[string]any{"error": seen, "items": []string{seen}})
	switch r.URL.Path {
	case "/token":
		if strings.Contains(r.Header.Get("Authorization")+seen, "refused") {
			status, body = http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": seen}
			break
		}
		status, body = http.StatusOK, map[string]any{"access_token": canary("access"), "token_type": "Bearer", "refresh_token": canary("refresh")}
	case "/ok":
		status, body = http.StatusOK, map[string]any{}
	case "/503":
		status = http.StatusServiceUnavailable
	case "/items":
		var items []string
		for _, kind := range kinds {
			if kind == "access" || kind == "base" || kind == "collector" { // of what a run does not know, nothing can be taken out
				continue
			}
			items = append(items, canary(kind))
		}
		status, body = http.StatusOK, map[string]any{"items": items}
	case "/cut": // within the secret
		status, body = http.StatusOK, strings.Repeat("x", 110)+canary("bearer")
	case "/text":
		w.WriteHeader(http.StatusConflict)
		_, _ = w.Write([]byte(strings.Repeat("x", 180) + seen))
		return
	case "/invalid":
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{" + seen))
		return
	case "/redirect":
		w.Header().Set("Location", "http://%zz/?"+r.URL.RawQuery)
		w.WriteHeader(http.StatusFound)
		return
	case "/drop":
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func TestNoSecretIsTold(t *testing.T) {
	program, err := casebuild.BuildFollowed(t.TempDir(), []string{"testdata/secrets"})
	if err != nil {
		t.Fatal(err)
	}
	server := rttest.Serve(http.HandlerFunc(repeats))
	defer server.Close()
	withUser := func(to, password string) string {
		u, _ := url.Parse(to)
		u.User = url.UserPassword("ada", password)
		return u.String()
	}
	collector := rttest.Serve(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer collector.Close()
	environment := []string{
		"NO_COLOR=1", "SERVER=" + server.URL,
		"REQON_BEARER_TOKEN=" + canary("bearer"),
		"REQON_BASIC_USERNAME=ada", "REQON_BASIC_PASSWORD=" + canary("basic"),
		"REQON_HEADER_API_KEY=" + canary("header"),
		"REFUSED=" + canary("refused"),
		"PROXY_URL=" + withUser(server.URL, canary("proxy")),
		"LOST_PROXY=" + withUser("http://127.0.0.1:1", canary("lost")),
	}
	tokenURL := server.URL + "/token?key=" + url.QueryEscape(canary("token-url"))
	credentials, _ := json.Marshal(map[string]any{
		"Query":   map[string]any{"type": "api_key", "apiKey": canary("query"), "query": "key"},
		"OAuth":   map[string]any{"type": "oauth2", "refreshToken": canary("refresh"), "clientId": "me", "clientSecret": canary("client"), "tokenUrl": tokenURL},
		"Refused": map[string]any{"type": "oauth2", "refreshToken": "$REFUSED", "clientId": "me", "clientSecret": canary("client"), "tokenUrl": tokenURL},
		"File":    map[string]any{"type": "bearer", "token": canary("file")},
	})
	text := string(credentials)
	for _, tc := range []struct {
		name string
		args []string
		file string // the credentials
		env  []string
		exit int
		says string
	}{
		{name: "as it is", exit: 4, says: "[redacted]"},
		{name: "text logs", args: []string{"--log-level=debug"}, exit: 4, says: "[redacted]"},
		{name: "JSON logs", args: []string{"--log-level=debug", "--log-format=json"}, exit: 4, says: "[redacted]"},
		{name: "quiet", args: []string{"--quiet"}, exit: 4, says: "[redacted]"},
		{name: "stores", args: []string{"--output=-"}, exit: 4, says: `"failures"`},
		{name: "stores in a folder", args: []string{"--output=out", "--allow-partial"}, says: "[redacted]"},
		{name: "a report", args: []string{"--report=report.json"}, exit: 4, says: "report.json\n{"},
		{name: "figures", args: []string{"--metrics-file=run.prom"}, exit: 4, says: "reqon_requests{"},
		{name: "traces and metrics", env: followed(collector.URL), exit: 4, says: "mission Secrets"},
		{name: "no collector", env: followed("http://127.0.0.1:1"), exit: 4, says: "nobody takes what this run tells"},
		{name: "a collector that is none", env: followed(server.URL + "/text"), exit: 4, says: "nobody takes what this run tells"},
		{name: "headers that are none", env: append(followed(collector.URL), "OTEL_EXPORTER_OTLP_TRACES_HEADERS=authorization="+canary("collector")+"%zz"), exit: 4, says: "TRACES_HEADERS wants"},
		{name: "an endpoint that is none", env: append(followed(collector.URL), "OTEL_EXPORTER_OTLP_ENDPOINT=ada:"+canary("collector")+"@host"), exit: 4, says: "OTLP_ENDPOINT is no URL"},
		{name: "dry run", args: []string{"--dry-run", "--log-level=debug"}, exit: 4, says: "GET "},
		{name: "faults", args: []string{"--chaos=7", "--log-level=debug"}, exit: 4, says: "[redacted]"},
		{name: "out of time", args: []string{"--timeout=1ms", "--log-level=debug"}, exit: 1},
		{name: "help", args: []string{"--help"}, says: "REQON_BEARER_TOKEN"},
		{name: "version", args: []string{"--version"}, says: "Secrets"},
		{name: "a base with a user", args: []string{"--base=Bearer=" + withUser("http://api.localhost", canary("base"))}, exit: 3, says: "[redacted]"},
		{name: "a base with a user and no scheme", args: []string{"--base=Bearer=ada:" + canary("base") + "@api"}, exit: 3},
		{name: "a base of no source", args: []string{"--base=Baerer=" + withUser("http://api.localhost", canary("base"))}, exit: 3, says: "Baerer"},
		{name: "a base of the environment", env: []string{"REQON_BEARER_BASE=http://ada:" + canary("base") + "@api%"}, exit: 3, says: "[redacted]"},
		{name: "credentials that would go unencrypted", args: []string{"--base=http://api.example"}, exit: 3, says: "unencrypted"},
		{name: "broken credentials", file: text[:len(text)-3], exit: 3, says: "--auth"},
		{name: "no credentials", file: canary("file"), exit: 3, says: "--auth"},
		{name: "an array of credentials", file: "[" + text + "]", exit: 3, says: "--auth"},
		{name: "credentials of no source", file: strings.Replace(text, `"File"`, `"Fiel"`, 1), exit: 3},
		{name: "credentials of another type", file: strings.Replace(text, `"bearer"`, strconv.Quote("b")+`,"x":`+string(must(json.Marshal(canary("file")))), 1), exit: 3, says: "File"},
		{name: "a proxy that is none", env: []string{"PROXY_URL=ftp://ada:" + canary("proxy") + "@host"}, exit: 3, says: "proxy"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			if tc.file == "" {
				tc.file = text
			}
			auth := filepath.Join(dir, "credentials.json")
			if err := os.WriteFile(auth, []byte(tc.file), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(program, append([]string{"testdata/secrets", "--auth=" + auth, "--state-dir=" + filepath.Join(dir, "state")}, tc.args...)...)
			cmd.Dir = dir
			cmd.Env = append(append(environment[:len(environment):len(environment)], "HOME="+dir), tc.env...)
			var told bytes.Buffer
			cmd.Stdout, cmd.Stderr = &told, &told
			var exit *exec.ExitError
			if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			}
			if code := cmd.ProcessState.ExitCode(); code != tc.exit {
				t.Errorf("it exits with %d, want %d:\n%s", code, tc.exit, told.String())
			}
			produced := told.String() + written(t, dir, auth)
			if slices.ContainsFunc(tc.env, func(variable string) bool { return strings.HasSuffix(variable, collector.URL) }) {
				for _, r := range collector.Requests() { // strings stand in it as they are
					produced += "\n" + r.Body
				}
			}
			if !strings.Contains(produced, tc.says) {
				t.Errorf("%q is not told: the test looks at the wrong things:\n%s", tc.says, produced)
			}
			if i := strings.Index(produced, "cAn4"); i >= 0 {
				t.Errorf("a part of a secret is told: …%s…", produced[max(0, i-150):min(len(produced), i+100)])
			}
			for kind, forms := range all() {
				for _, form := range forms {
					if i := strings.Index(produced, form); i >= 0 {
						t.Errorf("the secret %s is told as %s: …%s…", kind, form, produced[max(0, i-150):min(len(produced), i+100)])
						break
					}
				}
			}
		})
	}
	for _, kind := range kinds {
		if kind == "base" || kind == "lost" { // that no server is to see
			continue
		}
		if !wasSent(slices.Concat(server.Requests(), collector.Requests()), canary(kind)) {
			t.Errorf("the secret %s never reached the server", kind)
		}
	}
}

// followed are the variables that have the collector told, with a secret for it.
func followed(collector string) []string {
	return []string{
		"OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20" + url.PathEscape(canary("collector")),
		"OTEL_EXPORTER_OTLP_ENDPOINT=" + collector,
	}
}

func must(data []byte, _ error) []byte { return data }

// written is all that a program has written into files besides the credentials.
func written(t *testing.T, dir, auth string) string {
	t.Helper()
	text := ""
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path == auth {
			return err
		}
		data, err := os.ReadFile(path)
		text += "\n" + path + "\n" + string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// wasSent tells whether some request carried the secret.
func wasSent(requests rttest.Requests, secret string) bool {
	for _, r := range requests {
		query, _ := url.ParseQuery(r.Query)
		form, _ := url.ParseQuery(r.Body)
		places := []string{r.Header.Get("X-Api-Key"), r.Header.Get("Authorization"), query.Get("key")}
		for _, values := range form {
			places = append(places, values...)
		}
		for _, name := range []string{"Authorization", "Proxy-Authorization"} {
			basic, _ := strings.CutPrefix(r.Header.Get(name), "Basic ")
			pair, _ := base64.StdEncoding.DecodeString(basic)
			unescaped, _ := url.QueryUnescape(string(pair))
			places = append(places, string(pair), unescaped)
		}
		for _, place := range places {
			if strings.Contains(place, secret) {
				return true
			}
		}
	}
	return false
}
