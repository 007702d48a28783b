package value

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// AppendJSON appends v as compact JSON: fields in their order, integers exact, other numbers in the shortest form that
// reads back the same. Only what JSON demands is escaped: no <, >, & and no
// U+2028. Bytes of a string that are no UTF-8 become U+FFFD.
func AppendJSON(dst []byte, v Value) []byte {
	switch v.Kind() {
	case KindNull:
		return append(dst, "null"...)
	case KindBool:
		return strconv.AppendBool(dst, v.bits() != 0)
	case KindInt, KindFloat:
		return appendNumber(dst, v)
	case KindString:
		return appendQuoted(dst, v.str())
	case KindArray:
		dst = append(dst, '[')
		for i, elem := range v.elems() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = AppendJSON(dst, elem)
		}
		return append(dst, ']')
	default:
		shape := v.shape()
		names := shape.quotedKeys()
		dst = append(dst, '{')
		for i, field := range v.fields() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(dst, names[i]...)
			dst = AppendJSON(dst, field)
		}
		return append(dst, '}')
	}
}

// AppendIndent appends v as JSON that people read: two spaces a level, a field and an element a line, "[]" and "{}"
// where there are none. The lines after the first stand depth levels deep; nothing follows the last.
func AppendIndent(dst []byte, v Value, depth int) []byte {
	switch {
	case v.Kind() == KindArray && v.Len() > 0:
		dst = append(dst, '[')
		for i, elem := range v.elems() {
			dst = appendBreak(dst, i > 0, depth+1)
			dst = AppendIndent(dst, elem, depth+1)
		}
		dst = appendBreak(dst, false, depth)
		return append(dst, ']')
	case v.Kind() == KindObject && v.Len() > 0:
		dst = append(dst, '{')
		names := v.shape().quotedKeys()
		for i, field := range v.fields() {
			dst = appendBreak(dst, i > 0, depth+1)
			dst = append(dst, names[i]...)
			dst = append(dst, ' ')
			dst = AppendIndent(dst, field, depth+1)
		}
		dst = appendBreak(dst, false, depth)
		return append(dst, '}')
	default:
		return AppendJSON(dst, v)
	}
}

func appendBreak(dst []byte, comma bool, depth int) []byte {
	if comma {
		dst = append(dst, ',')
	}
	dst = append(dst, '\n')
	for range depth {
		dst = append(dst, "  "...)
	}
	return dst
}

// quotedKeys are the keys as they stand in a document, with their colon.
func (s *Shape) quotedKeys() []string {
	if names := s.quoted.Load(); names != nil {
		return *names
	}
	names := make([]string, len(s.keys))
	for i, key := range s.keys {
		names[i] = string(append(appendQuoted(nil, key), ':'))
	}
	s.quoted.Store(&names)
	return names
}

func appendNumber(dst []byte, v Value) []byte {
	switch v.tag() &^ tagSpan {
	case tagInt:
		return strconv.AppendInt(dst, int64(v.bits()), 10)
	case tagUint:
		return strconv.AppendUint(dst, v.bits(), 10)
	}
	return appendFloat(dst, math.Float64frombits(v.bits()))
}

// appendFloat writes as encoding/json does, which is as JavaScript does, but for one thing: a double that is an integer
// of more than 53 bits and at most 64 is written with all of its digits. The shortest form, which has zeros for the last
// of them, would read back as another integer.
func appendFloat(dst []byte, f float64) []byte {
	abs := math.Abs(f)
	if abs > 1<<53 && abs < 1<<64 {
		if f < 0 {
			dst = append(dst, '-')
		}
		return strconv.AppendUint(dst, uint64(abs), 10)
	}
	format := byte('f')
	if abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	dst = strconv.AppendFloat(dst, f, format, -1, 64)
	if n := len(dst); format == 'e' && n >= 4 && dst[n-4] == 'e' && dst[n-2] == '0' {
		// e-09 is written e-9
		dst[n-2] = dst[n-1]
		dst = dst[:n-1]
	}
	return dst
}

// appendQuoted appends s as a JSON string.
func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := len(dst)
	dst = append(dst, s...)
	n, ascii := scanPlain(dst[start:])
	if n < len(s) || !ascii && !utf8.ValidString(s) {
		dst = appendEscaped(dst[:start], s)
	}
	return append(dst, '"')
}

// appendEscaped appends s with what must not stand in a JSON string as escapes.
func appendEscaped(dst []byte, s string) []byte {
	for _, r := range s {
		switch r {
		case '"', '\\':
			dst = append(dst, '\\', byte(r))
		case '\b':
			dst = append(dst, `\b`...)
		case '\f':
			dst = append(dst, `\f`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\t':
			dst = append(dst, `\t`...)
		default:
			if r < ' ' {
				const hex = "0123456789abcdef"
				dst = append(dst, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
			} else {
				dst = utf8.AppendRune(dst, r)
			}
		}
	}
	return dst
}
