package check

import (
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/types"
)

// A fact is what is known of a variable, or of a field of it, from some place
// on: that a step has set it, or that a condition holds. Facts are a list, the
// latest first, and never change: whoever goes another way goes back to an
// earlier one.
type fact struct {
	next *fact
	v    *plan.Var
	path string // of the field, as placeOf writes it; "" for the variable itself
	have types.Type
	// set tells that the variable has another value: earlier facts say nothing
	// of it.
	set bool
}

const dot = "\x00" // no name of a field has it

// placeOf is the variable and the field that an expression reads; false where it
// is anything else.
func placeOf(x plan.Expr) (v *plan.Var, path string, ok bool) {
	switch x := x.(type) {
	case *plan.VarRef:
		return x.Var, "", true
	case *plan.Member:
		if v, path, ok = placeOf(x.X); ok {
			path += dot + x.Name
		}
	}
	return v, path, ok
}

// onlyField is the name of the field right in the variable that a path leads to.
func onlyField(path string) (string, bool) {
	return strings.CutPrefix(path, dot)
}

// known is the latest fact of a variable or of its field.
func (t *typing) known(v *plan.Var, path string) (types.Type, bool) {
	for f := t.facts; f != nil; f = f.next {
		if f.v != v {
			continue
		}
		if f.path == path {
			return f.have, true
		}
		if f.set {
			break
		}
	}
	return types.Type{}, false
}

// set gives a variable another value.
func (t *typing) set(v *plan.Var, have types.Type) {
	if v != nil {
		t.facts = &fact{next: t.facts, v: v, have: have, set: true}
	}
}

// learn takes note of what is found out of an expression's value, if it is a
// variable or a field of one. What cannot be is not evaluated, and nothing is
// said of it.
func (t *typing) learn(x plan.Expr, have types.Type) {
	if v, path, ok := placeOf(x); ok {
		t.learnOf(v, path, have)
	}
}

func (t *typing) learnOf(v *plan.Var, path string, have types.Type) {
	if have.IsNone() {
		have = types.Any
	}
	t.facts = &fact{next: t.facts, v: v, path: path, have: have}
}

// learnFrom makes of the facts of a variable since before facts of the value
// that it stands for.
func (t *typing) learnFrom(v *plan.Var, before *fact, x plan.Expr) {
	to, prefix, ok := placeOf(x)
	if !ok {
		return
	}
	var list []*fact
	for f := t.facts; f != before; f = f.next {
		if f.set && f.v == to {
			return // it is another value by now
		}
		if f.v == v {
			list = append(list, f)
		}
	}
	for i := len(list) - 1; i >= 0; i-- {
		t.learnOf(to, prefix+list[i].path, list[i].have)
	}
}

// stand makes v stand for x, whose type is have.
func (t *typing) stand(v *plan.Var, x plan.Expr, have types.Type) {
	t.vars[v] = have
	from, prefix, ok := placeOf(x)
	if !ok {
		return
	}
	var list []*fact
	for f := t.facts; f != nil; f = f.next {
		if f.v != from {
			continue
		}
		if strings.HasPrefix(f.path, prefix+dot) {
			list = append(list, f)
		}
		if f.set {
			break
		}
	}
	for i := len(list) - 1; i >= 0; i-- {
		t.learnOf(v, strings.TrimPrefix(list[i].path, prefix), list[i].have)
	}
}

// assume takes note of what follows from a condition that holds, or does not. It
// is typed already.
func (t *typing) assume(x plan.Expr, holds bool) {
	switch x := x.(type) {
	case *plan.Unary:
		if x.Op == plan.Not {
			t.assume(x.X, !holds)
		}
	case *plan.Binary:
		t.assumeBinary(x, holds)
	case *plan.Is:
		if _, _, ok := placeOf(x.X); !ok {
			return
		}
		have := t.silent(x.X)
		kinds := types.Kinds(x.Type)
		switch {
		case x.Schema != nil && holds:
			t.learn(x.X, types.Meet(have, types.Fitting(x.Schema).From(x.Span, "it is taken for "+article(x.Schema.Name)+" here")))
		case x.Schema != nil:
		case holds:
			t.learn(x.X, types.Meet(have, types.Of(kinds).From(x.Span, "it is taken for "+describeType(kinds)+" here")))
		case types.IsWhole(x.Type):
			t.learn(x.X, have.Without(kinds))
		}
	case *plan.VarRef, *plan.Member:
		have := t.silent(x)
		if holds {
			t.learn(x, have.Without(builtin.Null))
		} else {
			t.learn(x, have.Only(falsy))
		}
	}
}

func article(name string) string {
	if strings.ContainsAny(name[:1], "AEIOUaeiou") {
		return "an " + name
	}
	return "a " + name
}

// silent is the type of an expression that is typed already: a path or a
// literal, so that nothing is typed over and over.
func (t *typing) silent(x plan.Expr) types.Type {
	quiet := t.quiet
	t.quiet = true
	have := t.expr(x)
	t.quiet = quiet
	return have
}

func (t *typing) assumeBinary(x *plan.Binary, holds bool) {
	switch x.Op {
	case plan.And, plan.Or:
		if holds == (x.Op == plan.And) {
			t.assume(x.X, holds)
			t.assume(x.Y, holds)
		} else {
			t.assumeEither(x, holds)
		}
	case plan.Eq, plan.Ne:
		equal := holds == (x.Op == plan.Eq)
		t.assumeEqual(x.X, x.Y, equal)
		t.assumeEqual(x.Y, x.X, equal)
	case plan.Lt, plan.Le, plan.Gt, plan.Ge:
		if holds {
			t.assumeOrdered(x.X, x.Y)
			t.assumeOrdered(x.Y, x.X)
		}
	case plan.StartsWith, plan.EndsWith:
		if holds {
			t.learnMore(x.X, types.Of(builtin.String))
			t.learnMore(x.Y, types.Of(builtin.String))
		}
	case plan.In:
		if list, ok := x.Y.(*plan.Array); ok && holds && !slices.ContainsFunc(list.Elems, isNoLiteral) {
			t.learnMore(x.X, t.silent(list).Elem())
		}
	}
}

func isNoLiteral(x plan.Expr) bool {
	_, ok := x.(*plan.Literal)
	return !ok
}

// learnMore takes note that a value is of a type besides.
func (t *typing) learnMore(x plan.Expr, more types.Type) {
	if _, _, ok := placeOf(x); ok {
		t.learn(x, types.Meet(t.silent(x), more))
	}
}

func (t *typing) assumeEqual(x, other plan.Expr, equal bool) {
	l, ok := other.(*plan.Literal)
	if _, _, path := placeOf(x); !ok || !path {
		return
	}
	have := t.silent(x)
	if !equal {
		t.learn(x, have.Other(l))
	} else {
		t.learn(x, types.Meet(have, types.Equal(l)).From(l.Span, "it equals "+bareText(l)+" here"))
	}
}

// assumeOrdered: what compares with a number or a string is one itself, since
// with null nothing does.
func (t *typing) assumeOrdered(x, other plan.Expr) {
	if _, _, ok := placeOf(x); !ok {
		return
	}
	kinds := builtin.Number | builtin.String
	if _, _, ok := placeOf(other); ok || !isNoLiteral(other) {
		if have := t.silent(other).Only(kinds); !have.IsNone() {
			kinds = have.Kinds
		}
	}
	t.learn(x, t.silent(x).Only(kinds))
}

// assumeEither takes note of what both ways to an outcome have found out.
func (t *typing) assumeEither(x *plan.Binary, holds bool) {
	before := t.facts
	t.assume(x.X, holds)
	first := t.facts
	t.facts = before
	t.assume(x.Y, holds)
	t.merge(before, []*fact{first, t.facts})
}

// merge goes on behind several ways, of each of which the facts are given, as
// far as all of them know something since before.
func (t *typing) merge(before *fact, ways []*fact) {
	t.facts = before
	if len(ways) == 0 {
		return
	}
	if len(ways) == 1 {
		t.facts = ways[0]
		return
	}
	type place struct {
		v    *plan.Var
		path string
	}
	var places []place
	seen := map[place]bool{}
	changed := map[*plan.Var]bool{}
	for _, way := range ways {
		for f := way; f != before && f != nil; f = f.next {
			if p := (place{f.v, f.path}); !seen[p] {
				seen[p] = true
				places = append(places, p)
			}
			changed[f.v] = changed[f.v] || f.set
		}
	}
	var merged []*fact
	for _, p := range places {
		var have types.Type
		all := true
		for _, way := range ways {
			t.facts = way
			known, ok := t.known(p.v, p.path)
			if !ok && p.path == "" && changed[p.v] {
				known, ok = types.Any, true
			}
			if all = all && ok; all {
				have = types.Join(have, known)
			}
		}
		if all {
			merged = append(merged, &fact{v: p.v, path: p.path, have: have, set: p.path == "" && changed[p.v]})
		}
	}
	t.facts = before
	for _, sets := range []bool{true, false} { // a set variable forgets what was known of it
		for _, f := range merged {
			if f.set == sets {
				f.next, t.facts = t.facts, f
			}
		}
	}
}

// begin gives the variables that a body begins with their values.
func (t *typing) begin(b *body) {
	for _, v := range b.fresh {
		if v.Outer == nil {
			t.set(v, types.Of(builtin.Null))
			continue
		}
		t.set(v, t.silent(&plan.VarRef{Span: source.Span{}, Var: v.Outer}))
	}
}
