package value

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"testing"
)

func TestToString(t *testing.T) {
	for v, want := range map[string]string{
		`null`: `""`, `"a"`: `"a"`, `12`: `"12"`, `1.50`: `"1.5"`, `true`: `"true"`, `[1,"a"]`: `"[1,\"a\"]"`, `{"a":null}`: `"{\"a\":null}"`,
		`9007199254740993`: `"9007199254740993"`,
	} {
		unary("toString", (*Eval).ToString, v, want, ``).run(t)
	}
}

func TestToBoolean(t *testing.T) {
	for v, want := range map[string]string{
		`"true"`: `true`, `"YES"`: `true`, `" on "`: `true`, `"1"`: `true`, `"false"`: `false`, `"No"`: `false`, `"off"`: `false`, `"0"`: `false`,
		`""`: `false`, `" "`: `false`, `"maybe"`: `null`, `"2"`: `null`,
		`true`: `true`, `false`: `false`, `1`: `true`, `0`: `false`, `0.0`: `false`, `null`: `false`, `[]`: `true`, `{}`: `true`,
	} {
		unary("toBoolean", (*Eval).ToBoolean, v, want, ``).run(t)
	}
}

func TestToArray(t *testing.T) {
	for v, want := range map[string]string{
		`null`: `[]`, `[1]`: `[1]`, `[]`: `[]`, `1`: `[1]`, `"a"`: `["a"]`, `{"a":1}`: `[{"a":1}]`, `false`: `[false]`,
	} {
		unary("toArray", (*Eval).ToArray, v, want, ``).run(t)
	}
}

func TestCoalesce(t *testing.T) {
	runCalls(t, []call{
		with("coalesce", (*Eval).Coalesce, `"a"`, ``, `null`, `"a"`, `"b"`),
		with("coalesce", (*Eval).Coalesce, `0`, ``, `null`, `0`, `1`),
		with("coalesce", (*Eval).Coalesce, `false`, ``, `false`),
		with("coalesce", (*Eval).Coalesce, `null`, ``, `null`, `null`),
	})
}

func TestHash(t *testing.T) {
	hash := func(v string) string { return new(Eval).Hash(at, j(v)).String() }
	sum := func(text string) string {
		digest := sha256.Sum256([]byte(text))
		return hex.EncodeToString(digest[:])
	}
	if got := hash(`"abc"`); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" { // FIPS 180-2
		t.Errorf(`hash("abc") = %s`, got)
	}
	for v, text := range map[string]string{
		`""`: "", `null`: "", `12`: "12", `1.5`: "1.5", `{"b":1,"a":[1.0,{"d":1,"c":2}]}`: `{"a":[1,{"c":2,"d":1}],"b":1}`,
	} {
		if got := hash(v); got != sum(text) {
			t.Errorf("hash(%s) = %s, want that of %q", v, got, text)
		}
	}
	if hash(`[1]`) == hash(`[2]`) || hash(`{"a":1}`) == hash(`{"a":"1"}`) {
		t.Error("different values have the same hash")
	}
}

func TestUUIDAndGenerateID(t *testing.T) {
	var e Eval
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	id := regexp.MustCompile(`^[0-9a-f]{32}$`)
	seen := make(map[string]bool)
	var ids []string
	for range 1000 {
		u, g := e.UUID(at).String(), e.GenerateID(at).String()
		if !uuid.MatchString(u) || !id.MatchString(g) {
			t.Fatalf("uuid() = %s, generateId() = %s", u, g)
		}
		if seen[u] || seen[g] {
			t.Fatalf("%s or %s has come before", u, g)
		}
		seen[u], seen[g] = true, true
		ids = append(ids, g)
	}
	if !slices.IsSorted(ids) {
		t.Error("the results of generateId do not sort by time")
	}
	prefixed := regexp.MustCompile(`^inv_[0-9a-f]{32}$`)
	if got := e.GenerateID(at, String("inv")).String(); !prefixed.MatchString(got) {
		t.Errorf("generateId(\"inv\") = %s", got)
	}
	if got := e.GenerateID(at, Null).String(); !id.MatchString(got) {
		t.Errorf("generateId(null) = %s", got)
	}
	runCalls(t, []call{
		{"generateId([])", func(e *Eval) Value { return e.GenerateID(at, j(`[]`)) }, ``, `generateId wants a string, not an array`},
	})
}
