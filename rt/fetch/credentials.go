package fetch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// A CredentialsError is everything that is wrong with a file of credentials,
// each as "line:col: what": a caller puts the file's name and a colon before
// it. It tells nothing that may be secret.
type CredentialsError struct{ Problems []string }

// Error lists the problems, one a line.
func (e *CredentialsError) Error() string { return strings.Join(e.Problems, "\n") }

// LoadCredentials reads a file of credentials (the language, §13):
//
//	{ "Stripe": { "type": "bearer", "token": "$STRIPE_TOKEN" } }
//
// The fields are those of rt.Credential. In its texts $NAME and ${NAME} insert
// a variable, which must be set; ${NAME:-text} the text where it is unset or
// empty; $$ is a dollar sign, and so is one that no name follows. env looks a
// variable up. The error is a *CredentialsError.
func LoadCredentials(data []byte, env func(name string) (string, bool)) (map[string]rt.Credential, error) {
	data = bytes.TrimPrefix(data, byteOrderMark)
	var syntax *value.SyntaxError
	if _, err := value.Decode(data); errors.As(err, &syntax) {
		return nil, &CredentialsError{[]string{fmt.Sprintf("%d:%d: %s", syntax.Line, syntax.Col, syntax.Msg)}}
	}
	l := &loader{data: data, tokens: json.NewDecoder(bytes.NewReader(data)), env: env}
	found, err := l.file()
	if err != nil {
		l.problem("%v", err)
	}
	if l.problems != nil {
		return nil, &CredentialsError{l.problems}
	}
	return found, nil
}

// loader goes through the tokens of a file that is JSON, and knows where the
// last one stands: no decoder into Go types tells that.
type loader struct {
	data     []byte
	tokens   *json.Decoder
	start    int // of the last token, in bytes
	env      func(string) (string, bool)
	problems []string
}

// problem notes what is wrong at the last token.
func (l *loader) problem(format string, args ...any) {
	before := l.data[:l.start]
	line := 1 + bytes.Count(before, []byte("\n"))
	col := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	l.problems = append(l.problems, fmt.Sprintf("%d:%d: %s", line, col, fmt.Sprintf(format, args...)))
}

// token reads the next one. It stands behind space, commas and colons.
func (l *loader) token() (json.Token, error) {
	from := int(l.tokens.InputOffset())
	token, err := l.tokens.Token()
	l.start = from + len(l.data[from:]) - len(bytes.TrimLeft(l.data[from:], " \t\r\n,:"))
	return token, err
}

func (l *loader) file() (map[string]rt.Credential, error) {
	token, err := l.token()
	if err != nil {
		return nil, err
	}
	if token != json.Delim('{') {
		l.problem(`credentials want an object such as { "Stripe": { "type": "bearer", "token": "$STRIPE_TOKEN" } }`)
		return nil, nil
	}
	found := map[string]rt.Credential{}
	err = l.fields(func(source string) error {
		if _, twice := found[source]; twice {
			l.problem("%s comes twice", source)
		}
		token, err := l.token()
		if err != nil {
			return err
		}
		if token != json.Delim('{') {
			l.problem(`%s wants an object such as { "type": "bearer", "token": "$TOKEN" }`, source)
			return l.skip(token)
		}
		found[source], err = l.credential(source)
		return err
	})
	return found, err
}

// fields calls f for each key of an object, with its value still to be read.
func (l *loader) fields(f func(key string) error) error {
	for l.tokens.More() {
		token, err := l.token()
		if err != nil {
			return err
		}
		key, _ := token.(string) // the decoder lets nothing else be a key
		if err := f(key); err != nil {
			return err
		}
	}
	_, err := l.token()
	return err
}

// meantField says which field was meant: OAuth 2 itself writes token_url and
// client_id, and files of credentials are copied from its replies.
func meantField(key string, fields map[string]*string) string {
	plain := strings.NewReplacer("_", "", "-", "").Replace(key)
	for field := range fields {
		if strings.EqualFold(plain, field) {
			return ": write " + field
		}
	}
	return "; type, token, username, password, apiKey, header, query, refreshToken, clientId, clientSecret, tokenUrl, scope and expires are known"
}

func (l *loader) credential(source string) (rt.Credential, error) {
	var cred rt.Credential
	fields := map[string]*string{
		"type": &cred.Type, "token": &cred.Token, "username": &cred.Username, "password": &cred.Password,
		"apiKey": &cred.APIKey, "header": &cred.Header, "query": &cred.Query,
		"refreshToken": &cred.RefreshToken, "clientId": &cred.ClientID, "clientSecret": &cred.ClientSecret,
		"tokenUrl": &cred.TokenURL, "scope": &cred.Scope, "expires": &cred.Expires,
	}
	err := l.fields(func(key string) error {
		field := fields[key]
		if field == nil {
			l.problem("%s has the unknown field %q%s", source, key, meantField(key, fields))
			field = new(string)
		}
		token, err := l.token()
		if err != nil {
			return err
		}
		text, ok := token.(string)
		if !ok {
			l.problem("%s of %s wants text", key, source)
			return l.skip(token)
		}
		*field = l.expand(text, source, key)
		if key == "type" && !slices.Contains(authTypes, *field) {
			l.problem("%s has the unknown type %q; %s are known", source, *field, strings.Join(authTypes, ", "))
		}
		return nil
	})
	return cred, err
}

// skip reads the rest of a value whose first token was read.
func (l *loader) skip(token json.Token) error {
	depth := 0
	for {
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		var err error
		if token, err = l.token(); err != nil {
			return err
		}
	}
}

var variable = regexp.MustCompile(`\$(?:\$|([A-Za-z_][A-Za-z0-9_]*)|\{([^}]*)\}?)`)

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// expand inserts the variables of a text.
func (l *loader) expand(text, source, key string) string {
	return variable.ReplaceAllStringFunc(text, func(reference string) string {
		if reference == "$$" {
			return "$"
		}
		name, braced := strings.CutPrefix(reference[1:], "{")
		other, hasOther := "", false
		if braced {
			var closed bool
			if name, closed = strings.CutSuffix(name, "}"); !closed {
				l.problem("%s of %s has a ${ without its }", key, source)
				return ""
			}
			name, other, hasOther = strings.Cut(name, ":-")
		}
		if !variableName.MatchString(name) {
			l.problem("%s of %s wants the name of a variable between ${ and }", key, source)
			return ""
		}
		text, set := l.env(name)
		switch {
		case text != "":
			return text
		case hasOther:
			return other
		case !set:
			l.problem("%s of %s wants the environment variable %s, which is not set", key, source, name)
		}
		return ""
	})
}
