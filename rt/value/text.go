package value

import "unicode/utf8"

// String is v as text, as + and concat join it: a string as it is, numbers in their shortest form, true and false, null
// as nothing, arrays and objects as compact JSON.
func (v Value) String() string {
	switch v.Kind() {
	case KindNull:
		return ""
	case KindString:
		return v.str()
	case KindBool:
		if v.bits() != 0 {
			return "true"
		}
		return "false"
	default:
		return string(AppendJSON(nil, v))
	}
}

// appendText appends v as text: see [Value.String].
func appendText(dst []byte, v Value) []byte {
	switch v.Kind() {
	case KindNull:
		return dst
	case KindString:
		return append(dst, v.str()...)
	default:
		return AppendJSON(dst, v)
	}
}

// joinText is the text of all the values, one after another.
func joinText(vs ...Value) Value {
	n := 0
	for _, v := range vs {
		if v.Kind() == KindString {
			n += len(v.str())
		} else {
			n += 20
		}
	}
	b := make([]byte, 0, n)
	for _, v := range vs {
		b = appendText(b, v)
	}
	return makeString(textOf(b))
}

func runeCount(s string) int { return utf8.RuneCountInString(s) }
