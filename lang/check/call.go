package check

import (
	"fmt"
	"slices"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

// call resolves a call in any of its three forms.
func (m *mission) call(w where, n *syntax.Call) plan.Expr {
	switch name := n.Func.Name; {
	case name == "env":
		return m.env(n)
	case name == "get" && n.Form != syntax.PlainCall && len(n.Args) == 2:
		return m.index(n.Span(), m.expr(w, n.Args[0]), m.expr(w, n.Args[1]))
	}
	f := builtin.Lookup(n.Func.Name)
	if f == nil {
		m.unknownFunction(w, n)
		return lost(n.Span())
	}
	if name, ok := firstArg(n).(*syntax.Name); ok && f.Name == "entries" && len(n.Args) == 1 {
		if s, ok := m.name(w, name).(*plan.StoreRef); ok {
			return &plan.StoreEntries{Span: n.Span(), Store: s.Store}
		}
	}
	if f.Several != nil && m.isSeveral(w, n) {
		f = f.Several
	}
	x := &plan.Call{Span: n.Span(), Func: f, Args: m.arguments(w, f, n)}
	if !m.argumentCount(f, n) {
		return lost(n.Span())
	}
	return x
}

func firstArg(n *syntax.Call) syntax.Expr {
	if len(n.Args) == 0 {
		return nil
	}
	return n.Args[0]
}

// env is env("NAME").
func (m *mission) env(n *syntax.Call) plan.Expr {
	if len(n.Args) == 1 {
		if s, ok := n.Args[0].(*syntax.String); ok {
			if name, ok := s.Const(); ok && name != "" {
				return &plan.EnvCall{Span: n.Span(), Name: name}
			}
		}
	}
	m.report(codeEnv, n.Span(), `write env("NAME")`, "env wants the name of one environment variable, as a literal")
	return lost(n.Span())
}

// isSeveral tells min(a, b), of several values, from min(list) and min(list,
// .field): a second argument with a function or a leading dot is about the
// elements of the first, unless that can be no array.
func (m *mission) isSeveral(w where, n *syntax.Call) bool {
	switch len(n.Args) {
	case 0, 1:
		return false
	case 2:
		if _, ok := n.Args[1].(*syntax.Lambda); ok {
			return false
		}
		if hasDot(n.Args[1]) {
			switch first := n.Args[0].(type) {
			case *syntax.Number, *syntax.Unary, *syntax.String:
				return true
			case *syntax.Call:
				f := builtin.Lookup(first.Func.Name)
				return f != nil && f.Result&builtin.Array == 0
			}
			return false
		}
	}
	return true
}

// hasDot reports a leading dot in an expression that is not about a record
// further in.
func hasDot(e syntax.Expr) bool {
	found := false
	syntax.Walk(e, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Dot:
			found = true
		case *syntax.Where:
			found = found || hasDot(n.X)
			return false
		case *syntax.AnyOf:
			found = found || hasDot(n.X)
			return false
		case *syntax.Call:
			if f := builtin.Lookup(n.Func.Name); f != nil {
				for i, arg := range n.Args {
					if p := f.Param(i); p == nil || p.Lambda == 0 {
						found = found || hasDot(arg)
					}
				}
				return false
			}
		}
		return !found
	})
	return found
}

// argumentCount judges how many arguments there are.
func (m *mission) argumentCount(f *builtin.Func, n *syntax.Call) bool {
	least, most, have := f.Least(), f.Most(), len(n.Args)
	if have >= least && (most < 0 || have <= most) {
		return true
	}
	wants := fmt.Sprint(least)
	switch {
	case most < 0:
		wants = "at least " + wants
	case most > least:
		wants = fmt.Sprintf("%d to %d", least, most)
		if most == least+1 {
			wants = fmt.Sprintf("%d or %d", least, most)
		}
	}
	if wants == "0" {
		wants = "no"
	}
	noun := "arguments"
	if wants == "1" || wants == "at least 1" {
		noun = "argument"
	}
	hint := "write " + f.Signature()
	if n.Form != syntax.PlainCall {
		hint += "; what stands in front of the call is the first argument"
	}
	if f.Name == "sortBy" && have > 2 {
		hint = "write reverse(sortBy(list, .name)) for the other direction"
	}
	m.report(codeArgumentCount, n.Func.Span, hint, "%q takes %s %s, not %d", f.Name, wants, noun, have)
	return false
}

func (m *mission) arguments(w where, f *builtin.Func, n *syntax.Call) []plan.Expr {
	var args []plan.Expr
	for i, e := range n.Args {
		p := f.Param(i)
		switch {
		case p == nil: // one too many
			m.looseArgument(w, e)
		case p.Lambda > 0:
			args = append(args, m.function(w, f, p, e))
		default:
			args = append(args, m.argument(w, f, e))
		}
	}
	return args
}

// argument resolves one that is a value.
func (m *mission) argument(w where, f *builtin.Func, e syntax.Expr) plan.Expr {
	if _, ok := e.(*syntax.Lambda); ok {
		m.report(codeLambda, e.Span(), "write "+f.Signature(), "%q takes no function here, but a value", f.Name)
		m.looseArgument(w, e)
		return lost(e.Span())
	}
	return m.expr(w, e)
}

// function resolves one that is a function of values: a lambda, or an
// expression about the element, which becomes one.
func (m *mission) function(w where, f *builtin.Func, p *builtin.Param, e syntax.Expr) plan.Expr {
	l, ok := e.(*syntax.Lambda)
	if !ok {
		if p.Lambda > 1 {
			m.report(codeLambda, e.Span(), "write "+f.Signature(), "%q wants a function of two values here", f.Name)
			return lost(e.Span())
		}
		if s, ok := e.(*syntax.String); ok {
			if text, ok := s.Const(); ok {
				m.report(codeLambda, e.Span(), "write ."+text, "%q wants a field or a function here, not the string %s", f.Name, quote(text))
				return lost(e.Span())
			}
		}
		return m.about(w, e)
	}
	if len(l.Params) != p.Lambda {
		gives := "one value"
		if p.Lambda > 1 {
			gives = "two values"
		}
		m.report(codeLambda, l.Span(), "write "+f.Signature(), "%q gives its function %s, and this one takes %d", f.Name, gives, len(l.Params))
		m.looseArgument(w, e)
		return lost(e.Span())
	}
	w = w.inside()
	x := &plan.Lambda{Span: l.Span()}
	for _, name := range l.Params {
		x.Params = append(x.Params, m.bind(w, name, plan.ParamVar))
	}
	if p.Lambda == 1 {
		w.record = x.Params[0]
	}
	x.Body = m.expr(w, l.Body)
	return x
}

// looseArgument looks for mistakes in an argument of which it is not known what
// it is for.
func (m *mission) looseArgument(w where, e syntax.Expr) {
	w.record = &plan.Var{Name: "record", Kind: plan.RecordVar}
	l, ok := e.(*syntax.Lambda)
	if !ok {
		m.expr(w, e)
		return
	}
	w = w.inside()
	for _, name := range l.Params {
		m.bind(w, name, plan.ParamVar)
	}
	m.expr(w, l.Body)
}

func (m *mission) unknownFunction(w where, n *syntax.Call) {
	args := n.Args
	if n.Form == syntax.MethodCall {
		if name, ok := args[0].(*syntax.Name); ok && habitsOfNames[name.Name] != "" && w.scope.lookup(name.Name) == nil {
			m.expr(w, name) // Math, JSON: the name says it
			args = args[1:]
			n = nil
		}
	}
	for _, e := range args {
		m.looseArgument(w, e)
	}
	if n == nil || m.told[n.Func.Name] {
		return
	}
	name := n.Func
	if hint := functionHints[name.Name]; hint != "" {
		m.report(codeFunction, name.Span, hint, "unknown function %q", name.Name)
		return
	}
	if m.otherThing(name, "a function is wanted here") {
		return
	}
	var known []string
	for _, f := range builtin.Funcs {
		known = append(known, f.Name)
	}
	if d := m.unknown(codeFunction, "function", name, known); d != nil {
		d.Hint = meant(name.Name, habitsOfFunctions, slices.Clip(known))
	}
}
