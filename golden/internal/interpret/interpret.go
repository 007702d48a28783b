package interpret

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/sight"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/store/memory"
	"github.com/reqongen/reqongen/rt/value"
)

// A Store is what the interpreter asks of a store; *store.Store is one.
type Store interface {
	rt.Appender
	Get(s *rt.Strand, key value.Value) value.Value
	Records(s *rt.Strand) []value.Value
	Value(s *rt.Strand) value.Value
	Entries(s *rt.Strand) value.Value
	Save(ctx context.Context, s *rt.Strand, at value.Pos, v value.Value, o store.Options) error
	Delete(ctx context.Context, s *rt.Strand, at value.Pos, key value.Value) error
	Clear(ctx context.Context, s *rt.Strand, at value.Pos) error
}

// Memory opens the runtime's store in memory.
func Memory(run *rt.Run, name string) Store { return memory.Open(run, name) }

// Program is a mission that is interpreted; openStore opens its stores.
func Program(m *plan.Mission, openStore func(run *rt.Run, name string) Store) *rt.Program {
	return program(m, nil, openStore)
}

// Seeing is Program with no more of each answer decoded than the mission can see
// of it.
func Seeing(m *plan.Mission, openStore func(run *rt.Run, name string) Store) *rt.Program {
	return program(m, sight.Of(m), openStore)
}

func program(m *plan.Mission, views map[*plan.Request]*sight.View, openStore func(run *rt.Run, name string) Store) *rt.Program {
	p := &rt.Program{Mission: m.Name, Source: "mission.reqon"}
	for _, s := range m.Stages {
		sp := rt.StagePlan{At: at(s.Span), Text: s.Text, Group: s.Group}
		for _, a := range s.Actions {
			sp.Actions = append(sp.Actions, a.Name)
		}
		p.Stages = append(p.Stages, sp)
	}
	for _, s := range m.Settings {
		p.Settings = append(p.Settings, rt.Setting{Name: s.Name, At: at(s.Span)})
	}
	var steps []plan.Step
	for _, a := range m.Actions {
		a.Body.Each(func(s plan.Step) { steps = append(steps, s) })
	}
	slices.SortStableFunc(steps, func(a, b plan.Step) int { return a.At().Start().Offset() - b.At().Start().Offset() })
	for _, s := range steps {
		p.Steps = append(p.Steps, rt.Step{At: at(s.At()), Text: s.Head()})
	}
	p.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
		vm := open(run, m, openStore)
		vm.views = views
		return vm.pipeline
	}
	return p
}

func at(span source.Span) value.Pos {
	start := span.Start()
	return value.Pos(fmt.Sprintf("mission.reqon:%d:%d", start.Line(), start.Col()))
}

// A machine is one run of a mission.
type machine struct {
	mission *plan.Mission
	run     *rt.Run
	globals map[*plan.Var]value.Value
	stores  map[*plan.Store]Store
	sources map[*plan.Source]*fetch.Source
	views   map[*plan.Request]*sight.View // what is decoded of answers; nil is all of all
	byPage  map[*plan.Request]*plan.For
	endless map[*plan.For]bool
}

func open(run *rt.Run, m *plan.Mission, openStore func(run *rt.Run, name string) Store) *machine {
	vm := &machine{
		mission: m, run: run, globals: map[*plan.Var]value.Value{},
		stores: map[*plan.Store]Store{}, sources: map[*plan.Source]*fetch.Source{},
		byPage: byPage(m), endless: endless(m),
	}
	var s rt.Strand
	t := &thread{machine: vm, s: &s, frame: &frame{vars: vm.globals}}
	for _, l := range m.Lets {
		t.try(func() { vm.globals[l.Var] = t.eval(l.X) })
	}
	if x := m.MaxConcurrency; x != nil {
		run.Limit(at(x.At()), "maxConcurrency", t.eval(x))
	}
	for _, a := range m.Actions {
		a.Body.Each(func(step plan.Step) {
			if r, ok := step.(*plan.Request); ok && vm.sources[r.Source] == nil {
				vm.sources[r.Source] = t.source(r.Source)
			}
		})
	}
	if err := s.EvalErr(); err != nil {
		run.Problem("%s", err)
	}
	for _, s := range m.Stores {
		vm.stores[s] = openStore(run, s.Name)
	}
	return vm
}

func (t *thread) source(s *plan.Source) *fetch.Source {
	c := fetch.Config{Name: s.Name, Auth: s.Auth}
	if !s.Implicit {
		c.At = at(s.Span)
	}
	t.try(func() {
		if s.Base != nil {
			c.Base = t.eval(s.Base).String()
		}
		if s.Timeout != nil {
			c.Timeout = t.s.Duration(at(s.Timeout.At()), "timeout", t.eval(s.Timeout))
		}
	})
	return fetch.Open(t.run, c)
}

func (vm *machine) pipeline(ctx context.Context, s *rt.Strand) error {
	for i, stage := range vm.mission.Stages {
		if stage.If != nil {
			t := &thread{machine: vm, ctx: ctx, s: s, frame: &frame{vars: vm.globals}}
			holds := false
			if err := t.try(func() { holds = t.eval(stage.If).Truthy() }); err != nil {
				return err
			}
			if !holds {
				s.Stage(i + 1).Skip()
				continue
			}
		}
		if err := vm.stage(ctx, s.Stage(i+1), stage); err != nil {
			return err
		}
	}
	return nil
}

// stage runs the actions of a stage one after another, in written order.
func (vm *machine) stage(ctx context.Context, st *rt.Stage, stage *plan.Stage) error {
	if !stage.Group {
		return st.Only(ctx, stage.Actions[0].Name, vm.action(stage.Actions[0]))
	}
	run := st.Settle
	if vm.mission.FailFast {
		run = st.Run
	}
	for _, a := range stage.Actions {
		if err := run(ctx, a.Name, vm.action(a)); err != nil {
			return st.End(ctx, err)
		}
	}
	return st.End(ctx, nil)
}

func (vm *machine) action(a *plan.Action) func(context.Context, *rt.Strand) error {
	return func(ctx context.Context, s *rt.Strand) error {
		t := &thread{machine: vm, ctx: ctx, s: s, frame: &frame{vars: map[*plan.Var]value.Value{}, outer: &frame{vars: vm.globals}}}
		t.begin(a.Body)
		_, err := t.steps(a.Body.Steps)
		return err
	}
}

// A frame has the variables of one run of a body.
type frame struct {
	vars  map[*plan.Var]value.Value
	outer *frame
}

func (f *frame) get(v *plan.Var) value.Value {
	for ; f != nil; f = f.outer {
		if found, ok := f.vars[v]; ok {
			return found
		}
	}
	return value.Null
}

// A thread runs the steps of one body.
type thread struct {
	*machine
	ctx    context.Context
	s      *rt.Strand
	frame  *frame
	answer *fetch.Answer // to the request right before
	stream *fetch.Stream // of it, where the loop behind it handles its pages
	again  map[*plan.Request]*rt.Attempts
}

func (t *thread) begin(b *plan.Block) {
	for _, v := range b.Fresh {
		if v.Outer != nil {
			t.frame.vars[v] = t.frame.outer.get(v.Outer)
		}
	}
}

func (t *thread) set(v *plan.Var, x value.Value) {
	if v != nil {
		t.frame.vars[v] = x
	}
}

// failed ends the evaluation of a step.
type failed struct{}

// try runs what evaluates expressions and gives the failure that it ends with.
func (t *thread) try(f func()) (err error) {
	defer func() {
		if v := recover(); v != nil {
			if _, ok := v.(failed); !ok {
				panic(v)
			}
			if t.ctx != nil {
				err = t.s.Fault()
			}
		}
	}()
	f()
	return nil
}

func (t *thread) check() {
	if t.s.EvalErr() != nil {
		panic(failed{})
	}
}

// A signal is what the steps of a block end with, beside an error.
type signal struct {
	skip, goOn bool
	again      *plan.Request
}

func (t *thread) steps(steps []plan.Step) (signal, error) {
	for i, step := range steps {
		answer := t.answer
		t.answer = nil
		if request, ok := step.(*plan.Request); ok && request.Again {
			return t.repeated(request, steps[i+1:])
		}
		var end signal
		var err error
		if stopped := t.try(func() { end, err = t.step(step, answer) }); stopped != nil {
			return signal{}, stopped
		}
		if err != nil || end != (signal{}) {
			return end, err
		}
	}
	return signal{}, nil
}

// repeated sends a request and goes on, again and again as long as that ends with
// a retry of it. Each time the variables are what they were.
func (t *thread) repeated(request *plan.Request, rest []plan.Step) (signal, error) {
	before := maps.Clone(t.frame.vars)
	if t.again == nil {
		t.again = map[*plan.Request]*rt.Attempts{}
	}
	var attempts rt.Attempts
	for {
		t.again[request] = &attempts
		var err error
		if stopped := t.try(func() { err = t.send(request) }); stopped != nil || err != nil {
			return signal{}, firstOf(stopped, err)
		}
		end, err := t.steps(rest)
		if err != nil || end.again != request {
			return end, err
		}
		t.frame.vars = maps.Clone(before)
	}
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (t *thread) step(step plan.Step, answer *fetch.Answer) (signal, error) {
	pos := at(step.At())
	switch step := step.(type) {
	case *plan.Request:
		return signal{}, t.send(step)
	case *plan.For:
		return signal{}, t.loop(step)
	case *plan.Map:
		return signal{}, t.mapped(step)
	case *plan.Apply:
		t.apply(step)
	case *plan.Validate:
		return t.validate(step)
	case *plan.LetStep:
		t.set(step.Var, t.eval(step.X))
	case *plan.Keep:
		o := store.Options{Each: step.Each}
		x := t.eval(step.X)
		if step.Key != nil {
			o.Key = t.lambda(step.Key)
		}
		if step.Upsert != nil {
			o.Upsert = t.eval(step.Upsert).Truthy()
		}
		if step.Partial != nil {
			o.Partial = store.PartialIf(t.eval(step.Partial))
		}
		return signal{}, t.stores[step.Store].Save(t.ctx, t.s, pos, x, o)
	case *plan.QueueStep:
		var o store.Options
		if step.Key != nil {
			o.Key = t.lambda(step.Key)
		}
		return signal{}, t.stores[step.Store].Save(t.ctx, t.s, pos, t.eval(step.Item), o)
	case *plan.Delete:
		return signal{}, t.stores[step.Store].Delete(t.ctx, t.s, pos, t.eval(step.Key))
	case *plan.Clear:
		return signal{}, t.stores[step.Store].Clear(t.ctx, t.s, pos)
	case *plan.Match:
		return t.match(step, answer)
	case *plan.Abort:
		message := value.Null
		if step.X != nil {
			message = t.eval(step.X)
		}
		return signal{}, t.s.Abort(pos, message)
	case *plan.Skip:
		return signal{skip: true}, nil
	case *plan.Continue:
		return signal{goOn: true}, nil
	case *plan.RunAction:
		return signal{}, t.s.Call(t.ctx, pos, t.action(step.Action))
	case *plan.Jump:
		if err := t.s.Call(t.ctx, pos, t.action(step.Action)); err != nil || step.Request == nil {
			return signal{}, err
		}
		return signal{again: step.Request}, t.again[step.Request].Again(t.ctx, t.s, pos, rt.Retry{})
	case *plan.RetryStep:
		return signal{again: step.Request}, t.again[step.Request].Again(t.ctx, t.s, pos, t.policy(step.Policy))
	default:
		panic(fmt.Sprintf("no meaning for %T", step))
	}
	return signal{}, nil
}

func (t *thread) policy(p *plan.Retry) rt.Retry {
	var r rt.Retry
	if p == nil {
		return r
	}
	if p.MaxAttempts != nil {
		r.MaxAttempts = t.s.Whole(at(p.MaxAttempts.At()), "maxAttempts", t.eval(p.MaxAttempts))
		t.check()
	}
	r.Backoff = rt.Backoff(p.Backoff)
	delay := func(what string, x plan.Expr) {
		if x == nil {
			return
		}
		d := max(t.s.Duration(at(x.At()), what, t.eval(x)), 1)
		t.check()
		switch what {
		case "maxDelay":
			r.MaxDelay = d
		case "delay":
			r.Backoff, r.InitialDelay, r.MaxDelay = rt.Constant, d, d
		default:
			r.InitialDelay = d
		}
	}
	delay("delay", p.Delay)
	delay("initialDelay", p.InitialDelay)
	delay("maxDelay", p.MaxDelay)
	return r
}

func (t *thread) send(step *plan.Request) error {
	pos := at(step.Span)
	r := fetch.Request{Method: step.Method}
	switch path := step.Path.(type) {
	case *plan.Template, *plan.Literal:
		r.Path = t.text(path)
	default:
		r.Path = fetch.Path(t.s, at(path.At()), t.eval(path))
		t.check()
	}
	for _, option := range []struct {
		x  plan.Expr
		to *value.Value
	}{{step.Params, &r.Params}, {step.Body, &r.Body}, {step.Headers, &r.Headers}} {
		if option.x != nil {
			*option.to = t.eval(option.x)
		}
	}
	if step.Timeout != nil {
		r.Timeout = t.s.Duration(at(step.Timeout.At()), "timeout", t.eval(step.Timeout))
		t.check()
	}
	if step.Retry != nil {
		policy := t.policy(step.Retry)
		r.Retry = &policy
	}
	if step.Allow != nil {
		r.Allow = fetch.Statuses(t.s, at(step.Allow.At()), t.eval(step.Allow))
		t.check()
	}
	if attempts := t.again[step]; attempts != nil && step.Again {
		r.Once = attempts.Once()
	}
	if view := t.views[step]; view != nil {
		r.Seen = value.Select(view.Paths()...)
	}
	if step.Pages != nil {
		r.Pages = t.pages(step.Pages)
	}
	if step.Since != nil {
		r.Since = t.since(step.Since)
	}
	src := t.sources[step.Source]
	var response value.Value
	switch {
	case t.byPage[step] != nil:
		t.stream = src.Stream(t.s, pos, r, fieldPath(t.byPage[step].In))
	case step.Matched:
		answer, err := src.Ask(t.ctx, t.s, pos, r)
		if err != nil {
			return err
		}
		response, t.answer = answer.Value, &answer
	default:
		v, err := src.Send(t.ctx, t.s, pos, r)
		if err != nil {
			return err
		}
		response = v
	}
	t.set(step.Sets.Response, response)
	t.set(step.Sets.Source, value.String(step.Source.Name))
	if step.Sets.Request != nil {
		t.set(step.Sets.Request, src.Describe(r))
	}
	return nil
}

func (t *thread) loop(step *plan.For) error {
	var pages listing
	var items []value.Value
	ref, isStore := step.In.(*plan.StoreRef)
	switch {
	case step.Pages != nil:
	case step.Where != nil:
		items = t.s.Filter(at(step.Where.Span), t.eval(step.In), t.lambda(step.Where)).Elems()
	case isStore:
		items = t.stores[ref.Store].Records(t.s)
	default:
		items = t.s.Items(at(step.In.At()), t.eval(step.In))
	}
	t.check()
	iteration := func(s *rt.Strand, item value.Value) error {
		inner := &thread{
			machine: t.machine, ctx: t.ctx, s: s,
			frame: &frame{vars: map[*plan.Var]value.Value{step.Var: item}, outer: t.frame},
		}
		inner.begin(step.Body)
		_, err := inner.steps(step.Body.Steps)
		return err
	}
	plain := !step.Parallel && (step.OnError == plan.ByMode || step.OnError == plan.AbortLoop)
	if plain && !t.endless[step] {
		switch {
		case step.Pages != nil && t.run.Options().Chaos != 0:
			return t.oneByOne(t.stream, step, iteration)
		case step.Pages != nil:
			pages = t.allPages(t.stream, step)
			items = pages.items
		}
		for _, item := range items {
			if err := t.s.Check(t.ctx); err != nil {
				return err
			}
			if err := iteration(t.s, item); err != nil {
				return err
			}
		}
		return pages.err(t.s)
	}
	onError := rt.KeepGoing
	switch {
	case plain, step.OnError == plan.AbortLoop, step.OnError == plan.ByMode && t.mission.FailFast:
		onError = rt.FailLoop
	case step.OnError == plan.ByMode:
		onError = rt.CollectFailures
	}
	settle := t.s.Loop(at(step.Span), onError) // a parallel one too: one iteration after another
	if step.OnError == plan.QueueItem {
		settle.QueueTo(t.stores[step.Queue])
	}
	if step.Pages != nil {
		pages = t.allPages(t.stream, step)
		items = pages.items
	}
	var ended error
	for i, item := range settle.Over(t.ctx, items) {
		if ended = settle.Do(t.ctx, i, item, func(s *rt.Strand) error { return iteration(s, item) }); ended != nil {
			break
		}
	}
	if err := settle.End(t.ctx, ended); err != nil {
		return err
	}
	return pages.err(t.s)
}

func (t *thread) match(step *plan.Match, answer *fetch.Answer) (signal, error) {
	var subject value.Value
	if step.Subject != nil {
		subject = t.eval(step.Subject)
		t.set(step.Var, subject)
	}
	for i := range step.Arms {
		arm := &step.Arms[i]
		if !t.fits(arm.Pattern, subject, answer) || arm.Guard != nil && !t.eval(arm.Guard).Truthy() {
			continue
		}
		end, err := t.steps(arm.Body.Steps)
		end.goOn = false
		return end, err
	}
	if step.Subject == nil {
		return signal{}, t.s.NoCondition(at(step.Span))
	}
	return signal{}, t.s.NoMatch(at(step.Span), subject)
}
