package value

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// ToString is toString(v), its text: see [Value.String].
func (e *Eval) ToString(_ Pos, v Value) Value {
	if v.Kind() == KindString {
		return v
	}
	return makeString(v.String())
}

// ToBoolean is toBoolean(v): of a text, true for "true", "yes", "on", "1" and false for "false", "no", "off", "0", "", in
// any case and with white space around, and null for any other; of any other value, whether it counts as true.
func (e *Eval) ToBoolean(_ Pos, v Value) Value {
	s, ok := v.Text()
	if !ok {
		return Bool(v.Truthy())
	}
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "yes", "on", "1":
		return True
	case "false", "no", "off", "0", "":
		return False
	}
	return Null
}

// ToArray is toArray(v): an array as it is, [] for null, [v] for anything else.
func (e *Eval) ToArray(_ Pos, v Value) Value {
	switch v.Kind() {
	case KindArray:
		return v
	case KindNull:
		return makeArray(nil)
	}
	return makeArray([]Value{v})
}

// UUID is uuid(), a random UUID.
func (e *Eval) UUID(Pos) Value { return makeString(uuid.NewString()) }

// GenerateID is generateId(), 32 hexadecimal digits that no other call gives, and that sort by the time of the call;
// generateId(prefix) puts the prefix and an underscore before them.
func (e *Eval) GenerateID(at Pos, prefix ...Value) Value {
	before := ""
	if len(prefix) > 0 && !prefix[0].IsNull() {
		s, ok := e.text(at, "generateId", prefix[0])
		if !ok {
			return Null
		}
		before = s + "_"
	}
	id, err := uuid.NewV7()
	if err != nil {
		return e.fail(at, "generateId: %v", err)
	}
	return makeString(before + strings.ReplaceAll(id.String(), "-", ""))
}

// Hash is hash(v), the SHA-256 of its text in hexadecimal. Equal values have the same, whatever the order of fields.
func (e *Eval) Hash(_ Pos, v Value) Value {
	sum := sha256.Sum256(appendText(nil, canonical(v)))
	return makeString(hex.EncodeToString(sum[:]))
}

// canonical is v with the fields of every object in the order of their names, and integers where numbers are whole.
func canonical(v Value) Value {
	switch v.Kind() {
	case KindFloat:
		f, _ := v.AsFloat()
		return wholeOr(f)
	case KindArray:
		elems := make([]Value, v.Len())
		for i, elem := range v.elems() {
			elems[i] = canonical(elem)
		}
		return makeArray(elems)
	case KindObject:
		var b Builder
		for _, name := range slices.Sorted(slices.Values(v.shape().keys)) {
			field, _ := v.Lookup(name)
			b.Set(name, canonical(field))
		}
		return b.Object()
	}
	return v
}

// Coalesce is coalesce(a, b, …), the first that is not null.
func (e *Eval) Coalesce(_ Pos, vs ...Value) Value {
	for _, v := range vs {
		if !v.IsNull() {
			return v
		}
	}
	return Null
}
