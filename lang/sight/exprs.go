package sight

import (
	"maps"
	"slices"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
)

// use takes an expression whose whole value is looked at.
func (w *walker) use(x plan.Expr, at bindings) {
	if x != nil {
		w.eval(x, at).whole(x.At())
	}
}

// eval takes an expression, and gives where its value may come from: who asked
// says what it looks at.
func (w *walker) eval(x plan.Expr, at bindings) places {
	switch x := x.(type) {
	case *plan.VarRef:
		return at[x.Var]
	case *plan.Member:
		return w.eval(x.X, at).field(x.Name)
	case *plan.Index:
		return w.index(x, at)
	case *plan.Cond:
		w.use(x.If, at)
		return w.eval(x.Then, at).with(w.eval(x.Else, at))
	case *plan.Binary:
		return w.binary(x, at)
	case *plan.Where:
		list := w.eval(x.X, at)
		w.lambda(x.Keep, at, list.elements())
		return list
	case *plan.AnyOf:
		elements := w.eval(x.X, at).elements()
		if x.Keep == nil {
			elements.whole(x.Span)
		} else {
			w.lambda(x.Keep, at, elements)
		}
		return nil
	case *plan.Is:
		value := w.eval(x.X, at)
		if x.Schema != nil {
			value.whole(x.Span)
		}
		value.seen()
		return nil
	case *plan.MatchExpr:
		return w.choice(x, at)
	case *plan.Call:
		return w.call(x, at)
	case *plan.Lambda:
		w.lambda(x, at)
		return nil
	}
	w.inside(x, at)
	return nil
}

// call takes a function. One that goes through an array looks at the parts of
// its elements that the function given to it looks at.
func (w *walker) call(x *plan.Call, at bindings) places {
	counts := len(x.Args) == 1 && slices.Contains(counting, x.Func.Name)
	if !counts && !goesThrough(x) {
		for _, arg := range x.Args {
			w.use(arg, at)
		}
		return nil
	}
	list := w.eval(x.Args[0], at)
	if counts {
		list.seen()
		list.count()
		return nil
	}
	elements := list.elements()
	params := []places{elements, elements}
	if started(x) {
		params[0] = nil // what the function gave for those before, all of which is seen
	}
	for _, arg := range x.Args[1:] {
		if f, ok := arg.(*plan.Lambda); ok {
			w.lambda(f, at, params...)
		} else {
			w.use(arg, at)
		}
	}
	switch {
	case x.Func.Rule == builtin.Rearranged:
		return list
	case x.Func.Rule == builtin.Element:
		return elements
	case !started(x) && !slices.Contains(deriving, x.Func.Name):
		elements.whole(x.Span)
	}
	return nil
}

// started tells a reduce that does not begin with an element.
func started(x *plan.Call) bool { return x.Func.Name == "reduce" && len(x.Args) == 3 }

var (
	// counting functions of one argument look at how many parts it has.
	counting = []string{"length", "count", "isEmpty"}
	// deriving functions give nothing of the elements but what the function
	// given to them gives.
	deriving = []string{"map", "count", "sum", "avg", "min", "max", "any", "all", "findIndex"}
	// moving functions look at no element themselves.
	moving = []string{"first", "last", "reverse", "slice"}
)

// goesThrough tells a call whose first argument is an array, of which it looks
// at no element but through a function.
func goesThrough(x *plan.Call) bool {
	return slices.Contains(moving, x.Func.Name) ||
		slices.ContainsFunc(x.Args, func(arg plan.Expr) bool { _, ok := arg.(*plan.Lambda); return ok })
}

// inside takes the parts of an expression that makes a value of its own.
func (w *walker) inside(x plan.Expr, at bindings) {
	plan.Inspect(x, func(part plan.Expr) bool {
		if part == x {
			return true
		}
		w.use(part, at)
		return false
	})
}

// lambda takes a function of those parameters.
func (w *walker) lambda(l *plan.Lambda, at bindings, params ...places) {
	inside := maps.Clone(at)
	for i, v := range l.Params {
		inside[v] = nil
		if i < len(params) {
			inside[v] = params[i]
		}
	}
	w.use(l.Body, inside)
}

func (w *walker) index(x *plan.Index, at bindings) places {
	value := w.eval(x.X, at)
	if key, ok := x.Key.(*plan.Literal); ok {
		switch key := key.Value.(type) {
		case string:
			// Of an array no text is an index, and of an object it is a field:
			// what field sees through arrays besides is too much, not too little.
			return value.field(key)
		case int64:
			if key >= 0 {
				return value.elements()
			}
		}
	}
	w.use(x.Key, at)
	value.whole(x.Span)
	return nil
}

func (w *walker) binary(x *plan.Binary, at bindings) places {
	switch {
	case x.Op == plan.Coalesce:
		first := w.eval(x.X, at)
		first.seen()
		return first.with(w.eval(x.Y, at))
	case x.Op == plan.Eq || x.Op == plan.Ne:
		// What equals a literal has no parts.
		if _, ok := x.Y.(*plan.Literal); ok {
			w.eval(x.X, at).seen()
			return nil
		}
		if _, ok := x.X.(*plan.Literal); ok {
			w.eval(x.Y, at).seen()
			return nil
		}
	}
	w.use(x.X, at)
	w.use(x.Y, at)
	return nil
}

func (w *walker) choice(x *plan.MatchExpr, at bindings) places {
	var subject, values places
	if x.Subject != nil {
		subject = w.eval(x.Subject, at)
	}
	catchAll := false
	for i := range x.Arms {
		arm := &x.Arms[i]
		inside := maps.Clone(at)
		if x.Var != nil {
			inside[x.Var] = subject
		}
		w.pattern(arm.Pattern, subject, inside)
		if arm.Guard != nil {
			w.use(arm.Guard, inside)
		}
		catchAll = catchAll || takesAll(arm.Pattern, arm.Guard)
		values = values.with(w.eval(arm.Value, inside))
	}
	if !catchAll {
		subject.whole(x.Span)
	}
	return values
}
