package fetch

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/reqongen/reqongen/rt"
)

// A base is the URL that the paths of a source are joined to.
type base struct {
	url    string  // without its query and without a slash at its end
	parsed url.URL // that
	query  string  // "" where it has none
	origin origin
}

// An origin is what credentials are for: scheme, host and port.
type origin struct{ scheme, host, port string }

func originOf(u *url.URL) origin {
	o := origin{strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()}
	if o.port == "" {
		switch o.scheme {
		case "http":
			o.port = "80"
		case "https":
			o.port = "443"
		}
	}
	return o
}

// Variable is the name of the environment variable that says something of a
// source: REQON_, the source's name in upper case with _ for whatever is no
// ASCII letter or digit, and the suffix. QuickBooks has REQON_QUICKBOOKS_TOKEN,
// my_api REQON_MY_API_TOKEN.
func Variable(source, suffix string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return '_'
	}, source)
	return "REQON_" + name + "_" + suffix
}

// resolveBase takes the first that is given: the option for this source, the
// option for all, the environment, the mission's text.
func resolveBase(run *rt.Run, c Config, problem func(string, ...any)) base {
	variables := []string{Variable(c.Name, "BASE")}
	if c.Name == "default" {
		variables = []string{"REQON_BASE", variables[0]}
	}
	type setting struct{ from, text string }
	settings := []setting{
		{"--base " + c.Name + "=", run.Options().Bases[c.Name]},
		{"--base ", run.Options().Bases[""]},
	}
	for _, name := range variables {
		text, _ := run.LookupEnv(name)
		settings = append(settings, setting{name + "=", text})
	}
	settings = append(settings, setting{"base: ", c.Base})
	for _, s := range settings {
		text := strings.TrimSpace(s.text)
		if text == "" {
			continue
		}
		b, err := parseBase(text)
		if err != nil {
			hideUser(run, text)
			problem("has no usable base: %s%s %v", s.from, text, err)
		}
		return b
	}
	written := "or write `base: \"https://…\"` in the source"
	if c.At == "" {
		written = "or declare a source with a base in the mission"
	}
	problem("has no base: give --base %s=https://…, set %s, %s", c.Name, variables[0], written)
	return base{}
}

func parseBase(text string) (base, error) {
	if _, found := userOf(text); found {
		return base{}, errors.New("holds a user name; give it as credentials (--auth FILE, or the environment)")
	}
	u, err := url.Parse(text)
	var parse *url.Error
	switch {
	case err != nil && strings.Contains(text, "@"): // what is wrong may be the password
		return base{}, errors.New("is no URL")
	case errors.As(err, &parse):
		return base{}, fmt.Errorf("is no URL: %w", parse.Err)
	case !isHTTP(u.Scheme) || u.Host == "":
		return base{}, errors.New("is no URL that begins with https:// or http:// and names a host")
	case u.Hostname() == "":
		return base{}, errors.New("names no host")
	case u.Fragment != "":
		return base{}, errors.New("has a #, which is never sent")
	}
	text, query, _ := strings.Cut(text, "?")
	front, path := splitOrigin(text)
	b := base{url: front + strings.TrimRight(escape(path), "/"), query: escape(query), origin: originOf(u)}
	if u, err = url.Parse(b.url); err != nil {
		return base{}, errors.New("is no URL")
	}
	b.parsed = *u
	return b, nil
}

// userOf is the user name and password in a URL, also in one that is too wrong
// to be parsed: they must not be told with it.
func userOf(text string) (user string, found bool) {
	_, rest, _ := strings.Cut(text, "://")
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	at := strings.LastIndexByte(rest, '@')
	return rest[:max(at, 0)], at >= 0
}

// hideUser has the run keep secret what may be a user name and a password in a
// text that is no URL to be used: all before its last @, for a password may
// hold anything there.
func hideUser(run *rt.Run, text string) {
	if _, rest, found := strings.Cut(text, "://"); found {
		text = rest
	}
	at := strings.LastIndexByte(text, '@')
	if at < 0 {
		return
	}
	run.Secret(text[:at])
	if _, password, found := strings.Cut(text[:at], ":"); found {
		run.Secret(password)
	}
}

func isHTTP(scheme string) bool {
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}

// join puts a path behind the base with exactly one slash. An empty path is the
// base itself.
func (b base) join(path string) string {
	if path == "" {
		return b.url
	}
	return b.url + "/" + strings.TrimLeft(path, "/")
}

// joined is what join gives as a parsed URL, without parsing it again; nothing
// where the path has to be looked at closely.
func (b *base) joined(path string) (u url.URL, ok bool) {
	if path == "" {
		return url.URL{}, false
	}
	for i := range len(path) {
		if c := path[i]; !isUnreserved(c) && c != '/' {
			return url.URL{}, false
		}
	}
	u = b.parsed
	if path[0] != '/' || strings.HasPrefix(path, "//") {
		path = "/" + strings.TrimLeft(path, "/")
	}
	u.Path += path
	if u.RawPath != "" {
		u.RawPath += path
	}
	return u, true
}

// isUnreserved tells a character that means itself wherever it stands in a URL
// (RFC 3986, §2.3).
func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

// splitOrigin divides a URL without a query before its path.
func splitOrigin(text string) (front, path string) {
	start := strings.Index(text, "://") + len("://")
	if slash := strings.IndexByte(text[start:], '/'); slash >= 0 {
		return text[:start+slash], text[start+slash:]
	}
	return text, ""
}

// escape escapes what cannot stand in a path or a query, and leaves alone what
// is escaped already. A space would end the request's line; one such character
// in a path would make net/url escape the path anew, and a slash that belongs
// to a segment would divide it.
func escape(text string) string {
	for i := range len(text) {
		if !inURL(text[i]) {
			return escapeFrom(text, i)
		}
	}
	return text
}

func escapeFrom(text string, start int) string {
	var b strings.Builder
	b.WriteString(text[:start])
	for i := start; i < len(text); i++ {
		if c := text[i]; inURL(c) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func inURL(c byte) bool {
	return c > ' ' && c < 0x7f && !strings.ContainsRune("\"<>\\^`{|}", rune(c))
}

// isAbsolute tells a URL from a path: it has a scheme.
func isAbsolute(path string) bool {
	i := strings.Index(path, "://")
	return i > 0 && !strings.ContainsAny(path[:i], "/?#")
}
