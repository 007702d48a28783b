package check

import (
	"fmt"
	"strings"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/types"
)

// A typing goes once through everything that a mission evaluates, in the order
// in which it does, and knows of each value what types.Type can say. It tells
// what surely fails where it is evaluated as an error, and what is of no use, or
// of use only where a value is null, as a warning. Of what comes from outside
// (answers, stores, the environment) nothing is known, and nothing is told.
type typing struct {
	*mission
	// vars are the types of variables that keep what they are bound to.
	vars map[*plan.Var]types.Type
	// facts are what steps have set and conditions have found out, the latest
	// first.
	facts *fact
	// made is what each transform gives.
	made   map[*plan.Transform]types.Type
	bodies map[*plan.Block]*body
	// misfit tells that the pattern at hand can fit nothing.
	misfit bool
	// quiet is set where only the type is asked for.
	quiet bool
}

// checkTypes goes through the whole mission.
func (m *mission) checkTypes() {
	t := &typing{mission: m, vars: map[*plan.Var]types.Type{}, made: map[*plan.Transform]types.Type{}, bodies: map[*plan.Block]*body{}}
	for _, b := range m.bodies {
		t.bodies[b.plan] = b
	}
	for _, l := range m.plan.Lets {
		t.bind(l.Var, l.X, t.expr(l.X))
	}
	for _, name := range m.sources.names {
		s, _ := m.sources.get(name)
		t.source(s)
	}
	for _, name := range m.transforms.names {
		d, _ := m.transforms.get(name)
		t.transform(d)
	}
	for _, b := range m.bodies {
		if b.action != nil {
			t.facts = nil
			t.begin(b)
			t.steps(b.plan)
		}
	}
	t.facts = nil
	t.each(m.plan.MaxConcurrency)
	for _, s := range m.named {
		t.each(s.If)
	}
}

// kinds are those of an expression's value, as far as it says them itself.
func (m *mission) kinds(x plan.Expr) types.Type {
	t := &typing{mission: m, vars: map[*plan.Var]types.Type{}, quiet: true}
	return t.expr(x)
}

// never reports whether the value can surely be of none of the kinds.
func (m *mission) never(x plan.Expr, kinds builtin.Type) bool { return !m.kinds(x).May(kinds) }

// describe names what an expression gives, as far as it says so itself.
func (m *mission) describe(x plan.Expr) string { return describe(x, m.kinds(x)) }

// tell reports a problem.
func (t *typing) tell(code diag.Code, at source.Span, hint, format string, args ...any) *diag.Diagnostic {
	if t.quiet {
		return &diag.Diagnostic{}
	}
	return t.report(code, at, hint, format, args...)
}

// noteOrigin adds where a type comes from.
func noteOrigin(d *diag.Diagnostic, list ...types.Type) {
	for i, have := range list {
		o := have.Origin
		if o == nil || d.Span.Contains(o.Span) || i > 0 && list[0].Origin != nil && *list[0].Origin == *o {
			continue
		}
		note(d, o.Span, "%s", o.Text)
	}
}

// wants reports an expression that is of none of the kinds. The format's last
// verb is for what it is instead.
func (t *typing) wants(x plan.Expr, have types.Type, kinds builtin.Type, code diag.Code, hint, format string, args ...any) {
	t.wantsAt(x.At(), x, have, kinds, code, hint, format, args...)
}

func (t *typing) wantsAt(at source.Span, x plan.Expr, have types.Type, kinds builtin.Type, code diag.Code, hint, format string, args ...any) {
	switch common := have.Kinds & kinds; {
	case have.IsNone():
		return
	case common == 0:
	case common == builtin.Null && have.Kinds != builtin.Null:
		code = codeNullOnly
	default:
		return
	}
	d := t.tell(code, at, hint, format, append(args, describe(x, have))...)
	noteOrigin(d, have)
}

// describe names what an expression gives, for a message.
func describe(x plan.Expr, have types.Type) string {
	switch x := x.(type) {
	case *plan.Literal:
		return literalText(x)
	case *plan.StoreRef:
		return fmt.Sprintf("the store %q, an array of records", x.Store.Name)
	case *plan.VarRef:
		if x.Var.Kind == plan.ResponseVar && have.Is(builtin.Null) {
			return "null (nothing sets response before)"
		}
	}
	return describeKinds(have)
}

// describeKinds names a type, for a message: the literal, where it is one alone.
func describeKinds(have types.Type) string {
	if list := have.Literals(); len(list) == 1 && have.Is(types.Equal(list[0]).Kinds|builtin.Null) {
		return literalText(list[0])
	}
	return describeType(have.Kinds)
}

// literalText names a literal, for a message.
func literalText(l *plan.Literal) string {
	switch v := l.Value.(type) {
	case nil:
		return "null"
	case string:
		return "the string " + quote(v)
	case bool:
		return fmt.Sprint(v)
	default:
		return "the number " + fmt.Sprint(v)
	}
}

// bareText is a literal as it is written.
func bareText(l *plan.Literal) string {
	if text, ok := l.Value.(string); ok {
		return quote(text)
	}
	return fmt.Sprint(l.Value)
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

func joinOr(words []string) string { return joined(words, "or") }

func joinAnd(words []string) string { return joined(words, "and") }

func joined(words []string, last string) string {
	n := len(words) - 1
	if n < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}
