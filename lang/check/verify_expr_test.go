package check_test

import (
	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
)

func (v *verifier) arm(f *frame, subject plan.Expr, holds *plan.Var, p plan.Pattern, guard plan.Expr, last bool) {
	if holds != nil {
		f.declare(holds)
	}
	if subject == nil && p == nil && guard == nil {
		v.fail("an arm without pattern and condition")
	}
	if p != nil {
		v.pattern(f, p)
		switch p.(type) {
		case *plan.Any, *plan.Bind:
			if guard == nil && !last {
				v.fail("%s: arms behind one that takes everything", p.At())
			}
		default:
			if subject == nil {
				v.fail("%s: a pattern without a subject", p.At())
			}
		}
	}
	v.exprs(f, guard)
}

func (v *verifier) pattern(f *frame, p plan.Pattern) {
	if !p.At().IsValid() {
		v.fail("a pattern is lost")
	}
	switch p := p.(type) {
	case *plan.Equal:
		v.expr(f, p.Value)
	case *plan.Bind:
		f.declare(p.Var)
	case *plan.SchemaPattern:
		v.schema(p.Schema)
	case *plan.Elements:
		for _, e := range p.Elems {
			v.pattern(f, e)
		}
	case *plan.Fields:
		for _, field := range p.Fields {
			v.pattern(f, field.Fit)
		}
	}
}

func (v *verifier) reads(f *frame, x *plan.Var, what string) {
	v.read[x] = true
	if !f.has(x) {
		v.fail("%s: %s is not declared where %s reads it", x.Span, x.Name, what)
	}
}

func (v *verifier) fields(f *frame, fields []plan.Field) {
	for _, field := range fields {
		v.expr(f, field.Value)
	}
}

func (v *verifier) exprs(f *frame, list ...plan.Expr) {
	for _, x := range list {
		if x != nil {
			v.expr(f, x)
		}
	}
}

func (v *verifier) lambda(f *frame, l *plan.Lambda) {
	if l != nil {
		v.expr(f, l)
	}
}

func (v *verifier) expr(f *frame, x plan.Expr) {
	if x == nil {
		v.fail("an expression is missing")
		return
	}
	if !x.At().IsValid() {
		v.fail("%T without a place", x)
	}
	switch x := x.(type) {
	case *plan.Literal:
		switch x.Value.(type) {
		case nil, bool, int64, uint64, float64, string:
		default:
			v.fail("%s: a literal of type %T", x.Span, x.Value)
		}
	case *plan.Template:
		for _, part := range x.Parts {
			v.exprs(f, part.Value)
		}
	case *plan.Array:
		v.exprs(f, x.Elems...)
	case *plan.Object:
		v.fields(f, x.Fields)
	case *plan.VarRef:
		v.reads(f, x.Var, x.Span.String())
	case *plan.StoreRef:
		v.store(x.Store)
	case *plan.StoreGet:
		v.store(x.Store)
		v.expr(f, x.Key)
	case *plan.StoreEntries:
		v.store(x.Store)
	case *plan.Member:
		v.expr(f, x.X)
	case *plan.Index:
		v.exprs(f, x.X, x.Key)
	case *plan.Call:
		v.call(f, x)
	case *plan.Lambda:
		inner := newFrame(f)
		for _, p := range x.Params {
			inner.declare(p)
		}
		v.expr(inner, x.Body)
	case *plan.Unary:
		v.expr(f, x.X)
	case *plan.Binary:
		v.expr(f, x.X)
		v.expr(f, x.Y)
	case *plan.Cond:
		v.expr(f, x.If)
		v.expr(f, x.Then)
		v.expr(f, x.Else)
	case *plan.Where:
		v.expr(f, x.X)
		v.lambda(f, x.Keep)
	case *plan.AnyOf:
		v.expr(f, x.X)
		v.lambda(f, x.Keep)
	case *plan.Is:
		v.expr(f, x.X)
		v.schema(x.Schema)
	case *plan.MatchExpr:
		v.exprs(f, x.Subject)
		if len(x.Arms) == 0 {
			v.fail("%s: no arms", x.Span)
		}
		for i, arm := range x.Arms {
			inner := newFrame(f)
			v.arm(inner, x.Subject, x.Var, arm.Pattern, arm.Guard, i == len(x.Arms)-1)
			v.expr(inner, arm.Value)
		}
	}
}

// call holds the arguments against the parameters.
func (v *verifier) call(f *frame, x *plan.Call) {
	if x.Func.Go == "" {
		v.fail("%s: %s is no function of the runtime", x.Span, x.Func.Name)
	}
	n := len(x.Args)
	if most := x.Func.Most(); n < x.Func.Least() || most >= 0 && n > most {
		v.fail("%s: %d arguments for %s", x.Span, n, x.Func.Name)
	}
	for i, arg := range x.Args {
		v.expr(f, arg)
		p := x.Func.Param(i)
		if p == nil {
			p = &builtin.Param{}
		}
		l, ok := arg.(*plan.Lambda)
		if ok != (p.Lambda > 0) || ok && len(l.Params) != p.Lambda {
			v.fail("%s: argument %d of %s is no %d-function", x.Span, i+1, x.Func.Name, p.Lambda)
		}
	}
}
