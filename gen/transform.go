package gen

import (
	"fmt"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/flow"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// transforms makes a method for each transform.
func (g *generator) transforms() []j.Code {
	var code []j.Code
	for _, t := range g.mission.Transforms {
		code = append(code, j.Line())
		code = append(code, g.transform(t)...)
	}
	return code
}

func (g *generator) transform(t *plan.Transform) []j.Code {
	const record, at = "record", "at"
	name := g.members.transforms[t]
	scope := g.names.Function()
	scope.Take(record)
	scope.Take(at)
	value := func() *j.Statement { return j.Id(record) }
	w := g.writer(scope, func(*plan.Var) *j.Statement { return value() })
	w.Repeated = true
	path := w.Path(value)
	var fits []expr.Arm
	var variants []*plan.Variant
	var texts []j.Code
	for _, v := range t.Variants {
		if expr.Never(v.Guard) {
			continue
		}
		var fit plan.Pattern = &plan.Any{Span: v.Span}
		if v.From != nil {
			fit = &plan.SchemaPattern{Span: v.Span, Schema: v.From}
		}
		fits, variants = append(fits, path.Arm(fit, v.Guard, nil, true)), append(variants, v)
		texts = append(texts, expr.Quoted(v.Text))
		if fits[len(fits)-1].Cond == nil {
			break
		}
	}
	var body expr.Code
	var cases []j.Code
	total := false
	for i, v := range variants {
		if total = fits[i].Cond == nil; total {
			break
		}
		head := comments(v.Text + " -> " + v.To)
		block := g.variant(w.In(scope.Block()), v)
		if len(variants) == 1 || len(variants) == 2 && fits[1].Cond == nil {
			body.Add(j.If(fits[i].Cond).Block(append(head, block...)...), j.Line())
		} else {
			cases = append(cases, j.Case(fits[i].Cond).Block(append(head, block...)...))
		}
	}
	if len(cases) > 0 {
		body.Add(j.Switch().Block(cases...), j.Line())
	}
	if total {
		last := variants[len(variants)-1]
		if len(variants) > 1 {
			body.Add(comments(last.Text + " -> " + last.To)...)
		}
		body.Add(g.variant(w, last)...)
	} else {
		args := append([]j.Code{j.Id(at), j.Lit(t.Name), value()}, texts...)
		body.Add(j.Return(rtapi.StrandNoVariant.On(j.Id(expr.Strand), args...)))
	}
	doc := append([]string{comment(fmt.Sprintf("%s is the transform %s of a record; at is the step that applies it.", name, t.Name))}, apart(t.Doc)...)
	method := j.Func().Params(j.Id("m").Op("*").Id("mission")).Id(name).Params(
		j.Id(expr.Strand).Op("*").Add(rtapi.Strand.Qual()), j.Id(at).Add(rtapi.Pos.Qual()), j.Id(record).Add(rtapi.Value.Qual()),
	).Add(rtapi.Value.Qual()).Block(body...)
	return append(lines(nil, doc...), method)
}

// variant writes what a variant makes of the record.
func (g *generator) variant(w *expr.Writer, v *plan.Variant) []j.Code {
	var code expr.Code
	object := w.Object(&code, &plan.Object{Span: v.Span, Fields: v.Fields}, v.To)
	code.Add(j.Return(object))
	return code
}

// apply writes `apply T to x as name`.
func (b *body) apply(out *expr.Code, n *flow.Node, step *plan.Apply) {
	x := b.Value(out, step.X, "record")
	call := rtapi.StrandApply.On(j.Id(expr.Strand), b.pos(step.Span), x, member(b.members.transforms[step.Transform]))
	if len(n.Sets) == 0 {
		out.Add(call)
	} else {
		b.setAll(out, n.Sets, call)
	}
	fault(out)
}
