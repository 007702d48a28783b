package check_test

import (
	"fmt"
	"slices"

	"github.com/reqongen/reqongen/lang/plan"
)

// verify holds a plan against what package plan promises to whoever emits it:
// every reference is to something declared in its scope, as Go's scopes go;
// nothing is left unresolved; what is marked as read is read. It gives what is
// wrong.
func verify(m *plan.Mission) []string {
	v := &verifier{m: m, read: map[*plan.Var]bool{}, again: map[*plan.Request]bool{}}
	global := newFrame(nil)
	for _, l := range m.Lets {
		v.expr(global, l.X)
		if !l.Var.Global {
			v.fail("let %s is not global", l.Var.Name)
		}
		global.declare(l.Var)
	}
	for _, s := range m.Sources {
		v.exprs(global, s.Base, s.Timeout)
		for _, h := range s.Headers {
			v.expr(global, h.Value)
			if h.Spread {
				v.fail("source %s: a header is a spread", s.Name)
			}
		}
		v.retry(global, s.Retry)
	}
	for _, t := range m.Transforms {
		v.transform(global, t)
	}
	for _, s := range m.Schemas {
		v.types(s.Fields)
	}
	none := newFrame(nil)
	v.exprs(none, m.MaxConcurrency)
	for _, s := range m.Stages {
		if len(s.Actions) == 0 || s.Text == "" {
			v.fail("a stage without actions or text")
		}
		for i, a := range s.Actions {
			v.action(a)
			if slices.Index(s.Actions, a) != i {
				v.fail("action %s twice in a stage", a.Name)
			}
		}
		v.exprs(global, s.If)
	}
	if len(m.Stages) == 0 {
		v.fail("no stages")
	}
	for _, a := range m.Actions {
		v.exprs(none, a.Concurrency)
		v.body(global, a.Body, a.Given)
	}
	for r, idle := range v.again {
		if idle {
			v.fail("%s is marked to be sent again, and nothing does", r.Span)
		}
	}
	for read := range v.read {
		if !read.Read {
			v.fail("%s is read and not marked", read.Name)
		}
	}
	return v.wrong
}

type verifier struct {
	m     *plan.Mission
	read  map[*plan.Var]bool
	again map[*plan.Request]bool // those that are marked and not yet sent again
	wrong []string
}

func (v *verifier) fail(format string, args ...any) {
	v.wrong = append(v.wrong, fmt.Sprintf(format, args...))
}

func (v *verifier) action(a *plan.Action) {
	if !slices.Contains(v.m.Actions, a) {
		v.fail("action %s is not in the plan", a.Name)
	}
}

func (v *verifier) store(s *plan.Store) {
	if !slices.Contains(v.m.Stores, s) {
		v.fail("a store is not in the plan: %v", s)
	}
}

func (v *verifier) schema(s *plan.Schema) {
	if s != nil && !slices.Contains(v.m.Schemas, s) {
		v.fail("the schema %s is not in the plan", s.Name)
	}
}

// types holds the types of fields against what the plan has: every schema that
// one of them names.
func (v *verifier) types(fields []*plan.SchemaField) {
	var typ func(plan.Type)
	typ = func(t plan.Type) {
		if !t.At().IsValid() {
			v.fail("%T without a place", t)
		}
		switch t := t.(type) {
		case *plan.SchemaType:
			v.schema(t.Schema)
		case *plan.ArrayType:
			typ(t.Elem)
		case *plan.ObjectType:
			v.types(t.Fields)
		case *plan.UnionType:
			for _, term := range t.Terms {
				typ(term)
			}
		}
	}
	for _, f := range fields {
		typ(f.Type)
	}
}

func (v *verifier) transform(global *frame, t *plan.Transform) {
	if len(t.Variants) == 0 {
		v.fail("the transform %s has no variants", t.Name)
	}
	for i, variant := range t.Variants {
		f := newFrame(global)
		f.declare(variant.Record)
		v.schema(variant.From)
		v.exprs(f, variant.Guard)
		v.fields(f, variant.Fields)
		if variant.From == nil && variant.Guard == nil && i < len(t.Variants)-1 {
			v.fail("%s: variants behind one that takes everything", variant.Span)
		}
	}
}

// body is the block of an action or a loop.
func (v *verifier) body(around *frame, b *plan.Block, given plan.Given) {
	f := newFrame(around)
	for _, fresh := range b.Fresh {
		if !fresh.Read {
			v.fail("%s is fresh and not read", fresh.Name)
		}
		if fresh.Outer != nil {
			v.reads(around, fresh.Outer, "a fresh variable")
		}
		f.declare(fresh)
	}
	for _, g := range []*plan.Var{given.Response, given.Source, given.Request} {
		if g != nil && !g.Read {
			v.fail("%s is given and not read", g.Name)
		}
	}
	v.block(f, b)
}

func (v *verifier) block(f *frame, b *plan.Block) {
	for i, s := range b.Steps {
		if s.At().Text() == "" || s.Head() == "" {
			v.fail("%T without a place or a text", s)
		}
		v.step(f, s)
		if never(s) && i+1 < len(b.Steps) {
			v.fail("%s: steps behind one that never comes back", s.At())
		}
		if _, ok := s.(*plan.Continue); ok && i+1 < len(b.Steps) {
			v.fail("%s: steps behind continue", s.At())
		}
	}
}

func (v *verifier) step(f *frame, s plan.Step) {
	switch s := s.(type) {
	case *plan.Request:
		if !slices.Contains(v.m.Sources, s.Source) {
			v.fail("%s: the source is not in the plan", s.Span)
		}
		v.syncs(s)
		if s.Since != nil {
			v.exprs(f, s.Since.Key)
		}
		inner := newFrame(f)
		if s.LastSync != nil {
			inner.declare(s.LastSync)
		}
		v.exprs(inner, s.Path, s.Params, s.Body, s.Headers, s.Timeout, s.Allow)
		v.retry(inner, s.Retry)
		v.pages(inner, s)
		v.exprs(f, s.IdempotencyKey)
		if s.Again {
			v.again[s] = true
		}
		v.sets(f, s.Sets.Response, s.Sets.Source, s.Sets.Request)
	case *plan.For:
		if r := s.Pages; r != nil && (r.Pages == nil || r.Matched || r.Again || r.Sets.Response == nil) {
			v.fail("%s: the loop cannot go through this request page by page", s.Span)
		}
		v.exprs(f, s.In)
		v.lambda(f, s.Where)
		v.exprs(newFrame(nil), s.Limit)
		if s.OnError == plan.QueueItem {
			v.store(s.Queue)
		}
		inner := newFrame(f)
		inner.declare(s.Var)
		v.body(inner, s.Body, s.Given)
	case *plan.Map:
		v.exprs(f, s.X)
		inner := newFrame(f)
		inner.declare(s.Record)
		v.fields(inner, s.Fields)
		v.schema(s.Check)
		v.sets(f, s.Sets...)
	case *plan.Apply:
		v.exprs(f, s.X)
		if !slices.Contains(v.m.Transforms, s.Transform) {
			v.fail("%s: the transform is not in the plan", s.Span)
		}
		v.sets(f, s.Response)
		if s.As != nil {
			f.declare(s.As)
		}
	case *plan.Validate:
		v.exprs(f, s.X)
		inner := newFrame(f)
		inner.declare(s.Var)
		for _, c := range s.Constraints {
			v.exprs(inner, c.X, c.Message)
			if c.Text == "" {
				v.fail("%s: a constraint without text", c.Span)
			}
		}
		if s.Or != nil {
			v.block(inner, s.Or)
		}
	case *plan.Keep:
		v.exprs(f, s.X, s.Upsert, s.Partial)
		v.lambda(f, s.Key)
		v.store(s.Store)
	case *plan.Match:
		v.exprs(f, s.Subject)
		if len(s.Arms) == 0 || (s.Subject == nil) != (s.Var == nil) {
			v.fail("%s: a match without arms, or without its variable", s.Span)
		}
		for i, arm := range s.Arms {
			inner := newFrame(f)
			v.arm(inner, s.Subject, s.Var, arm.Pattern, arm.Guard, i == len(s.Arms)-1)
			v.block(inner, arm.Body)
		}
	case *plan.LetStep:
		v.exprs(f, s.X)
		f.declare(s.Var)
	case *plan.Delete:
		v.exprs(f, s.Key)
		v.store(s.Store)
	case *plan.Clear:
		v.store(s.Store)
	case *plan.Abort:
		v.exprs(f, s.X)
	case *plan.RunAction:
		v.action(s.Action)
	case *plan.Jump:
		v.action(s.Action)
		v.sentAgain(s.Request)
	case *plan.RetryStep:
		v.retry(f, s.Policy)
		if s.Request == nil {
			v.fail("%s: nothing to send again", s.Span)
		}
		v.sentAgain(s.Request)
	case *plan.QueueStep:
		v.exprs(f, s.Item)
		v.lambda(f, s.Key)
		v.store(s.Store)
		if s.Item == nil {
			v.fail("%s: nothing to queue", s.Span)
		}
	}
}

// pages are evaluated with lastSync; their limit is one of the mission.
func (v *verifier) pages(f *frame, s *plan.Request) {
	if p := s.Pages; p != nil {
		v.exprs(f, p.Size, p.MaxPages)
		v.exprs(newFrame(nil), p.Parallel)
		v.lambda(f, p.Until)
		if p.Param == "" != (p.By == plan.ByLink) || p.Next == "" != (p.By != plan.ByCursor) {
			v.fail("%s: pages by %s with the parameter %q and the next one at %q", p.Span, p.By, p.Param, p.Next)
		}
	}
}

func (v *verifier) syncs(s *plan.Request) {
	if s.LastSync != nil && (s.Since == nil || s.Since.Key == nil) {
		v.fail("%s: lastSync of a request that has no checkpoint of its own", s.Span)
	}
}

// sentAgain holds a retry against the request that it names, which comes before
// it.
func (v *verifier) sentAgain(r *plan.Request) {
	if r == nil {
		return
	}
	if _, before := v.again[r]; !before {
		v.fail("%s is sent again, and is not marked or not before", r.Span)
	}
	v.again[r] = false
}

func (v *verifier) retry(f *frame, r *plan.Retry) {
	if r != nil {
		v.exprs(f, r.MaxAttempts, r.InitialDelay, r.MaxDelay, r.Delay)
	}
}
