package check

import (
	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/types"
)

// An armView is an arm of a match, of either kind.
type armView struct {
	pattern plan.Pattern
	guard   plan.Expr
}

// arms types the arms of a match, each with what follows from those before it
// that did not fit. Within visits what stands in the arm; it gives false where
// nothing goes on behind it. What goes on knows what is known on all ways to it.
func (t *typing) arms(at source.Span, subject plan.Expr, v *plan.Var, list []armView, within func(i int) bool) {
	var rest types.Type
	if subject != nil {
		rest = t.expr(subject)
	}
	have, before := rest, t.facts
	if subject != nil {
		t.stand(v, subject, have)
	}
	total := false
	var ways []*fact
	for i, arm := range list {
		others := t.facts
		if subject != nil && arm.pattern != nil {
			of := have
			if takesAll(arm.pattern) && !rest.IsNone() {
				of = rest
			}
			t.misfit = false
			t.learnOf(v, "", t.fit(arm.pattern, of))
		}
		misfit := t.misfit
		t.misfit = false
		if arm.guard != nil {
			t.expr(arm.guard)
			t.assume(arm.guard, true)
		}
		if subject != nil {
			t.learnFrom(v, others, subject)
		}
		if within(i) && !misfit {
			ways = append(ways, t.facts)
		}
		t.facts = others
		switch {
		case subject == nil && arm.pattern == nil:
			t.assume(arm.guard, false)
		case arm.guard == nil:
			total = total || takesAll(arm.pattern)
			rest = left(rest, arm.pattern)
		}
	}
	t.merge(before, ways)
	if len(list) > 0 && !total && (subject == nil || !rest.IsNone()) && !lostArm(list) {
		t.tell(codeNotTotal, firstWord(at, "match"), `add the arm _ -> …, such as _ -> continue`, "what fits none of the arms fails this match")
	}
}

func firstWord(at source.Span, word string) source.Span {
	start := at.Start().Offset()
	return at.File().Span(start, start+len(word))
}

func lostArm(list []armView) bool {
	for _, arm := range list {
		if arm.pattern != nil && holdsLost(arm.pattern) {
			return true
		}
	}
	return false
}

// left is what is left of a type where the pattern does not fit.
func left(have types.Type, p plan.Pattern) types.Type {
	switch p := p.(type) {
	case *plan.Any, *plan.Bind:
		return types.Type{}
	case *plan.Equal:
		if !p.Status || have.Literals() != nil {
			return have.Other(p.Value)
		}
	case *plan.SchemaPattern:
		if !p.Array && have.Fits(p.Schema) {
			return have.Without(builtin.Object)
		}
	case *plan.Fields:
		if len(p.Fields) == 0 && p != lostPattern {
			return have.Without(builtin.Object)
		}
	}
	return have
}

// choice is the type of `match x { p => e }`.
func (t *typing) choice(x *plan.MatchExpr) types.Type {
	list := make([]armView, len(x.Arms))
	for i := range x.Arms {
		list[i] = armView{x.Arms[i].Pattern, x.Arms[i].Guard}
	}
	before := t.facts
	var have types.Type
	t.arms(x.Span, x.Subject, x.Var, list, func(i int) bool {
		have = types.Join(have, t.expr(x.Arms[i].Value))
		return true
	})
	t.facts = before
	return have
}

// fit is what a value is that fits the pattern. It tells a pattern that none
// fits, and gives its names what they bind.
func (t *typing) fit(p plan.Pattern, have types.Type) types.Type {
	switch p := p.(type) {
	case *plan.Bind:
		t.vars[p.Var] = have
	case *plan.Equal:
		if p.Status {
			return have
		}
		equal := types.Equal(p.Value)
		if !have.IsNone() && !types.Overlap(have, equal) {
			t.tellNoFit(p.Value, have)
			return types.Any
		}
		return types.Meet(have, equal)
	case *plan.SchemaPattern:
		want := types.Fitting(p.Schema)
		if p.Array {
			want = types.ArrayOf(want)
		}
		want = want.From(p.Span, "it is taken for "+article(p.Schema.Name)+" here")
		if p.Array {
			want.Origin.Text = "its elements are taken for " + p.Schema.Name + " here"
		}
		if !have.IsNone() && !types.Overlap(have, want) {
			d := t.noFit(p.Span, have, p.Schema.Name)
			if field := clash(have, want); field != "" {
				d.Msg = p.Schema.Name + " never fits: the field " + quote(field) + " of the value is of another type, or missing"
			}
			return want
		}
		return types.Meet(have, want)
	case *plan.Elements:
		if !have.IsNone() && !have.May(builtin.Array) {
			t.noFit(p.Span, have, "an array")
		}
		for _, e := range p.Elems {
			t.fit(e, elementOf(have))
		}
		return have.Only(builtin.Array)
	case *plan.Fields:
		return t.fitFields(p, have)
	}
	return have
}

func (t *typing) fitFields(p *plan.Fields, have types.Type) types.Type {
	if p == lostPattern {
		return types.Any
	}
	fitting := have.Only(builtin.Object)
	if fitting.IsNone() {
		if !have.IsNone() {
			t.noFit(p.Span, have, "an object")
		}
		fitting = types.Of(builtin.Object)
	}
	for _, f := range p.Fields {
		of := types.Any
		if !f.Status {
			if _, there := fitting.Object().Field(f.Name); there {
				of = t.field(nameOf(f), fitting, f.Name)
			} else {
				t.field(nameOf(f), fitting, f.Name) // told
			}
		}
		of = t.fit(f.Fit, of)
		if !f.Status {
			fitting = fitting.With(f.Name, of)
		}
	}
	return fitting
}

// nameOf is the place of the name of a field in a pattern.
func nameOf(f plan.FieldPattern) source.Span {
	start := f.Span.Start().Offset()
	if at := f.Span.File().Span(start, min(start+len(f.Name), f.Span.End().Offset())); at.Text() == f.Name {
		return at
	}
	return f.Span
}

// noFit tells a pattern that no value fits.
func (t *typing) noFit(at source.Span, have types.Type, what string) *diag.Diagnostic {
	t.misfit = true
	d := t.tell(codeNoFit, at, "", "%s never fits: the value is %s", what, describeKinds(have))
	noteOrigin(d, have)
	return d
}

func (t *typing) tellNoFit(l *plan.Literal, have types.Type) {
	list := have.Literals()
	if len(list) < 2 || !have.May(types.Equal(l).Kinds) {
		t.noFit(l.Span, have, literalText(l))
		return
	}
	t.misfit = true
	d := t.tell(codeNoFit, l.Span, nearLiteral(l, list), "%s never fits: the value is %s", literalText(l), listed(list))
	noteOrigin(d, have)
}
