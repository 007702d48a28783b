package check

import (
	"net/url"
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// Credentials that are written out in the mission's text are warned of: the
// text is committed, copied and shown, and they are the same for everyone who
// runs it (the language, §8).

// secretWords are names, without case and what parts words, of what is known to
// those alone who may use something.
var secretWords = map[string]bool{
	"authorization": true, "proxyauthorization": true, "cookie": true,
	"token": true, "accesstoken": true, "authtoken": true, "bearertoken": true, "refreshtoken": true, "privatetoken": true,
	"xauthtoken": true, "xaccesstoken": true, "xtoken": true,
	"apikey": true, "xapikey": true, "apisecret": true, "appsecret": true, "subscriptionkey": true, "ocpapimsubscriptionkey": true,
	"secret": true, "clientsecret": true, "password": true, "passwd": true, "privatekey": true,
}

func isSecretWord(name string) bool { return secretWords[strings.ToLower(bare(name))] }

// secretFields warns of credentials among the fields of an object that is
// written out: headers, params, a body. With a source it is one of its requests'
// headers.
func (m *mission) secretFields(x plan.Expr, of *plan.Source) {
	object, ok := x.(*plan.Object)
	if !ok {
		return
	}
	for _, f := range object.Fields {
		text, ok := writtenText(f.Value)
		if f.Spread || !ok || !isSecretWord(f.Name) {
			continue
		}
		hint := environmentHint(f.Name)
		scheme, credentials, _ := strings.Cut(strings.TrimSpace(text), " ")
		if kind := strings.ToLower(scheme); of != nil && credentials != "" && (kind == "bearer" || kind == "basic") {
			hint = "write auth: " + kind + " in the source"
			if !of.Implicit {
				hint += " " + of.Name
			}
			hint += ": it comes from --auth FILE or the environment when the mission runs"
		}
		m.tellSecret(f.Value.At(), f.Name, hint)
	}
}

// secretQuery warns of credentials in the query of a path that is written out.
func (m *mission) secretQuery(path plan.Expr) {
	text, _ := writtenText(path)
	_, query, _ := strings.Cut(text, "?")
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil && value != "" && isSecretWord(plain) {
			m.tellSecret(path.At(), plain, "write "+name+"="+environmentValue(plain)+": it comes from the environment when the mission runs")
		}
	}
}

// secretLet warns of credentials that a let binds.
func (m *mission) secretLet(name string, x plan.Expr) {
	if _, ok := writtenText(x); ok && isSecretWord(name) {
		m.tellSecret(x.At(), name, environmentHint(name))
	}
}

func (m *mission) tellSecret(at source.Span, name, hint string) {
	m.report(codeSecret, at, hint, "%s is written out here, and whoever reads the mission reads it", quote(name))
}

// writtenText is the text of a string that has some, none of it inserted.
func writtenText(x plan.Expr) (string, bool) {
	l, ok := x.(*plan.Literal)
	if !ok {
		return "", false
	}
	text, _ := l.Value.(string)
	return text, strings.TrimSpace(text) != ""
}

func environmentHint(name string) string {
	return `write "` + environmentValue(name) + `": it comes from the environment when the mission runs`
}

// environmentValue takes what is called so from the environment: ${API_KEY} for
// apiKey and api_key, ${X_API_KEY} for X-Api-Key.
func environmentValue(name string) string {
	var b strings.Builder
	lower := false // the letter before
	for _, r := range name {
		switch {
		case r == '-' || r == '_' || r == ' ' || r == '.':
			b.WriteByte('_')
		case 'A' <= r && r <= 'Z' && lower:
			b.WriteByte('_')
			b.WriteRune(r)
		default:
			b.WriteString(strings.ToUpper(string(r)))
		}
		lower = 'a' <= r && r <= 'z'
	}
	return "${" + b.String() + "}"
}
