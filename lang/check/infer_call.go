package check

import (
	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/types"
)

// call is the type of what a function gives. It tells arguments that it does not
// take.
func (t *typing) call(x *plan.Call) types.Type {
	args := make([]types.Type, len(x.Args))
	for i, arg := range x.Args {
		p := x.Func.Param(i)
		if l, ok := arg.(*plan.Lambda); ok {
			elem := types.Any
			if i > 0 {
				elem = elementOf(args[0])
			}
			if len(l.Params) == 2 && x.Func.Name == "reduce" {
				args[i] = t.function(l, types.Any, elem) // what came so far is anything
			} else {
				args[i] = t.function(l, elem, elem)
			}
			continue
		}
		args[i] = t.expr(arg)
		t.wants(arg, args[i], p.Type, codeArgument, "", "%q wants %s, not %s", x.Func.Name, describeType(p.Type))
	}
	return t.result(x, args)
}

// result is what the function gives for such arguments.
func (t *typing) result(x *plan.Call, args []types.Type) types.Type {
	whole := types.Of(x.Func.Result)
	if len(args) == 0 {
		return whole
	}
	first := args[0]
	switch x.Func.Rule {
	case builtin.Passes:
		if !mayBeNull(args...) {
			return whole.Without(builtin.Null)
		}
	case builtin.Parts:
		parts := types.ArrayOf(types.Of(builtin.String))
		if mayBeNull(first) {
			return types.Join(parts, types.Of(builtin.Null))
		}
		return parts
	case builtin.Texts:
		return types.ArrayOf(types.Of(builtin.String))
	case builtin.Numbers:
		return types.ArrayOf(types.Of(builtin.Number))
	case builtin.Rearranged:
		list := types.ArrayOf(t.elements(x, first))
		switch {
		case !first.May(builtin.String):
			return list
		case !first.May(builtin.Array | builtin.Null):
			return types.Of(builtin.String)
		}
		return types.Join(list, types.Of(builtin.String))
	case builtin.Element:
		return types.Join(t.elements(x, first), types.Of(builtin.Null))
	case builtin.Mapped:
		return types.ArrayOf(args[1])
	case builtin.Chunked:
		return types.ArrayOf(types.ArrayOf(elementOf(first)))
	case builtin.Wrapped:
		wrapped := first.Without(builtin.Array | builtin.Null)
		if first.May(builtin.Array) {
			wrapped = types.Join(wrapped, elementOf(first))
		}
		return types.ArrayOf(wrapped)
	case builtin.Joined:
		return joinedType(args)
	case builtin.Chosen:
		return chosen(args)
	}
	return whole
}

// elements is what an element of the result is: one for which the function, where
// it is a condition, holds.
func (t *typing) elements(x *plan.Call, first types.Type) types.Type {
	elem := elementOf(first)
	if name := x.Func.Name; len(x.Args) == 2 && (name == "filter" || name == "find") {
		if l, ok := x.Args[1].(*plan.Lambda); ok {
			return t.kept(l, elem)
		}
	}
	return elem
}

func mayBeNull(list ...types.Type) bool {
	for _, t := range list {
		if t.May(builtin.Null) {
			return true
		}
	}
	return false
}

// joinedType is what concat gives.
func joinedType(args []types.Type) types.Type {
	var elem types.Type
	all, none := true, false
	for _, arg := range args {
		all = all && arg.Is(builtin.Array)
		none = none || !arg.May(builtin.Array)
		elem = types.Join(elem, elementOf(arg))
	}
	switch {
	case none:
		return types.Of(builtin.String)
	case all:
		return types.ArrayOf(elem)
	}
	return types.Join(types.ArrayOf(elem), types.Of(builtin.String))
}

// chosen is one of the arguments, or null where all of them may be null.
func chosen(args []types.Type) types.Type {
	var have types.Type
	null := true
	for _, arg := range args {
		have = types.Join(have, arg.Without(builtin.Null))
		null = null && arg.May(builtin.Null)
	}
	if null {
		have = types.Join(have, types.Of(builtin.Null))
	}
	return have
}
