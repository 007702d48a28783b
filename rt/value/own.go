package value

import "strings"

// Own is v in memory of its own. The strings and fields of a decoded value lie
// in memory that all of its document shares: who keeps a little of a document
// for long lets the rest go with it.
func (v Value) Own() Value {
	switch v.Kind() {
	case KindString:
		text, _ := v.Text()
		return String(strings.Clone(text))
	case KindArray:
		elems := make([]Value, 0, v.Len())
		for _, e := range v.Elems() {
			elems = append(elems, e.Own())
		}
		return Array(elems...)
	case KindObject:
		var b Builder
		for name, field := range v.Fields() {
			b.Set(name, field.Own())
		}
		return b.Object()
	}
	return v
}
