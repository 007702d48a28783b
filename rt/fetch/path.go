package fetch

import (
	"net/url"

	"github.com/google/uuid"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// Segment is {expr} in a path: the value escaped as one segment. Null, empty
// text, an array or object, and the dots that would leave the segment fail.
func Segment(s *rt.Strand, at value.Pos, v value.Value) string {
	text := inserted(s, at, v)
	if text == "." || text == ".." {
		s.Eval.Fail(at, "the path wants a value here that is one segment, and this is %s", rt.Describe(v))
		return ""
	}
	return url.PathEscape(text)
}

// Query is {expr} after the ? of a path: the value escaped for a query. What
// fails in a segment fails here, but for dots.
func Query(s *rt.Strand, at value.Pos, v value.Value) string {
	return url.QueryEscape(inserted(s, at, v))
}

func inserted(s *rt.Strand, at value.Pos, v value.Value) string {
	switch v.Kind() {
	case value.KindNull, value.KindArray, value.KindObject:
	default:
		if text := v.String(); text != "" {
			return text
		}
	}
	s.Eval.Fail(at, "the path wants text or a number here, and this is %s", rt.Describe(v))
	return ""
}

// Path is a path that is any expression: it must be text, and is used as it
// stands.
func Path(s *rt.Strand, at value.Pos, v value.Value) string {
	text, ok := v.Text()
	if !ok {
		s.Eval.Fail(at, "a path wants text, and this is %s", rt.Describe(v))
	}
	return text
}

// Statuses is the option allow: an array of statuses, or one.
func Statuses(s *rt.Strand, at value.Pos, v value.Value) []int {
	elements := v.Elems()
	if v.Kind() != value.KindArray {
		elements = []value.Value{v}
	}
	statuses := make([]int, 0, len(elements))
	for _, e := range elements {
		n, ok := e.AsInt()
		if !ok || n < 100 || n > 599 {
			s.Eval.Fail(at, "allow wants statuses from 100 to 599, and this is %s", rt.Describe(e))
			return nil
		}
		statuses = append(statuses, int(n))
	}
	return statuses
}

// IdempotencyKey is the option of that name: text or a whole number as it is,
// true for a key that is made up. It is asked for once for all that is sent of
// one request, by retry steps too. Null and false are none.
func IdempotencyKey(s *rt.Strand, at value.Pos, v value.Value) string {
	switch v.Kind() {
	case value.KindNull:
		return ""
	case value.KindBool:
		if !v.Truthy() {
			return ""
		}
		return uuid.NewString()
	case value.KindString:
		if text, _ := v.Text(); text != "" {
			return text
		}
	case value.KindInt, value.KindFloat:
		if _, whole := v.AsInt(); whole {
			return v.String()
		}
	}
	s.Eval.Fail(at, "idempotencyKey wants text, a whole number or true, and this is %s", rt.Describe(v))
	return ""
}
