package expr

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// A Dest is where the value of an expression goes.
type Dest struct {
	kind destKind
	name string
}

type destKind int

const (
	define destKind = iota // a variable to be declared
	assign                 // one that is there
	give                   // the result of the function
	drop                   // nowhere: it is evaluated for its failures
)

// Define declares the variable with the value.
func Define(name string) Dest { return Dest{define, name} }

// Assign gives the value to a variable.
func Assign(name string) Dest { return Dest{assign, name} }

// Return gives the value as the function's result; what is made for it may be named
// after the hint.
func Return(hint string) Dest { return Dest{give, hint} }

// Into writes statements that evaluate an expression and put its value where d
// says.
func (w *Writer) Into(out *Code, x plan.Expr, d Dest) {
	if d.kind == drop {
		w.Discard(out, x)
		return
	}
	x = fold(x)
	if v := w.same(x, sameAs(d.name)); v != nil {
		d.put(out, v)
		return
	}
	switch x := x.(type) {
	case *plan.Cond:
		w.choice(out, x, d)
		return
	case *plan.MatchExpr:
		w.match(out, x, d)
		return
	case *plan.Binary:
		if isLazy(x) {
			w.either(out, x, d)
			return
		}
	}
	d.put(out, w.Value(out, x, d.name))
}

func (d Dest) put(out *Code, v *j.Statement) {
	switch d.kind {
	case define:
		out.Add(j.Id(d.name).Op(":=").Add(v))
	case assign:
		out.Add(j.Id(d.name).Op("=").Add(v))
	case give:
		out.Add(j.Return(v))
	case drop:
	}
}

// declared declares the variable of a Define, which the arms of a choice then
// assign.
func (d Dest) declared(out *Code) Dest {
	if d.kind != define {
		return d
	}
	out.Add(j.Var().Id(d.name).Add(rtapi.Value.Qual()))
	return Assign(d.name)
}

// chosen writes an expression that needs statements as one operand: the variable
// that they set, or a func literal where none can stand.
func (w *Writer) chosen(out *Code, x plan.Expr, hint string) *j.Statement {
	if out != nil {
		name := w.Scope.New(hinted(hint))
		w.Into(out, x, Define(name))
		return j.Id(name)
	}
	var body Code
	w.In(w.Scope.Block()).Into(&body, x, Dest{kind: give})
	return j.Func().Params().Add(rtapi.Value.Qual()).Block(body...).Call()
}

// either writes `or`, `and` and `??`: the second operand where the first leaves
// it open.
func (w *Writer) either(out *Code, x *plan.Binary, d Dest) {
	name, first := d.name, d
	if d.kind == give {
		name = w.Scope.New("first")
		first = Define(name)
	}
	w.Into(out, x.X, first)
	var open *j.Statement
	switch v := j.Id(name); x.Op {
	case plan.Or:
		open = not(true, rtapi.ValueTruthy.On(v))
	case plan.And:
		open = rtapi.ValueTruthy.On(v)
	default:
		open = rtapi.ValueIsNull.On(v)
	}
	second := d
	if d.kind == define {
		second = Assign(d.name)
	}
	out.Add(j.If(open).Block(w.inBlock(x.Y, second)...))
	if d.kind == give {
		out.Add(j.Return(j.Id(name)))
	}
}

// inBlock writes an expression in a block of its own.
func (w *Writer) inBlock(x plan.Expr, d Dest) []j.Code {
	var body Code
	w.In(w.Scope.Block()).Into(&body, x, d)
	return body
}

// choice writes `if c then a else b`.
func (w *Writer) choice(out *Code, x *plan.Cond, d Dest) {
	w.decide(out, func(out *Code) *j.Statement { return w.Cond(out, x.If) }, w, x.Then, w, x.Else, d)
}

// decide writes one of two values, each as its writer does.
func (w *Writer) decide(
	out *Code, cond func(*Code) *j.Statement, thenBy *Writer, then plan.Expr, elseBy *Writer, els plan.Expr, d Dest,
) {
	switch {
	case d.kind == drop:
		c, a, b := cond(out), thenBy.inBlock(then, d), elseBy.inBlock(els, d)
		switch {
		case len(b) == 0:
			out.Add(j.If(c).Block(a...))
		case len(a) == 0:
			out.Add(j.If(not(true, j.Parens(c))).Block(b...))
		default:
			out.Add(j.If(c).Block(a...).Else().Block(b...))
		}
	case d.kind == give:
		out.Add(j.If(cond(out)).Block(thenBy.inBlock(then, d)...))
		elseBy.Into(out, els, d)
	case d.kind == define && simple(els):
		elseBy.Into(out, els, d)
		out.Add(j.If(cond(out)).Block(thenBy.inBlock(then, Assign(d.name))...))
	default:
		d = d.declared(out)
		c := cond(out)
		s := j.If(c).Block(thenBy.inBlock(then, d)...).Else()
		if next, ok := fold(els).(*plan.Cond); ok {
			out.Add(s.Add(elseBy.chain(next, d)))
		} else {
			out.Add(s.Block(elseBy.inBlock(els, d)...))
		}
	}
}

// chain writes a choice behind else: else if, or a block where its condition
// wants statements in front.
func (w *Writer) chain(x *plan.Cond, d Dest) *j.Statement {
	if wantsStatements(x.If) {
		return j.Block(w.inBlock(x, d)...)
	}
	s := j.If(w.Cond(nil, x.If)).Block(w.inBlock(x.Then, d)...).Else()
	if next, ok := fold(x.Else).(*plan.Cond); ok {
		return s.Add(w.chain(next, d))
	}
	return s.Block(w.inBlock(x.Else, d)...)
}

// match writes a match expression. Its subject is a variable already, or becomes
// one.
func (w *Writer) match(out *Code, x *plan.MatchExpr, d Dest) {
	if x.Subject != nil {
		w = w.With(map[*plan.Var]func() *j.Statement{x.Var: w.subject(out, x, d)})
	}
	path := w.Path(func() *j.Statement { return w.variable(x.Var) })
	arms := reachable(x)
	if len(arms) > 0 && Always(arms[0].Pattern, arms[0].Guard) { // nothing to choose
		w.With(path.Arm(arms[0].Pattern, nil, nil, true).Bound).Into(out, arms[0].Value, d)
		return
	}
	if len(arms) == 2 && Always(arms[1].Pattern, arms[1].Guard) {
		fit, other := path.Arm(arms[0].Pattern, arms[0].Guard, nil, true), path.Arm(arms[1].Pattern, nil, nil, true)
		w.decide(out, func(*Code) *j.Statement { return fit.Cond }, w.With(fit.Bound), arms[0].Value, w.With(other.Bound), arms[1].Value, d)
		return
	}
	d = d.declared(out)
	var cases []j.Code
	open := true
	for _, arm := range arms {
		fit := path.Arm(arm.Pattern, arm.Guard, nil, true)
		head := j.Default()
		if fit.Cond != nil {
			head = j.Case(fit.Cond)
		} else {
			open = false
		}
		cases = append(cases, head.Block(w.With(fit.Bound).inBlock(arm.Value, d)...))
	}
	if open {
		cases = append(cases, j.Default().Block(w.noFit(x)))
	}
	out.Add(j.Switch().Block(cases...))
	if open && d.kind == give {
		out.Add(j.Return(rtapi.Null.Qual()))
	}
}

// reachable are the arms that some subject can come to.
func reachable(x *plan.MatchExpr) []*plan.ExprArm {
	var arms []*plan.ExprArm
	for i := range x.Arms {
		arm := &x.Arms[i]
		if Never(arm.Guard) {
			continue
		}
		arms = append(arms, arm)
		if Always(arm.Pattern, arm.Guard) {
			break
		}
	}
	return arms
}

// noFit is the failure of a match expression without an arm that fits.
func (w *Writer) noFit(x *plan.MatchExpr) *j.Statement {
	fail := rtapi.EvalFail.Of(rtapi.StrandEval.Of(strand()))
	if x.Subject == nil {
		return fail.Call(w.Pos(x.Span), j.Lit("no condition of the match holds; add the arm `_ => …` for everything else"))
	}
	return fail.Call(w.Pos(x.Span), j.Lit("no arm fits %s; add the arm `_ => …` for everything else"), rtapi.Brief.Call(w.variable(x.Var)))
}

// subject gives what reads the subject of a match: a variable stays what it is,
// anything else becomes one where the arms need it.
func (w *Writer) subject(out *Code, x *plan.MatchExpr, d Dest) func() *j.Statement {
	if ref, ok := x.Subject.(*plan.VarRef); ok {
		return func() *j.Statement { return w.variable(ref.Var) }
	}
	values := Reads
	if d.kind == drop {
		values = DiscardReads
	}
	if !needsSubject(x, values) {
		w.Discard(out, x.Subject)
		return nil
	}
	word := Word(x.Subject)
	if word == "" {
		word = "subject"
	}
	name := w.Scope.New(names.Local(word))
	w.Into(out, x.Subject, Define(name))
	return func() *j.Statement { return j.Id(name) }
}
