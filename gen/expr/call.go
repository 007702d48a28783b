package expr

import (
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// function writes a call of a function of the language.
func (w *Writer) function(out *Code, x *plan.Call) *j.Statement {
	if n, ok := w.count(out, x); ok {
		return fromInt(n)
	}
	operands := make([]Operand, len(x.Args))
	for i, arg := range x.Args {
		if lambda, ok := arg.(*plan.Lambda); ok {
			operands[i] = Operand{Code: func(out *Code) *j.Statement { return w.Lambda(out, lambda) }}
			continue
		}
		hint := ""
		if p := x.Func.Param(i); p != nil {
			hint = p.Name
		}
		operands[i] = w.Operand(arg, hint)
	}
	return w.call(rtapi.Function(x.Func.Go), x.Span, asCode(w.InOrder(out, operands...))...)
}

// Lambda writes a function of values as a func literal. What it would evaluate to
// the same for each value goes to out; where out is nil, it stays.
func (w *Writer) Lambda(out *Code, l *plan.Lambda) *j.Statement {
	return w.literal(out, l, rtapi.Value.Qual(), func(inner *Writer, out *Code) { inner.Into(out, l.Body, Dest{kind: give}) })
}

// Predicate writes a function of values as a func literal that gives a bool.
func (w *Writer) Predicate(l *plan.Lambda) *j.Statement {
	return w.literal(nil, l, j.Bool(), func(inner *Writer, out *Code) {
		truth := inner.Cond(out, l.Body)
		out.Add(j.Return(truth))
	})
}

func (w *Writer) literal(out *Code, l *plan.Lambda, result *j.Statement, give func(inner *Writer, out *Code)) *j.Statement {
	inner := w.In(w.Scope.Block())
	inner.Repeated = true
	read := make(map[*plan.Var]bool)
	Reads(l.Body, func(v *plan.Var) { read[v] = true })
	bound := make(map[*plan.Var]func() *j.Statement)
	params := make([]j.Code, len(l.Params))
	unread := 0
	for i, p := range l.Params {
		name := "_"
		if read[p] {
			name = inner.Scope.Param(parameter(p))
			bound[p] = func() *j.Statement { return j.Id(name) }
		} else {
			unread++
		}
		params[i] = j.Id(name)
		delete(read, p)
	}
	if out != nil {
		inner.Same = w.inFront(out, read)
	}
	if unread == len(params) {
		for i := range params {
			params[i] = rtapi.Value.Qual()
		}
	} else {
		params[len(params)-1].(*j.Statement).Add(rtapi.Value.Qual())
	}
	var body Code
	give(inner.With(bound), &body)
	head := j.Func().Params(params...).Add(result)
	if len(body) == 1 && !Long(l.Body.At().Text()) {
		return head.Custom(j.Options{Open: "{", Close: "}"}, body...)
	}
	return head.Block(body...)
}

func parameter(p *plan.Var) string {
	if p.Kind == plan.RecordVar || p.Name == "" {
		return "record"
	}
	return names.Local(p.Name)
}

// Long tells what the author wrote over several lines, or what is too much for
// one line of Go together with what stands around it.
func Long(text string) bool { return len(text) > 60 || strings.Contains(text, "\n") }
