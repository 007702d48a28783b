package value

import (
	"iter"
	"sync/atomic"
)

// Fields are the names and values of an object's fields, in order; none for anything else.
func (v Value) Fields() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		if v.Kind() != KindObject {
			return
		}
		fields := v.fields()
		for i, key := range v.shape().keys {
			if !yield(key, fields[i]) {
				return
			}
		}
	}
}

// Lookup is the field of that name, and whether v is an object that has it. Where the name is the same each time,
// [Value.Get] is faster.
func (v Value) Lookup(name string) (Value, bool) {
	if v.Kind() != KindObject {
		return Null, false
	}
	i := v.shape().find(name)
	if i < 0 {
		return Null, false
	}
	return v.fields()[i], true
}

// Merge is one object literal of the form { ...base, name: v, … }. It remembers how the names fall into the shape that
// it met last, so that a literal in a loop is one copy and a few stores. Safe for concurrent use.
type Merge struct {
	names []string
	plan  atomic.Pointer[mergePlan]
}

// mergePlan is what a Merge has found out for one shape of the base.
type mergePlan struct {
	base   *Shape
	result *Shape
	places []int32 // the field of the result that each value is
}

// NewMerge is the literal whose fields after the spread have those names.
func NewMerge(names ...string) *Merge { return &Merge{names: names} }

// Over is the object with base's fields and then the named ones, which replace in place those that base has. A base
// that is no object adds nothing; [Eval.Merge] makes it an error. It panics where the number of values is not that of
// the names.
func (m *Merge) Over(base Value, values ...Value) Value {
	if len(values) != len(m.names) {
		panic("value: Merge.Over: the values do not fit the names")
	}
	if base.Kind() != KindObject {
		base = emptyObject
	}
	shape := base.shape()
	plan := m.plan.Load()
	if plan == nil || plan.base != shape {
		plan = m.planFor(shape)
		m.plan.Store(plan)
	}
	block := make([]Value, 1+len(plan.result.keys))
	copy(block[1:], base.fields())
	for i, v := range values {
		block[1+plan.places[i]] = v
	}
	return makeObject(plan.result, block)
}

func (m *Merge) planFor(base *Shape) *mergePlan {
	keys := append(make([]string, 0, len(base.keys)+len(m.names)), base.keys...)
	added := make(map[string]int32)
	places := make([]int32, len(m.names))
	for i, name := range m.names {
		at := int32(base.find(name))
		if at < 0 {
			var known bool
			if at, known = added[name]; !known {
				at = int32(len(keys))
				added[name] = at
				keys = append(keys, name)
			}
		}
		places[i] = at
	}
	result := base
	if len(added) > 0 {
		result = intern(keys)
	}
	return &mergePlan{base: base, result: result, places: places}
}

// Builder makes an object field by field. The zero Builder is empty and ready; it is not safe for concurrent use.
type Builder struct {
	keys  []string
	index keyIndex // none while keys are few
	block []Value  // the first slot is the shape's
}

// Set gives the field of that name the value v. A name that was set before keeps its place.
func (b *Builder) Set(name string, v Value) {
	if i := b.find(name); i >= 0 {
		b.block[1+i] = v
		return
	}
	if len(b.block) == 0 {
		b.block = append(b.block, Null)
	}
	b.keys = append(b.keys, name)
	b.block = append(b.block, v)
	switch {
	case b.index.exists():
		b.index.add(b.keys)
	case len(b.keys) >= indexFrom:
		b.index, _ = indexKeys(b.keys)
	}
}

// Get is the value that was set under that name, and whether one was.
func (b *Builder) Get(name string) (Value, bool) {
	if i := b.find(name); i >= 0 {
		return b.block[1+i], true
	}
	return Null, false
}

// Spread sets all of base's fields; none where base is no object. [Eval.Spread] makes that an error.
func (b *Builder) Spread(base Value) {
	for name, v := range base.Fields() {
		b.Set(name, v)
	}
}

// Object is the object of the fields set so far. It empties the Builder.
func (b *Builder) Object() Value {
	if len(b.keys) == 0 {
		return emptyObject
	}
	v := makeObject(intern(b.keys), b.block)
	*b = Builder{}
	return v
}

func (b *Builder) find(name string) int { return findKey(b.keys, b.index, name) }

// MergeDeep is base with the fields of over: over's win, the others stay, and where both sides of a field are objects
// they merge in turn. Where either value is no object the result is over, and base where over is null. This is how a
// store's upsert merges (the language, §9) and what merge(a, b) does.
func MergeDeep(base, over Value) Value {
	if over.IsNull() {
		return base
	}
	if base.Kind() != KindObject || over.Kind() != KindObject {
		return over
	}
	var b Builder
	b.Spread(base)
	for name, v := range over.Fields() {
		if old, ok := b.Get(name); ok && old.Kind() == KindObject && v.Kind() == KindObject {
			v = MergeDeep(old, v)
		}
		b.Set(name, v)
	}
	return b.Object()
}
