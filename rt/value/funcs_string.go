package value

import (
	"math"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Lowercase is lowercase(s).
func (e *Eval) Lowercase(at Pos, s Value) Value {
	return e.mapText(at, "lowercase", s, strings.ToLower)
}

// Uppercase is uppercase(s).
func (e *Eval) Uppercase(at Pos, s Value) Value {
	return e.mapText(at, "uppercase", s, strings.ToUpper)
}

// Capitalize is capitalize(s): its first letter as a capital, the rest as it is.
func (e *Eval) Capitalize(at Pos, s Value) Value {
	return e.mapText(at, "capitalize", s, func(s string) string {
		r, size := utf8.DecodeRuneInString(s)
		if size == 0 {
			return s
		}
		return string(unicode.ToTitle(r)) + s[size:]
	})
}

// Trim is trim(s), without white space at both ends.
func (e *Eval) Trim(at Pos, s Value) Value { return e.mapText(at, "trim", s, strings.TrimSpace) }

// TrimStart is trimStart(s), without white space at the start.
func (e *Eval) TrimStart(at Pos, s Value) Value {
	return e.mapText(at, "trimStart", s, func(s string) string { return strings.TrimLeftFunc(s, unicode.IsSpace) })
}

// TrimEnd is trimEnd(s), without white space at the end.
func (e *Eval) TrimEnd(at Pos, s Value) Value {
	return e.mapText(at, "trimEnd", s, func(s string) string { return strings.TrimRightFunc(s, unicode.IsSpace) })
}

func (e *Eval) mapText(at Pos, fn string, v Value, f func(string) string) Value {
	s, ok := e.text(at, fn, v)
	if !ok {
		return Null
	}
	return makeString(f(s))
}

// Substring is substring(s, from, to): the characters from position from to before position to, or to the end without
// it. Negative positions count from the end, and what lies outside is cut.
func (e *Eval) Substring(at Pos, s, from Value, to ...Value) Value {
	return e.cut(at, "substring", s, from, to)
}

func (e *Eval) cut(at Pos, fn string, v, from Value, to []Value) Value {
	s, ok := e.text(at, fn, v)
	if !ok {
		return Null
	}
	a, ok1 := e.whole(at, fn, []Value{from}, 0, 0)
	b, ok2 := e.whole(at, fn, to, 0, math.MaxInt64)
	if !ok1 || !ok2 {
		return Null
	}
	n := runeCount(s)
	i, j := bounds(a, b, n)
	if n == len(s) {
		return makeString(s[i:j])
	}
	return makeString(string([]rune(s)[i:j]))
}

// Split is split(s, sep), the parts of s between the separators; its characters where sep is "".
func (e *Eval) Split(at Pos, s, sep Value) Value {
	text, ok := e.text(at, "split", s)
	if !ok {
		return Null
	}
	by, ok := e.argument(at, "split", "separator", sep)
	if !ok {
		return Null
	}
	parts := strings.Split(text, by)
	elems := make([]Value, len(parts))
	for i, part := range parts {
		elems[i] = makeString(part)
	}
	return makeArray(elems)
}

// argument is a text argument that cannot be null.
func (e *Eval) argument(at Pos, fn, what string, v Value) (string, bool) {
	s, ok := e.text(at, fn, v)
	if !ok {
		e.Fail(at, "%s wants a string for the %s, not %s", fn, what, describe(v))
	}
	return s, ok
}

// Join is join(xs, sep), the elements as text with sep between them, "," unless said; null is "".
func (e *Eval) Join(at Pos, xs Value, sep ...Value) Value {
	elems, ok := e.list(at, "join", xs)
	if !ok {
		return Null
	}
	by := ","
	if len(sep) > 0 {
		if by, ok = e.argument(at, "join", "separator", sep[0]); !ok {
			return Null
		}
	}
	var b []byte
	for i, x := range elems {
		if i > 0 {
			b = append(b, by...)
		}
		b = appendText(b, x)
	}
	return makeString(textOf(b))
}

// Replace is replace(s, old, new), with every old replaced by new. Both are plain text.
func (e *Eval) Replace(at Pos, s, old, with Value) Value {
	text, ok := e.text(at, "replace", s)
	if !ok {
		return Null
	}
	from, ok1 := e.argument(at, "replace", "text to replace", old)
	to, ok2 := e.argument(at, "replace", "replacement", with)
	if !ok1 || !ok2 {
		return Null
	}
	if from == "" {
		return makeString(text)
	}
	return makeString(strings.ReplaceAll(text, from, to))
}

// Slugify is slugify(s): its letters and digits in lower case, Latin ones without their accents, and a single hyphen for
// whatever stands between them.
func (e *Eval) Slugify(at Pos, s Value) Value {
	return e.mapText(at, "slugify", s, func(s string) string {
		var b strings.Builder
		gap := false
		for _, r := range s {
			r = unicode.ToLower(r)
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				gap = gap || !unicode.Is(unicode.Mn, r) && r != '\'' && r != '’'
				continue
			}
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			if plain, ok := unaccented[r]; ok {
				b.WriteString(plain)
			} else {
				b.WriteRune(r)
			}
		}
		return b.String()
	})
}

// unaccented are the lower-case Latin letters with accents, without them.
var unaccented = func() map[rune]string {
	plain := make(map[rune]string)
	for base, accented := range map[string]string{
		"a": "àáâãäåāăą", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭįı",
		"j": "ĵ", "k": "ķ", "l": "ĺļľŀł", "n": "ñńņňŋ", "o": "òóôõöøōŏő", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț",
		"u": "ùúûüũūŭůűų", "w": "ŵ", "y": "ýÿŷ", "z": "źżž", "ss": "ß", "ae": "æ", "oe": "œ", "th": "þ",
	} {
		for _, r := range accented {
			plain[r] = base
		}
	}
	return plain
}()

// PadStart is padStart(s, n, pad): s with pad, a blank unless said, repeated before it until it has n characters.
func (e *Eval) PadStart(at Pos, s, n Value, pad ...Value) Value {
	text, padding, ok := e.padding(at, "padStart", s, n, pad)
	if !ok {
		return Null
	}
	return makeString(padding + text)
}

// PadEnd is padEnd(s, n, pad): s with pad, a blank unless said, repeated after it until it has n characters.
func (e *Eval) PadEnd(at Pos, s, n Value, pad ...Value) Value {
	text, padding, ok := e.padding(at, "padEnd", s, n, pad)
	if !ok {
		return Null
	}
	return makeString(text + padding)
}

// maxPad is the most characters that a text is padded to.
const maxPad = 1_000_000

func (e *Eval) padding(at Pos, fn string, v, n Value, pad []Value) (text, padding string, ok bool) {
	if text, ok = e.text(at, fn, v); !ok {
		return "", "", false
	}
	width, ok := n.AsInt()
	if !ok || width > maxPad {
		e.Fail(at, "%s wants an integer of at most %d for the length, not %s", fn, maxPad, describe(n))
		return "", "", false
	}
	with := []rune{' '}
	if len(pad) > 0 {
		s, ok := e.argument(at, fn, "padding", pad[0])
		if !ok {
			return "", "", false
		}
		with = []rune(s)
	}
	var b strings.Builder
	if len(with) > 0 {
		for i := range int(max(width, 0)) - runeCount(text) {
			b.WriteRune(with[i%len(with)])
		}
	}
	return text, b.String(), true
}

// CallStartsWith is startsWith(s, part): see [Eval.StartsWith].
func (e *Eval) CallStartsWith(at Pos, s, part Value) Value { return Bool(e.StartsWith(at, s, part)) }

// CallEndsWith is endsWith(s, part): see [Eval.EndsWith].
func (e *Eval) CallEndsWith(at Pos, s, part Value) Value { return Bool(e.EndsWith(at, s, part)) }

// CallContains is contains(s, part): see [Eval.Contains].
func (e *Eval) CallContains(at Pos, s, part Value) Value { return Bool(e.Contains(at, s, part)) }

// Matches is matches(s, pattern): whether the regular expression (RE2) matches somewhere in s; false where s is null.
func (e *Eval) Matches(at Pos, s, pattern Value) Value {
	text, ok := e.text(at, "matches", s)
	if !ok {
		return False
	}
	expr, ok := e.argument(at, "matches", "pattern", pattern)
	if !ok {
		return Null
	}
	re, err := patterns.compile(expr)
	if err != nil {
		return e.fail(at, "matches: %v", err)
	}
	return Bool(re.MatchString(text))
}

// patterns keeps the regular expressions of matches compiled.
var patterns patternCache

// patternCache forgets all when it is full: a mission's patterns are few, unless it makes them up from data.
type patternCache struct {
	mu       sync.RWMutex
	compiled map[string]*regexp.Regexp
}

const maxPatterns = 256

func (c *patternCache) compile(expr string) (*regexp.Regexp, error) {
	c.mu.RLock()
	re := c.compiled[expr]
	c.mu.RUnlock()
	if re != nil {
		return re, nil
	}
	expr = strings.Clone(expr) // which it keeps, too
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.compiled == nil || len(c.compiled) >= maxPatterns {
		c.compiled = make(map[string]*regexp.Regexp)
	}
	c.compiled[expr] = re
	return re, nil
}
