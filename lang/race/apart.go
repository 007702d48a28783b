package race

import (
	"strings"

	"github.com/reqongen/reqongen/lang/effects"
)

// maxAlternatives bounds how many values of a key are held against others.
const maxAlternatives = 64

// apart reports two keys that are surely different: of two actions where the
// loop is nil, else of two iterations of the loop.
func apart(a, b *effects.Term, l *effects.Loop) bool {
	if a == nil || b == nil {
		return false // all records
	}
	as, ok := alternatives(a)
	bs, ok2 := alternatives(b)
	if !ok || !ok2 {
		return false
	}
	for _, a := range as {
		for _, b := range bs {
			if !oneApart(a, b, l) {
				return false
			}
		}
	}
	return true
}

// alternatives are the parts of each text that a key may be; nil is no key.
func alternatives(t *effects.Term) ([][]*effects.Term, bool) {
	switch {
	case t.Form == effects.Null, t.Form == effects.Own:
		return nil, true // no key, or one that is different from all others
	case t.Form == effects.Choice:
		var list [][]*effects.Term
		for _, k := range t.Kids {
			more, ok := alternatives(k)
			if list = append(list, more...); !ok || len(list) > maxAlternatives {
				return nil, false
			}
		}
		return list, true
	case t.Form == effects.Join:
		list := [][]*effects.Term{nil}
		for _, k := range t.Kids {
			var longer [][]*effects.Term
			for _, v := range values(k) {
				for _, parts := range list {
					longer = append(longer, appendPart(parts, v))
				}
			}
			if list = longer; len(list) > maxAlternatives {
				return nil, false
			}
		}
		return list, true
	}
	var list [][]*effects.Term
	for _, v := range values(t) {
		list = append(list, appendPart(nil, v))
	}
	return list, true
}

// values are what a part of a text may be: an element of an array of literals
// is one of these.
func values(t *effects.Term) []*effects.Term {
	if t.Form == effects.Choice {
		var list []*effects.Term
		for _, k := range t.Kids {
			list = append(list, values(k)...)
		}
		return list
	}
	if t.ElemOf != nil && t.ElemOf.Over.Form == effects.Array {
		kids := t.ElemOf.Over.Kids
		for _, k := range kids {
			if k.Form != effects.Lit {
				return []*effects.Term{t}
			}
		}
		return kids
	}
	return []*effects.Term{t}
}

// appendPart puts literals behind each other together; null is no text.
func appendPart(parts []*effects.Term, t *effects.Term) []*effects.Term {
	parts = parts[:len(parts):len(parts)]
	switch last := len(parts) - 1; {
	case t.Form == effects.Null:
		return parts
	case t.Form == effects.Join:
		for _, k := range t.Kids {
			parts = appendPart(parts, k)
		}
		return parts
	case t.Form == effects.Lit && last >= 0 && parts[last].Form == effects.Lit:
		joined := &effects.Term{Form: effects.Lit, Text: parts[last].Text + t.Text}
		return append(parts[:last:last], joined)
	}
	return append(parts, t)
}

// oneApart compares two texts by their parts.
func oneApart(a, b []*effects.Term, l *effects.Loop) bool {
	if hasOwnID(a, b, l) || hasOwnID(b, a, l) {
		return true
	}
	for len(a) > 0 && len(b) > 0 && equal(a[0], b[0], l) {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && equal(a[len(a)-1], b[len(b)-1], l) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	front := func(parts []*effects.Term) string {
		if len(parts) > 0 && parts[0].Form == effects.Lit {
			return parts[0].Text
		}
		return ""
	}
	back := func(parts []*effects.Term) string {
		if n := len(parts); n > 0 && parts[n-1].Form == effects.Lit {
			return parts[n-1].Text
		}
		return ""
	}
	return differ(front(a), whole(a), front(b), whole(b), strings.HasPrefix) ||
		differ(back(a), whole(a), back(b), whole(b), strings.HasSuffix)
}

// whole reports that the parts are one known text.
func whole(parts []*effects.Term) bool {
	return len(parts) == 0 || len(parts) == 1 && parts[0].Form == effects.Lit
}

// differ reports texts that cannot be equal by how they begin (or end): a known
// text is all of it.
func differ(a string, wholeA bool, b string, wholeB bool, has func(text, part string) bool) bool {
	switch {
	case wholeA && wholeB:
		return a != b
	case wholeA:
		return !has(a, b)
	case wholeB:
		return !has(b, a)
	}
	return !has(a, b) && !has(b, a)
}

// equal reports parts that are one value on both sides.
func equal(a, b *effects.Term, l *effects.Loop) bool {
	return effects.Same(a, b) && (l == nil || a.Lasts(l))
}

// hasOwnID reports that the one text holds an id made for it alone, as uuid()
// is.
func hasOwnID(a, b []*effects.Term, l *effects.Loop) bool {
	for _, part := range a {
		if part.Form != effects.Atom || !part.Unique {
			continue
		}
		shared := false
		for _, other := range b {
			shared = shared || other == part
		}
		if !shared || l != nil && !part.Lasts(l) {
			return true
		}
	}
	return false
}

// ownKey reports a key that belongs to one iteration of the loop: what is kept
// under it by one iteration is not met by another one.
func ownKey(m *effects.Mission, t *effects.Term, l *effects.Loop) bool {
	parts := []*effects.Term{t}
	if t.Form == effects.Join {
		parts = t.Kids
	}
	found := false
	for _, part := range parts {
		ok, null := identity(m, part, l)
		switch {
		case ok && null && t.Form == effects.Join: // where it is null, the rest alone is the key
			return false
		case ok && !found:
			found = true
		case ok, !part.Lasts(l):
			return false
		}
	}
	return found
}

// identity reports a value that no two iterations of the loop share, and
// whether it may be null in several.
func identity(m *effects.Mission, t *effects.Term, l *effects.Loop) (ok, null bool) {
	switch {
	case t == l.Elem:
		return l.Over.Collection == effects.Distinct || distinct(l.Over, func(k *effects.Term) *effects.Term { return k }), false
	case t.Form == effects.Member && t.Kids[0] == l.Elem:
		if l.Over.Collection == effects.Records {
			return m.IdentityField(l.Over.Store, t.Name)
		}
		return distinct(l.Over, func(k *effects.Term) *effects.Term { return k.Field(t.Name) }), false
	case t.Form == effects.Index && t.Kids[0] == l.Elem && t.Kids[1].Text == "0":
		// The pair of a record without a key has none yet.
		return l.Over.Collection == effects.Pairs, l.Over.Store != nil
	}
	return false, false
}

// distinct reports an array whose elements are told apart by a literal each.
func distinct(over *effects.Term, of func(*effects.Term) *effects.Term) bool {
	if over.Form != effects.Array {
		return false
	}
	seen := map[string]bool{}
	for _, k := range over.Kids {
		t := of(k)
		if t == nil || t.Form != effects.Lit || seen[t.Text] {
			return false
		}
		seen[t.Text] = true
	}
	return true
}
