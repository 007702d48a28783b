package gen

import (
	"slices"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// An opening writes the function that makes what a run of the mission needs, in
// the order in which one thing may read another: lets, limits, sources, stores.
type opening struct {
	*generator
	*expr.Writer
	out      expr.Code
	strand   bool // expressions need one
	fallible bool // and may fail
}

func (g *generator) open() []j.Code {
	o := &opening{generator: g}
	o.Writer = &expr.Writer{
		Package: g.expr,
		Scope:   g.names.Function("m"),
		Var: func(v *plan.Var) *j.Statement {
			if !v.Global {
				refuse("gen: what is opened at the start reads the variable %s", v.Name)
			}
			return member(g.members.lets[v])
		},
		Store: func(s *plan.Store) *j.Statement {
			refuse("gen: what is opened at the start reads the store %s", s.Name)
			return nil
		},
		Setting: func(name string) *j.Statement { return rtapi.RunSetting.On(j.Id("run"), j.Lit(name)) },
		Env:     func(name string) *j.Statement { return rtapi.RunEnv.On(j.Id("run"), j.Lit(name)) },
		Errors: func() *j.Statement {
			refuse("gen: what is opened at the start reads the errors of the run")
			return nil
		},
		Pos: func(span source.Span) *j.Statement {
			o.strand = true
			return g.pos(span)
		},
	}
	for _, part := range []func(){o.lets, o.limits, o.sources, o.stores} {
		before := len(o.out)
		part()
		if before > 0 && len(o.out) > before {
			o.out = slices.Insert(o.out, before, j.Code(j.Line()))
		}
	}
	return o.function()
}

func (o *opening) function() []j.Code {
	m := j.Id("m").Op(":=").Op("&").Id("mission").Values()
	if o.members.run {
		m = j.Id("m").Op(":=").Op("&").Id("mission").Values(j.Id("run").Op(":").Id("run"))
	}
	body := []j.Code{m}
	if o.strand {
		body = append(body, j.Var().Id(expr.Strand).Add(rtapi.Strand.Qual()).Comment("// keeps what an expression fails with"))
	}
	if len(o.mission.Lets) > 0 && len(o.mission.Lets[0].Doc) > 0 {
		body = append(body, j.Line())
	}
	body = append(body, o.out...)
	if o.fallible {
		failed := rtapi.EvalErr.On(j.Id(expr.Strand))
		body = append(body, j.If(j.Err().Op(":=").Add(failed), j.Err().Op("!=").Nil()).Block(
			rtapi.RunProblem.On(j.Id("run"), j.Lit("%s"), j.Err()),
		))
	}
	body = append(body, j.Return(member("pipeline")))
	pipeline := j.Func().Params(j.Qual("context", "Context"), j.Op("*").Add(rtapi.Strand.Qual())).Error()
	return []j.Code{
		j.Comment("// open makes what a run of the mission needs, and gives its pipeline."),
		j.Func().Id("open").Params(j.Id("run").Op("*").Add(rtapi.Run.Qual())).Add(pipeline).Block(body...),
	}
}

// expression notes what an expression may do.
func (o *opening) expression(x plan.Expr) { o.fallible = o.fallible || x != nil && expr.Fallible(x) }

func (o *opening) lets() {
	for _, l := range o.mission.Lets {
		read := o.isRead(l)
		if !read && !expr.Fallible(l.X) {
			continue
		}
		o.expression(l.X)
		o.out.Add(comments(l.Doc...)...)
		if !read {
			o.Discard(&o.out, l.X)
			continue
		}
		o.out.Add(member(o.members.lets[l.Var]).Op("=").Add(o.Value(&o.out, l.X, l.Var.Name)))
	}
	for _, name := range o.members.settingOrder {
		o.out.Add(member(o.members.settings[name]).Op("=").Add(o.Setting(name)))
	}
}

func (o *opening) limits() {
	if o.hasGroup() {
		var most *j.Statement
		if x := o.mission.MaxConcurrency; x == nil {
			most = j.Lit(-1)
		} else {
			most = o.number(x, "maxConcurrency")
		}
		o.out.Add(member("maxConcurrency").Op("=").Add(rtapi.RunMaxConcurrency.On(j.Id("run"), most)))
	}
	for _, l := range o.members.limits {
		o.out.Add(member(l.field).Op("=").Add(o.number(l.x, l.what)))
	}
	for _, a := range o.mission.Actions {
		if o.limited(a) {
			o.out.Add(rtapi.RunConcurrency.On(j.Id("run"), o.generator.pos(a.Concurrency.At()), j.Lit(a.Name), o.concurrency(a)))
		}
	}
	for _, a := range o.members.semaphoreOrder {
		most := o.concurrency(a)
		if _, ok := literalInt(a.Concurrency); !ok {
			most = j.Int64().Call(most)
		}
		o.out.Add(member(o.members.semaphores[a]).Op("=").Qual(semaphorePath, "NewWeighted").Call(most))
	}
}

// number is a limit as an int.
func (o *opening) number(x plan.Expr, what string) *j.Statement {
	if n, ok := literalInt(x); ok {
		return j.Lit(int(n))
	}
	o.expression(x)
	return rtapi.RunLimit.On(j.Id("run"), o.pos(x.At()), j.Lit(what), o.Value(&o.out, x, what))
}
