package check

import (
	"slices"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/types"
)

// binary is the type of `x Op y`. It tells operands that the operator always
// fails on.
func (t *typing) binary(x *plan.Binary) types.Type {
	switch x.Op {
	case plan.And, plan.Or, plan.Coalesce:
		return t.either(x)
	}
	a, b := t.expr(x.X), t.expr(x.Y)
	const joins = builtin.Number | builtin.String
	both := func(kinds builtin.Type, what string) {
		t.wants(x.X, a, kinds, codeOperand, "", "%q wants %s, not %s", x.Op, what)
		t.wants(x.Y, b, kinds, codeOperand, "", "%q wants %s, not %s", x.Op, what)
	}
	switch x.Op {
	case plan.Mul, plan.Div, plan.Mod:
		both(builtin.Number, "numbers")
		return types.Of(builtin.Number)
	case plan.Range:
		both(builtin.Number, "integers")
		return types.ArrayOf(types.Of(builtin.Number))
	case plan.Add:
		switch {
		case !a.May(builtin.String) && !b.May(builtin.String):
			both(builtin.Number, "numbers or strings")
			return types.Of(builtin.Number)
		case a.Is(builtin.String) || b.Is(builtin.String):
			return types.Of(builtin.String)
		}
		return types.Of(joins)
	case plan.Sub:
		return t.minus(x, a, b)
	case plan.Lt, plan.Le, plan.Gt, plan.Ge:
		t.comparable(x, a, b, joins, "numbers or strings")
		t.ordered(x, a, b)
	case plan.Eq, plan.Ne:
		t.equal(x, a, b)
	case plan.StartsWith, plan.EndsWith:
		t.comparable(x, a, b, builtin.String, "strings")
	case plan.In:
		t.wants(x.Y, b, inKinds, codeOperand, "", "%q wants an array, an object or a string behind it, not %s", x.Op)
		t.within(x, x.X, a, b)
	case plan.Contains:
		t.wants(x.X, a, inKinds, codeOperand, "", "%q wants an array, an object or a string before it, not %s", x.Op)
		t.within(x, x.Y, b, a)
	}
	return types.Of(builtin.Bool)
}

const inKinds = builtin.Array | builtin.Object | builtin.String | builtin.Null

// either is `x or y`, `x and y` or `x ?? y`: y is evaluated only where x leaves
// it open, and knows so.
func (t *typing) either(x *plan.Binary) types.Type {
	a := t.expr(x.X)
	before := t.facts
	switch x.Op {
	case plan.And:
		t.assume(x.X, true)
	case plan.Or:
		t.assume(x.X, false)
	default:
		t.learn(x.X, types.Of(builtin.Null))
	}
	b := t.expr(x.Y)
	t.facts = before
	if x.Op == plan.And {
		return types.Join(a.Only(falsy), b)
	}
	return types.Join(a.Without(builtin.Null), b)
}

// falsy are the kinds with values that count as false (the language, §5).
const falsy = builtin.Null | builtin.Bool | builtin.Number | builtin.String

// minus is x - y: of numbers, or of dates.
func (t *typing) minus(x *plan.Binary, a, b types.Type) types.Type {
	const joins = builtin.Number | builtin.String
	const wanted = "%q wants numbers or dates, not %s"
	switch {
	case !a.May(builtin.String):
		t.wants(x.X, a, builtin.Number, codeOperand, "", wanted, x.Op)
		if b.May(builtin.String) && !b.May(builtin.Number) {
			t.wants(x.Y, b, builtin.Number, codeOperand, "", "%q takes a number from a number, not %s", x.Op)
		} else {
			t.wants(x.Y, b, builtin.Number, codeOperand, "", wanted, x.Op)
		}
		return types.Of(builtin.Number)
	case !t.mayBeDate(a):
		d := t.tell(codeOperand, x.X.At(), t.toNumberHint(a, b), wanted, x.Op, describe(x.X, a))
		noteOrigin(d, a)
	}
	t.wants(x.Y, b, joins, codeOperand, "", wanted, x.Op)
	return types.Of(joins)
}

// mayBeDate reports whether the value may be a number, or text that begins like
// a date.
func (t *typing) mayBeDate(have types.Type) bool {
	list := have.Literals()
	if list == nil || have.May(builtin.Number) {
		return true
	}
	return slices.ContainsFunc(list, func(l *plan.Literal) bool {
		text, ok := l.Value.(string)
		return ok && len(text) >= 10 && text[4] == '-' && text[7] == '-'
	})
}

const toNumberHint = "toNumber(…) makes a number of a string"

// toNumberHint is the way out where one side is a number and the other one text.
func (t *typing) toNumberHint(a, b types.Type) string {
	a, b = a.Without(builtin.Null), b.Without(builtin.Null)
	if a.IsNone() || b.IsNone() {
		return ""
	}
	if a.Is(builtin.String) && b.Is(builtin.Number) || a.Is(builtin.Number) && b.Is(builtin.String) {
		return toNumberHint
	}
	return ""
}

// comparable tells operands that do not compare. With null on the other side
// anything does.
func (t *typing) comparable(x *plan.Binary, a, b types.Type, kinds builtin.Type, what string) {
	side := func(operand plan.Expr, have, other types.Type) {
		code := codeOperand
		if other.May(builtin.Null) {
			code = codeNullOnly
		}
		if !other.Is(builtin.Null) {
			t.wants(operand, have, kinds|builtin.Null, code, "", "%q wants %s, not %s", x.Op, what)
		}
	}
	side(x.X, a, b)
	side(x.Y, b, a)
}

// ordered tells a comparison of a number with a string.
func (t *typing) ordered(x *plan.Binary, a, b types.Type) {
	const joins = builtin.Number | builtin.String
	p, q := a.Only(joins), b.Only(joins)
	if p.IsNone() || q.IsNone() || p.Kinds&q.Kinds != 0 {
		return
	}
	code := codeOperand
	if (a.Kinds|b.Kinds)&builtin.Null != 0 {
		code = codeNullOnly
	}
	d := t.tell(code, x.Span, t.toNumberHint(a, b), "%q cannot compare %s with %s", x.Op, describe(x.X, a), describe(x.Y, b))
	noteOrigin(d, a, b)
}

// equal tells values that are never equal. To ask whether something is null is
// never wrong.
func (t *typing) equal(x *plan.Binary, a, b types.Type) {
	if a.Is(builtin.Null) || b.Is(builtin.Null) || types.Overlap(a, b) {
		return
	}
	if l, ok := x.Y.(*plan.Literal); ok && t.noneOf(x.X, a, l) {
		return
	}
	if l, ok := x.X.(*plan.Literal); ok && t.noneOf(x.Y, b, l) {
		return
	}
	if a.Is(builtin.Object|builtin.Null) && b.Is(builtin.Object|builtin.Null) {
		d := t.tell(codeNeverEqual, x.Span, "", "the two are never equal: their fields differ")
		noteOrigin(d, a, b)
		return
	}
	d := t.tell(codeNeverEqual, x.Span, t.toNumberHint(a, b), "%s and %s are never equal", describe(x.X, a), describe(x.Y, b))
	noteOrigin(d, a, b)
}

// noneOf tells a literal that is none of those that a value may be; false where
// these are not known.
func (t *typing) noneOf(x plan.Expr, have types.Type, l *plan.Literal) bool {
	list := have.Literals()
	if _, literal := x.(*plan.Literal); literal || len(list) < 2 || !types.Overlap(types.Of(have.Kinds), types.Equal(l)) {
		return false
	}
	d := t.tell(codeNeverEqual, l.Span, nearLiteral(l, list), "%s is none of %s", literalText(l), listed(list))
	noteOrigin(d, have)
	return true
}

// listed is literals as they are written.
func listed(list []*plan.Literal) string {
	const most = 8
	var texts []string
	for i, l := range list {
		if i == most && len(list) > most+1 {
			return joinOr(append(texts, "another"))
		}
		texts = append(texts, bareText(l))
	}
	return joinOr(texts)
}

// nearLiteral asks after the literal that another one is a slip of the pen from.
func nearLiteral(l *plan.Literal, list []*plan.Literal) string {
	text, ok := l.Value.(string)
	if !ok {
		return ""
	}
	var known []string
	for _, l := range list {
		if other, ok := l.Value.(string); ok {
			known = append(known, other)
		}
	}
	return didYouMean(text, known)
}

// within tells what can be no part of a text, no name of a field, or none of the
// elements of an array.
func (t *typing) within(x *plan.Binary, part plan.Expr, have, whole types.Type) {
	if have.IsNone() || whole.IsNone() {
		return
	}
	switch {
	case whole.Is(builtin.String):
		t.wants(part, have, builtin.String|builtin.Null, codeOperand, "", "%q looks for a string in a string, not for %s", x.Op)
	case whole.Is(builtin.Object):
		t.wants(part, have, scalarOrNull, codeOperand, "", "%q looks for the name of a field in an object, not for %s", x.Op)
	case whole.Is(builtin.Array):
		elem := whole.Elem()
		if elem.IsNone() || have.May(builtin.Null) || types.Overlap(have, elem) {
			return
		}
		if l, ok := part.(*plan.Literal); ok && t.noneOf(x, elem, l) {
			return
		}
		if own := have.Literals(); len(own) > 1 && elem.May(have.Kinds) {
			d := t.tell(codeNeverEqual, part.At(), "", "none of the elements is %s", listed(own))
			noteOrigin(d, have)
			return
		}
		d := t.tell(codeNeverEqual, part.At(), t.toNumberHint(have, elem), "%s is never among the elements, each of which is %s", describe(part, have), describeType(elem.Kinds))
		noteOrigin(d, have, elem)
	}
}

const scalarOrNull = builtin.String | builtin.Number | builtin.Bool | builtin.Null
