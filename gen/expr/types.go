package expr

import (
	"slices"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
)

// typeOf is what is known of an expression's value before the run.
func typeOf(x plan.Expr) builtin.Type {
	switch x := fold(x).(type) {
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
	case *plan.Array, *plan.StoreRef, *plan.StoreEntries, *plan.Errors:
		return builtin.Array
	case *plan.Object:
		return builtin.Object
	case *plan.Where:
		return builtin.Array
	case *plan.AnyOf, *plan.Is:
		return builtin.Bool
	case *plan.Call:
		return x.Func.Result
	case *plan.Member:
		if _, ok := length(x); ok {
			return builtin.Number
		}
	case *plan.Unary:
		if x.Op == plan.Not {
			return builtin.Bool
		}
		return builtin.Number
	case *plan.Binary:
		return typeOfBinary(x)
	case *plan.Cond:
		return typeOf(x.Then) | typeOf(x.Else)
	}
	return builtin.Dynamic
}

func typeOfBinary(x *plan.Binary) builtin.Type {
	switch x.Op {
	case plan.Or, plan.And, plan.Coalesce:
		return typeOf(x.X) | typeOf(x.Y)
	case plan.Range:
		return builtin.Array
	case plan.Add, plan.Sub:
		if typeOf(x.X)|typeOf(x.Y) == builtin.Number {
			return builtin.Number
		}
		return builtin.Number | builtin.String
	case plan.Mul, plan.Div, plan.Mod:
		return builtin.Number
	}
	return builtin.Bool
}

// Known is the truth of a condition that does not depend on the run.
func Known(x plan.Expr) (truth, known bool) {
	switch x := x.(type) {
	case *plan.Literal:
		switch v := x.Value.(type) {
		case nil:
			return false, true
		case bool:
			return v, true
		case string:
			return v != "", true
		case int64:
			return v != 0, true
		case uint64:
			return v != 0, true
		case float64:
			return v != 0, true
		}
	case *plan.Unary:
		if x.Op == plan.Not {
			truth, known = Known(x.X)
			return !truth, known
		}
	case *plan.Binary:
		if x.Op != plan.And && x.Op != plan.Or {
			return false, false
		}
		first, known := Known(x.X)
		switch {
		case known && first == (x.Op == plan.Or):
			return first, true
		case known:
			return Known(x.Y)
		}
	}
	return false, false
}

// Fallible tells whether the expression can fail when it is evaluated.
func Fallible(x plan.Expr) bool {
	switch x := fold(x).(type) {
	case nil, *plan.Literal, *plan.VarRef, *plan.StoreRef, *plan.StoreEntries, *plan.Errors, *plan.EnvText, *plan.EnvCall, *plan.Lambda:
		return false
	case *plan.Call:
		_, counts := length(x)
		return !counts && !neverFails[x.Func.Go] || slices.ContainsFunc(x.Args, Fallible)
	case *plan.Template:
		for _, part := range x.Parts {
			if part.Escape != plan.Plain || part.Value != nil && Fallible(part.Value) {
				return true
			}
		}
		return false
	case *plan.Object:
		for _, f := range x.Fields {
			if f.Spread && typeOf(f.Value)&^(builtin.Object|builtin.Null) != 0 || Fallible(f.Value) {
				return true
			}
		}
		return false
	case *plan.Unary:
		switch {
		case x.Op == plan.Not:
			return Fallible(x.X)
		case typeOf(x.X) == builtin.Number:
			return Fallible(x.X)
		}
		return true
	case *plan.Binary:
		return fallibleBinary(x)
	case *plan.Where:
		return !IsList(x.X) || Fallible(x.X) || Fallible(x.Keep.Body)
	case *plan.AnyOf:
		return !IsList(x.X) || Fallible(x.X) || x.Keep != nil && Fallible(x.Keep.Body)
	case *plan.MatchExpr:
		if Fallible(x.Subject) || !hasDefault(x) {
			return true
		}
		for _, arm := range x.Arms {
			if Fallible(arm.Guard) || Fallible(arm.Value) {
				return true
			}
		}
		return false
	}
	for _, part := range parts(fold(x)) {
		if Fallible(part) {
			return true
		}
	}
	return false
}

// neverFails are the functions that give something whatever they get.
var neverFails = map[string]bool{
	"Coalesce": true, "Concat": true, "Hash": true, "IsEmpty": true, "Now": true, "Timestamp": true,
	"ToArray": true, "ToBoolean": true, "ToNumber": true, "ToString": true, "UUID": true,
}

func fallibleBinary(x *plan.Binary) bool { return Fallible(x.X) || Fallible(x.Y) || failsItself(x) }

// failsItself tells an operator that may fail on operands that did not.
func failsItself(x *plan.Binary) bool {
	a, b := typeOf(x.X), typeOf(x.Y)
	switch x.Op {
	case plan.Or, plan.And, plan.Coalesce, plan.Eq, plan.Ne:
		return false
	case plan.Lt, plan.Le, plan.Gt, plan.Ge:
		// Numbers with numbers, strings with strings, and null with anything.
		return a != builtin.Null && b != builtin.Null && (a != b || a != builtin.Number && a != builtin.String)
	case plan.Add:
		// A length of time is a number, and an instant and one of them may fail.
		return a != builtin.String && b != builtin.String || (a|b)&builtin.Number != 0
	case plan.Range:
		return !isShortRange(x)
	case plan.StartsWith, plan.EndsWith:
		return (a|b)&^(builtin.String|builtin.Null) != 0
	}
	return true
}

// isShortRange tells a range whose ends are written out and that has not too
// many elements to be made.
func isShortRange(x *plan.Binary) bool {
	from, ok1 := x.X.(*plan.Literal)
	to, ok2 := x.Y.(*plan.Literal)
	if !ok1 || !ok2 {
		return false
	}
	a, ok1 := from.Value.(int64)
	b, ok2 := to.Value.(int64)
	const many = 1_000_000
	return ok1 && ok2 && -many < a && a < many && -many < b && b < many
}

// parts are the expressions right within x, for those kinds that do nothing
// else that could fail.
func parts(x plan.Expr) []plan.Expr {
	switch x := x.(type) {
	case *plan.Array:
		return x.Elems
	case *plan.StoreGet:
		return []plan.Expr{x.Key}
	case *plan.Member:
		return []plan.Expr{x.X}
	case *plan.Index:
		return []plan.Expr{x.X, x.Key}
	case *plan.Cond:
		return []plan.Expr{x.If, x.Then, x.Else}
	case *plan.Is:
		return []plan.Expr{x.X}
	}
	return nil
}

// hasDefault tells whether some arm takes whatever comes.
func hasDefault(x *plan.MatchExpr) bool {
	for i := range x.Arms {
		if Always(x.Arms[i].Pattern, x.Arms[i].Guard) {
			return true
		}
	}
	return false
}

// Always tells an arm that takes whatever comes: its pattern fits anything (or
// there is none) and its guard holds.
func Always(p plan.Pattern, guard plan.Expr) bool {
	switch p.(type) {
	case nil:
		if guard == nil {
			return true
		}
	case *plan.Any, *plan.Bind:
	default:
		return false
	}
	if guard == nil {
		return true
	}
	truth, known := Known(guard)
	return known && truth
}

// Never tells an arm whose guard cannot hold.
func Never(guard plan.Expr) bool {
	if guard == nil {
		return false
	}
	truth, known := Known(guard)
	return known && !truth
}

// simple tells an expression that neither fails nor costs anything to speak of:
// it may be evaluated where the language would not have.
func simple(x plan.Expr) bool {
	switch x := fold(x).(type) {
	case *plan.Literal, *plan.VarRef, *plan.EnvText, *plan.EnvCall:
		return true
	case *plan.Member:
		return simple(x.X)
	case *plan.Index:
		return simple(x.X) && simple(x.Key)
	case *plan.StoreGet:
		return simple(x.Key)
	case *plan.Array:
		for _, e := range x.Elems {
			if !simple(e) {
				return false
			}
		}
		return len(x.Elems) <= 4
	case *plan.Object:
		for _, f := range x.Fields {
			if f.Spread || !simple(f.Value) {
				return false
			}
		}
		return len(x.Fields) <= 4
	case *plan.Template:
		return !Fallible(x)
	}
	return false
}

// IsList tells an expression that is an array, or null, whatever happens.
func IsList(x plan.Expr) bool { return typeOf(x)&^(builtin.Array|builtin.Null) == 0 }

// length recognises what is the number of an array's elements: length(xs),
// count(xs) and xs.length of a store, or of anything else that is an array
// whatever happens. It gives the array.
func length(x plan.Expr) (plan.Expr, bool) {
	var of plan.Expr
	switch x := x.(type) {
	case *plan.Call:
		if (x.Func.Go == "Length" || x.Func.Go == "Count") && len(x.Args) == 1 {
			of = x.Args[0]
		}
	case *plan.Member:
		if x.Name == "length" {
			of = x.X
		}
	}
	return of, of != nil && typeOf(of) == builtin.Array
}
