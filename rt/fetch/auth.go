package fetch

import (
	"encoding/base64"
	"errors"
	"net"
	"net/url"
	"strings"

	"github.com/reqongen/reqongen/rt"
)

// authTypes are the ways of authentication that a mission, a credentials file
// and REQON_{SOURCE}_TYPE may name.
var authTypes = []string{"none", "bearer", "basic", "api_key", "oauth2"}

// credentialSuffixes are those of the environment variables (see Variable) that
// hold what each way wants; "" is a source whose mission leaves the way open.
var credentialSuffixes = map[string][]string{
	"none":    {},
	"bearer":  {"TOKEN"},
	"basic":   {"USERNAME", "PASSWORD"},
	"api_key": {"API_KEY"},
	"oauth2":  {"TOKEN", "REFRESH_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "TOKEN_URL", "SCOPE"},
	"": {
		"TYPE", "TOKEN", "API_KEY", "USERNAME", "PASSWORD", "REFRESH_TOKEN", "CLIENT_ID", "CLIENT_SECRET",
		"TOKEN_URL", "SCOPE",
	},
}

// CredentialVariables are the names of the environment variables that hold a
// source's credentials, for the way of authentication that its mission says;
// "" is a mission that leaves it open.
func CredentialVariables(source, auth string) []string {
	var names []string
	for _, suffix := range credentialSuffixes[auth] {
		names = append(names, Variable(source, suffix))
	}
	return names
}

// credentialOf is the source's credential: what the options have, and for the
// rest what the environment has. emptyPassword tells one that is wanted so.
func credentialOf(run *rt.Run, source string) (cred rt.Credential, emptyPassword bool) {
	cred, emptyPassword = run.Options().Credentials[source]
	fields := map[string]*string{
		"TYPE": &cred.Type, "TOKEN": &cred.Token, "API_KEY": &cred.APIKey,
		"USERNAME": &cred.Username, "PASSWORD": &cred.Password,
		"REFRESH_TOKEN": &cred.RefreshToken, "CLIENT_ID": &cred.ClientID, "CLIENT_SECRET": &cred.ClientSecret,
		"TOKEN_URL": &cred.TokenURL, "SCOPE": &cred.Scope,
	}
	for _, suffix := range credentialSuffixes[""] {
		field := fields[suffix]
		if *field != "" {
			continue
		}
		set := false
		*field, set = run.LookupEnv(Variable(source, suffix))
		emptyPassword = emptyPassword || set && suffix == "PASSWORD"
	}
	cred.Token, cred.APIKey = strings.TrimSpace(cred.Token), strings.TrimSpace(cred.APIKey)
	return cred, emptyPassword
}

const defaultKeyHeader = "X-API-Key"

// authenticate finds the source's credentials and prepares what its requests
// carry: what the options have, then what the environment has. What kind they
// are is said by the options, the environment or the mission; where none does,
// by what is there.
func (src *Source) authenticate(c Config, problem func(string, ...any)) {
	cred, emptyPassword := credentialOf(src.run, c.Name)
	for _, secret := range []string{cred.Token, cred.APIKey, cred.Password, cred.RefreshToken, cred.ClientSecret} {
		src.run.Secret(secret)
	}
	if u, err := url.Parse(cred.TokenURL); err == nil { // some endpoints want a key there
		for _, values := range u.Query() {
			for _, secret := range values {
				src.run.Secret(secret)
			}
		}
	}

	kind := cred.Type
	if kind == "" {
		kind = c.Auth
	}
	if kind == "" {
		kind = kindOf(cred)
	}
	missing := func(what, example string, suffixes ...string) {
		var names []string
		for _, suffix := range suffixes {
			names = append(names, Variable(c.Name, suffix))
		}
		problem("wants %s: set %s, or give --auth FILE with { %q: %s } in it",
			what, strings.Join(names, " and "), c.Name, example)
	}
	switch kind {
	case "none":
	case "bearer":
		if cred.Token == "" {
			missing("a bearer token", `{ "type": "bearer", "token": "…" }`, "TOKEN")
			return
		}
		src.authorize("Bearer "+cred.Token, problem)
	case "oauth2":
		if !renewable(cred) {
			if cred.Token == "" {
				missing("an OAuth 2 access token, or what gets one (refreshToken, or clientId and clientSecret, with tokenUrl)", `{ "type": "oauth2", "token": "…" }`, "TOKEN")
				return
			}
			src.authorize("Bearer "+cred.Token, problem)
			return
		}
		if err := checkTokenURL(cred.TokenURL, src.insecure); err != nil {
			problem("wants the URL of its token endpoint, tokenUrl in --auth FILE or %s: %v", Variable(c.Name, "TOKEN_URL"), err)
			return
		}
		src.tokens = newTokens(src, cred)
	case "basic":
		var absent []string
		if cred.Username == "" {
			absent = append(absent, "USERNAME")
		}
		if cred.Password == "" && !emptyPassword {
			absent = append(absent, "PASSWORD")
		}
		if absent != nil {
			missing("a user name and a password", `{ "type": "basic", "username": "…", "password": "…" }`, absent...)
			return
		}
		pair := cred.Username + ":" + cred.Password
		src.run.Secret(pair)
		src.authorize("Basic "+base64.StdEncoding.EncodeToString([]byte(pair)), problem)
	case "api_key":
		if cred.APIKey == "" {
			missing("an API key", `{ "type": "api_key", "apiKey": "…" }`, "API_KEY")
			return
		}
		src.apiKey(cred, problem)
	default:
		problem("has the unknown auth %q; %s are known", kind, strings.Join(authTypes, ", "))
	}
}

// kindOf is the kind of the credentials that are there.
func kindOf(cred rt.Credential) string {
	switch {
	case renewable(cred):
		return "oauth2"
	case cred.Token != "":
		return "bearer"
	case cred.APIKey != "":
		return "api_key"
	case cred.Username != "":
		return "basic"
	}
	return "none"
}

func (src *Source) authorize(credentials string, problem func(string, ...any)) {
	src.credentialed = true
	if setHeader(src.own.base.header, "Authorization", credentials) != nil {
		problem("has credentials with a character that no header can carry, such as a line break")
	}
}

func (src *Source) apiKey(cred rt.Credential, problem func(string, ...any)) {
	if cred.Query != "" {
		src.query = url.QueryEscape(cred.Query) + "=" + url.QueryEscape(cred.APIKey)
		return
	}
	header := cred.Header
	if header == "" {
		header = defaultKeyHeader
	}
	src.credentialed = true
	if err := setHeader(src.own.base.header, header, cred.APIKey); err != nil {
		problem("%v; its API key was to go there", err)
	}
}

// checkTokenURL tells what is wrong with the URL that secrets are sent to.
func checkTokenURL(text string, insecure bool) error {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return errors.New("there is none")
	case err != nil || !isHTTP(u.Scheme) || u.Hostname() == "" || u.User != nil:
		return errors.New("that is no URL that begins with https:// and names a host")
	case isExposed(originOf(u)) && !insecure:
		return errors.New("it begins with http://, and the secrets would go unencrypted to " + u.Host)
	}
	return nil
}

// isExposed tells whether what is sent there can be read on the way.
func isExposed(o origin) bool {
	if o.scheme != "http" || o.host == "localhost" || strings.HasSuffix(o.host, ".localhost") {
		return false
	}
	ip := net.ParseIP(o.host)
	return ip == nil || !ip.IsLoopback()
}
