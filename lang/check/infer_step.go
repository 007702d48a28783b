package check

import (
	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/types"
)

func (t *typing) source(s *plan.Source) {
	t.each(s.Base, s.Timeout)
	for _, h := range s.Headers {
		t.expr(h.Value)
	}
	t.policyOfRetry(s.Retry)
}

func (t *typing) policyOfRetry(r *plan.Retry) {
	if r != nil {
		t.each(r.MaxAttempts, r.InitialDelay, r.MaxDelay, r.Delay)
	}
}

// transform types the variants of a transform, and what it gives.
func (t *typing) transform(x *transformDecl) {
	var made types.Type
	for _, v := range x.all {
		t.facts = nil
		t.vars[v.Record] = types.Any
		if v.From != nil {
			t.vars[v.Record] = types.Fitting(v.From)
		}
		if v.Guard != nil {
			t.expr(v.Guard)
			t.assume(v.Guard, true)
		}
		made = types.Join(made, t.object(v.Span, v.Fields, v.Shape).MeantFor(v.To, v.Shape))
	}
	t.made[x.plan] = made
}

func (t *typing) steps(b *plan.Block) {
	for _, s := range b.Steps {
		t.step(s)
	}
}

func (t *typing) step(s plan.Step) {
	switch s := s.(type) {
	case *plan.Request:
		plan.Exprs(s, func(x plan.Expr) { t.expr(x) })
		t.set(s.Sets.Response, types.Any)
		t.set(s.Sets.Source, types.Of(builtin.String))
		t.set(s.Sets.Request, sent)
	case *plan.For:
		t.loopOver(s)
	case *plan.Map:
		t.mapped(s)
	case *plan.Apply:
		t.applied(s)
	case *plan.Keep:
		t.keep(s)
	case *plan.QueueStep:
		have := t.expr(s.Item)
		t.wants(s.Item, have, builtin.Array|builtin.Object, codeRecord, "write an object: { item: { value: … } }", "a record is an object; this is %s")
		t.key(s.Key, have)
	case *plan.Match:
		list := make([]armView, len(s.Arms))
		for i := range s.Arms {
			list[i] = armView{s.Arms[i].Pattern, s.Arms[i].Guard}
		}
		t.arms(s.Span, s.Subject, s.Var, list, func(i int) bool {
			t.steps(s.Arms[i].Body)
			return !blockLeaves(s.Arms[i].Body)
		})
	case *plan.LetStep:
		t.bind(s.Var, s.X, t.expr(s.X))
	case *plan.Validate:
		t.validated(s)
	default:
		plan.Exprs(s, func(x plan.Expr) { t.expr(x) })
	}
}

func (t *typing) loopOver(s *plan.For) {
	have := t.expr(s.In)
	t.wants(s.In, have, builtin.Array|builtin.Null, codeLoopOver, "", "for goes through an array or a store, not %s")
	elem := elementOf(have)
	if s.Where != nil {
		t.function(s.Where, elem)
	}
	t.each(s.Limit)
	before := t.facts
	if b := t.bodies[s.Body]; b != nil {
		t.begin(b)
	}
	t.vars[s.Var] = elem
	if s.Where != nil {
		known := t.facts
		t.assume(s.Where.Body, true)
		t.learnFrom(s.Where.Params[0], known, &plan.VarRef{Var: s.Var})
	}
	t.steps(s.Body)
	t.facts = before
}

func (t *typing) mapped(s *plan.Map) {
	have := t.expr(s.X)
	if s.Check == nil {
		t.stand(s.Record, s.X, have)
		var schema *plan.Schema
		if d, ok := t.schemas.get(s.Shape); ok {
			schema = d.plan
		}
		have = t.object(s.Span, s.Fields, schema).MeantFor(s.Shape, schema)
	} else {
		t.wants(s.X, have, builtin.Object, codeOperand, "", "%s is a shape of objects, and this is %s", s.Shape)
		want := types.Fitting(s.Check)
		if field := clash(have, want); field != "" && !types.Overlap(have, want) {
			d := t.tell(codeNoFit, s.X.At(), "", "this never fits %s: its field %q is of another type, or missing", s.Shape, field)
			noteOrigin(d, have)
		}
		have = types.Meet(have, want)
		if have.IsNone() {
			have = want
		}
		t.learn(s.X, have.From(s.Span, "it is held against "+s.Shape+" here"))
	}
	for _, v := range s.Sets {
		t.set(v, have)
	}
}

func (t *typing) applied(s *plan.Apply) {
	have := t.expr(s.X)
	anything := false
	for _, v := range s.Transform.Variants {
		anything = anything || v.From == nil
	}
	if !anything {
		t.wants(s.X, have, builtin.Object|builtin.Array, codeOperand, "", "apply transforms an object, or each element of an array, not %s")
	}
	one := t.made[s.Transform]
	var made types.Type
	if have.May(builtin.Array) {
		made = types.ArrayOf(one)
	}
	if !have.Is(builtin.Array) {
		made = types.Join(made, one)
	}
	if one.IsNone() || made.IsNone() {
		made = types.Any
	}
	if s.As != nil {
		t.vars[s.As] = made
	}
	t.set(s.Response, made)
}

// keep is `store x -> name`.
func (t *typing) keep(s *plan.Keep) {
	have := t.expr(s.X)
	if s.Each {
		t.wants(s.X, have, builtin.Array, codeRecord, "", "store each wants an array, not %s")
	} else {
		t.wants(s.X, have, builtin.Array|builtin.Object, codeRecord, "write an object: store { value: … } -> "+s.Store.Name,
			"a record is an object, and an array stores each of its elements; this is %s")
	}
	t.key(s.Key, have)
	t.each(s.Upsert, s.Partial)
}

// key types the key of a record.
func (t *typing) key(key *plan.Lambda, have types.Type) {
	if key == nil {
		return
	}
	record := have.Only(builtin.Object)
	if have.May(builtin.Array) {
		record = types.Join(record, elementOf(have))
	}
	if record.IsNone() {
		record = types.Any
	}
	made := t.function(key, record)
	t.wants(key.Body, made, builtin.String|builtin.Number|builtin.Bool, codeOptionType, "", "a key is a string, an integer or a boolean, not %s")
}

// validated goes on with what the constraints say, unless the or block goes on
// too.
func (t *typing) validated(s *plan.Validate) {
	have, before := t.expr(s.X), t.facts
	t.stand(s.Var, s.X, have)
	standing := t.facts
	for _, c := range s.Constraints {
		t.each(c.X)
		t.each(c.Message)
	}
	var ways []*fact
	for _, c := range s.Constraints {
		if !c.Warning {
			t.assume(c.X, true)
		}
	}
	t.learnFrom(s.Var, standing, s.X)
	ways = append(ways, t.facts)
	if s.Or != nil {
		t.facts = standing
		t.steps(s.Or)
		if !blockLeaves(s.Or) {
			ways = append(ways, t.facts)
		}
	}
	t.merge(before, ways)
}
