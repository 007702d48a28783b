package fetch

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// encodeParams writes an object as a query, its fields in their order: an array
// repeats its key, null is left out, numbers and booleans are text.
func encodeParams(v value.Value) (string, error) {
	if v.IsNull() {
		return "", nil
	}
	if v.Kind() != value.KindObject {
		return "", errors.New("params want an object, and this is " + rt.Describe(v))
	}
	var b [128]byte // as a rule it is enough
	query, err := b[:0], error(nil)
	for key, field := range v.Fields() {
		if field.Kind() != value.KindArray {
			if query, err = appendParam(query, key, field); err != nil {
				return "", err
			}
			continue
		}
		for _, element := range field.Elems() {
			if query, err = appendParam(query, key, element); err != nil {
				return "", err
			}
		}
	}
	return string(query), nil
}

func appendParam(query []byte, key string, v value.Value) ([]byte, error) {
	switch v.Kind() {
	case value.KindNull:
		return query, nil
	case value.KindArray, value.KindObject:
		return nil, fmt.Errorf("the parameter %s wants text, a number, a boolean or an array of these, and holds %s", key, rt.Describe(v))
	}
	if len(query) > 0 {
		query = append(query, '&')
	}
	query = append(append(query, url.QueryEscape(key)...), '=')
	if v.Kind() == value.KindInt { // nothing in it wants escaping
		return value.AppendJSON(query, v), nil
	}
	return append(query, url.QueryEscape(v.String())...), nil
}

// mergeQuery puts the parameters behind the path's own query; where both have
// a key, the parameters' values are used.
func mergeQuery(query string, params value.Value, encoded string) string {
	if query == "" || encoded == "" {
		return query + encoded
	}
	kept := make([]string, 0, 4)
	for part := range strings.SplitSeq(query, "&") {
		key, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(key); err == nil {
			key = plain
		}
		if v, given := params.Lookup(key); !given || v.IsNull() {
			kept = append(kept, part)
		}
	}
	return strings.Join(append(kept, encoded), "&")
}

// joinQuery puts two queries behind each other.
func joinQuery(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "&" + b
}

// withoutKey takes the parameters away that have the key of the other one: a
// link to the next page may repeat an API key.
func withoutKey(query, other string) string {
	key, _, _ := strings.Cut(other, "=")
	if !strings.Contains(query, key+"=") {
		return query
	}
	parts := slices.DeleteFunc(strings.Split(query, "&"), func(part string) bool { return strings.HasPrefix(part, key+"=") })
	return strings.Join(parts, "&")
}
