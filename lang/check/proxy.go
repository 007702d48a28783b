package check

import (
	"net/url"
	"strings"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

const (
	proxyHint        = `write proxy: "http://proxy.example.com:3128"`
	proxyCredentials = "put them into the URL, and that into the environment: proxy: \"${PROXY_URL}\""
)

// proxies are what the requests of a source go through: one, or a pool.
func (m *mission) proxies(w where, o *syntax.Option) []plan.Proxy {
	list, ok := o.Value.(*syntax.Array)
	if !ok {
		return []plan.Proxy{m.proxy(w, o, o.Value)}
	}
	if len(list.Elems) == 0 {
		m.report(codeOptionType, list.Span(), "leave it out, and the proxy is the environment's", "proxy names none")
	}
	pool := make([]plan.Proxy, len(list.Elems))
	for i, e := range list.Elems {
		pool[i] = m.proxy(w, o, e)
	}
	return pool
}

// proxy is a URL, or an object with one and the limits of what goes through it.
func (m *mission) proxy(w where, o *syntax.Option, value syntax.Expr) plan.Proxy {
	list, ok := m.written(o, value)
	if !ok {
		return plan.Proxy{URL: m.proxyURL(w, value)}
	}
	options := m.optionList(optionsOfProxy, list)
	p := plan.Proxy{URL: lost(value.Span())}
	if o := options["url"]; o != nil {
		p.URL = m.proxyURL(w, o.Value)
	} else {
		m.report(codeOptionMissing, value.Span(), `write { url: "http://proxy.example.com:3128" }`, "the proxy says no url")
	}
	if o := options["requestsPerMinute"]; o != nil {
		p.RequestsPerMinute = m.count(w, o.Value, "requestsPerMinute")
	}
	if o := options["concurrency"]; o != nil {
		p.Concurrency = m.count(w, o.Value, "concurrency")
	}
	return p
}

func (m *mission) proxyURL(w where, e syntax.Expr) plan.Expr {
	x := m.expr(w, e)
	if m.never(x, builtin.String) {
		m.report(codeOptionType, x.At(), proxyHint, "a proxy is a URL, not %s", m.describe(x))
		return x
	}
	if writesSecret(x) {
		m.report(codeBase, x.At(), proxyCredentials, "credentials do not belong into the mission's text")
		return x
	}
	l, ok := x.(*plan.Literal)
	if !ok {
		return x
	}
	text := l.Value.(string)
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || strings.ContainsAny(text, " \t\n"):
		hint := proxyHint
		if !strings.Contains(text, "://") && !strings.ContainsAny(text, " \t\n") && strings.Contains(text, ":") {
			hint = `write "http://` + text + `"`
		}
		m.report(codeBase, l.Span, hint, "%s is no URL", quote(text))
	case u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "socks5":
		m.report(codeBase, l.Span, proxyHint, "a proxy is an http, https or socks5 URL, not one of %q", u.Scheme)
	}
	return x
}

// userOf is the user name and password in a URL; what is inserted in them is a
// NUL.
func userOf(x plan.Expr) (user string, found bool) {
	text := ""
	switch x := x.(type) {
	case *plan.Literal:
		text, _ = x.Value.(string)
	case *plan.Template:
		for _, part := range x.Parts {
			if part.Value != nil {
				part.Text = inserted
			}
			text += part.Text
		}
	}
	_, host, _ := strings.Cut(text, "://")
	if end := strings.IndexAny(host, "/?#"); end >= 0 {
		host = host[:end]
	}
	at := strings.LastIndexByte(host, '@')
	return host[:max(at, 0)], at >= 0
}

const inserted = "\x00"

// writesSecret tells a URL whose password is written out, or, where it has none,
// whose user name is: that may be a key.
func writesSecret(x plan.Expr) bool {
	user, found := userOf(x)
	if _, password, has := strings.Cut(user, ":"); has {
		user = password
	}
	return found && strings.Trim(user, inserted) != ""
}
