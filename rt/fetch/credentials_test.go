package fetch_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
)

func TestLoadCredentials(t *testing.T) {
	got, err := fetch.LoadCredentials([]byte("\ufeff"+`{
  "Stripe": { "type": "bearer", "token": "$TOKEN" },
  "Xero": { "type": "basic", "username": "${USER_NAME}@x", "password": "pa$$w$ 1$" },
  "Maps": { "apiKey": "${MISSING:-k}${EMPTY:-e}${EMPTY}", "query": "key", "header": "" },
  "Open": {}
}
`), env("TOKEN", "t$TOKEN", "USER_NAME", "ada", "EMPTY", ""))
	want := map[string]rt.Credential{
		"Stripe": {Type: "bearer", Token: "t$TOKEN"},
		"Xero":   {Type: "basic", Username: "ada@x", Password: "pa$w$ 1$"},
		"Maps":   {APIKey: "ke", Query: "key"},
		"Open":   {},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestLoadCredentialsMistakes(t *testing.T) {
	for _, tc := range []struct {
		name string
		file string
		want []string
	}{
		{
			"several", `{
  "Stripe": { "tokn": "canary", "type": "baerer",
              "token": "$STRIPE_TOKEN" },
  "Xéro": { "password": 7, "username": [ { "a": [] } ], "token": "${A" },
  "Maps": "canary",
  "Maps": { "apiKey": "${}" }
}`,
			[]string{
				`2:15: Stripe has the unknown field "tokn"; type, token, username, password, apiKey, header, query, refreshToken, clientId, clientSecret, tokenUrl, scope and expires are known`,
				`2:41: Stripe has the unknown type "baerer"; none, bearer, basic, api_key, oauth2 are known`,
				`3:24: token of Stripe wants the environment variable STRIPE_TOKEN, which is not set`,
				`4:25: password of Xéro wants text`,
				`4:40: username of Xéro wants text`,
				`4:66: token of Xéro has a ${ without its }`,
				`5:11: Maps wants an object such as { "type": "bearer", "token": "$TOKEN" }`,
				`6:23: apiKey of Maps wants the name of a variable between ${ and }`,
			},
		},
		{"names of OAuth 2 itself", `{ "A": { "token_url": "https://a.example.com", "Client-ID": "c" } }`, []string{
			`1:10: A has the unknown field "token_url": write tokenUrl`,
			`1:48: A has the unknown field "Client-ID": write clientId`,
		}},
		{"twice", "{ \"A\": {},\n  \"A\": {} }", []string{"2:3: A comes twice"}},
		{"no object", ` ["A"]`, []string{`1:2: credentials want an object such as { "Stripe": { "type": "bearer", "token": "$STRIPE_TOKEN" } }`}},
		{"no json", "{\n  \"A\": { token: \"x\" }\n}", []string{`2:10: 't' where a key is wanted`}},
		{"a comma too many", "{ \"A\": {}, }", []string{`1:12: '}' where a key is wanted`}},
		{"too short", "{ \"A\": {", []string{"1:9: end of document where a key is wanted"}},
		{"empty", "", []string{"1:1: the document ends where a value is wanted"}},
		{"too long", "{}\n{}", []string{"2:1: '{' after the end of the document"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := fetch.LoadCredentials([]byte(tc.file), env())
			var wrong *fetch.CredentialsError
			if !errors.As(err, &wrong) || got != nil {
				t.Fatalf("%v, %v", got, err)
			}
			if diff := cmp.Diff(tc.want, wrong.Problems); diff != "" {
				t.Error(diff)
			}
		})
	}
}
