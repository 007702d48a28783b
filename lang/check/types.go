package check

import (
	"fmt"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
)

// typeOf is what is known of an expression's value before the run.
func typeOf(x plan.Expr) builtin.Type {
	switch x := x.(type) {
	case *plan.Literal:
		switch x.Value.(type) {
		case nil:
			return builtin.Null
		case bool:
			return builtin.Bool
		case string:
			return builtin.String
		}
		return builtin.Number
	case *plan.Template, *plan.EnvText, *plan.EnvCall:
		return builtin.String
	case *plan.Array, *plan.StoreRef, *plan.StoreEntries, *plan.Errors, *plan.Where:
		return builtin.Array
	case *plan.Object:
		return builtin.Object
	case *plan.Call:
		return x.Func.Result
	case *plan.Lambda:
		return 0
	case *plan.Unary:
		if x.Op == plan.Not {
			return builtin.Bool
		}
		return builtin.Number
	case *plan.Binary:
		return binaryType(x)
	case *plan.Cond:
		return typeOf(x.Then) | typeOf(x.Else)
	case *plan.AnyOf, *plan.Is:
		return builtin.Bool
	case *plan.MatchExpr:
		var t builtin.Type
		for _, arm := range x.Arms {
			t |= typeOf(arm.Value)
		}
		return t
	}
	return builtin.Dynamic
}

func binaryType(x *plan.Binary) builtin.Type {
	switch x.Op {
	case plan.Or, plan.And, plan.Coalesce:
		return typeOf(x.X) | typeOf(x.Y)
	case plan.Range:
		return builtin.Array
	case plan.Add:
		if a, b := typeOf(x.X), typeOf(x.Y); a == builtin.String || b == builtin.String {
			return builtin.String
		} else if (a|b)&builtin.String == 0 {
			return builtin.Number
		}
		return builtin.Number | builtin.String
	case plan.Sub:
		return builtin.Number | builtin.String
	case plan.Mul, plan.Div, plan.Mod:
		return builtin.Number
	}
	return builtin.Bool
}

// never reports whether the value can be of none of the types.
func never(x plan.Expr, types builtin.Type) bool { return typeOf(x)&types == 0 }

// operands reports operands that the operator always fails on.
func (m *mission) operands(x *plan.Binary) {
	a, b := typeOf(x.X), typeOf(x.Y)
	wants := func(operand plan.Expr, types builtin.Type, what string) {
		if never(operand, types) {
			m.report(codeOperand, operand.At(), "", "%q wants %s, not %s", x.Op, what, describe(operand))
		}
	}
	const joins = builtin.Number | builtin.String
	switch x.Op {
	case plan.Mul, plan.Div, plan.Mod:
		wants(x.X, builtin.Number, "numbers")
		wants(x.Y, builtin.Number, "numbers")
	case plan.Range:
		wants(x.X, builtin.Number, "integers")
		wants(x.Y, builtin.Number, "integers")
	case plan.Add:
		if a&builtin.String == 0 && b&builtin.String == 0 {
			wants(x.X, builtin.Number, "numbers or strings")
			wants(x.Y, builtin.Number, "numbers or strings")
		}
	case plan.Sub:
		wants(x.X, joins, "numbers or dates")
		wants(x.Y, joins, "numbers or dates")
	case plan.Lt, plan.Le, plan.Gt, plan.Ge:
		wants(x.X, joins|builtin.Null, "numbers or strings")
		wants(x.Y, joins|builtin.Null, "numbers or strings")
		if literals(x.X, x.Y) && (a == builtin.Number && b == builtin.String || a == builtin.String && b == builtin.Number) {
			m.report(codeOperand, x.Span, "toNumber(…) makes a number of a string", "%q cannot compare %s with %s", x.Op, describe(x.X), describe(x.Y))
		}
	case plan.StartsWith, plan.EndsWith:
		wants(x.X, builtin.String|builtin.Null, "strings")
		wants(x.Y, builtin.String|builtin.Null, "strings")
	case plan.In:
		wants(x.Y, builtin.Array|builtin.Object|builtin.String|builtin.Null, "an array, an object or a string behind it")
	case plan.Contains:
		wants(x.X, builtin.Array|builtin.Object|builtin.String|builtin.Null, "an array, an object or a string before it")
	}
}

func literals(a, b plan.Expr) bool {
	_, ok1 := a.(*plan.Literal)
	_, ok2 := b.(*plan.Literal)
	return ok1 && ok2
}

// describe names what an expression gives, for a message.
func describe(x plan.Expr) string {
	switch x := x.(type) {
	case *plan.Literal:
		switch v := x.Value.(type) {
		case nil:
			return "null"
		case string:
			return "the string " + quote(v)
		case bool:
			return fmt.Sprint(v)
		default:
			return "the number " + fmt.Sprint(v)
		}
	case *plan.StoreRef:
		return fmt.Sprintf("the store %q, an array of records", x.Store.Name)
	}
	return describeType(typeOf(x))
}

// quote is a text for a message, cut where it is long.
func quote(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return fmt.Sprintf("%q", string(runes[:most])) + "…"
	}
	return fmt.Sprintf("%q", text)
}

var typeNames = []struct {
	t    builtin.Type
	name string
}{
	{builtin.Array, "an array"},
	{builtin.Object, "an object"},
	{builtin.String, "a string"},
	{builtin.Number, "a number"},
	{builtin.Bool, "a boolean"},
	{builtin.Null, "null"},
}

// describeType names types, without null where there are others.
func describeType(t builtin.Type) string {
	if t == builtin.Dynamic {
		return "any value"
	}
	if t&^builtin.Null != 0 {
		t &^= builtin.Null
	}
	var names []string
	for _, n := range typeNames {
		if t&n.t != 0 {
			names = append(names, n.name)
		}
	}
	return joinOr(names)
}

func joinOr(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	text := words[0]
	for _, w := range words[1 : len(words)-1] {
		text += ", " + w
	}
	return text + " or " + words[len(words)-1]
}
