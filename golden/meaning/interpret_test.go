package meaning_test

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/store/memory"
	"github.com/reqongen/reqongen/rt/value"
)

// programOf is a mission that is interpreted.
func programOf(m *plan.Mission) *rt.Program {
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
		return open(run, m).pipeline
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
	stores  map[*plan.Store]*store.Store
	sources map[*plan.Source]*fetch.Source
}

func open(run *rt.Run, m *plan.Mission) *machine {
	vm := &machine{
		mission: m, run: run, globals: map[*plan.Var]value.Value{},
		stores: map[*plan.Store]*store.Store{}, sources: map[*plan.Source]*fetch.Source{},
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
		vm.stores[s] = memory.Open(run, s.Name)
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
			t := &thread{machine: vm, s: s, frame: &frame{vars: vm.globals}}
			holds := false
			if err := t.try(func() { holds = t.eval(stage.If).Truthy() }); err != nil {
				return err
			}
			if !holds {
				s.Stage(i + 1).Skip()
				continue
			}
		}
		if err := s.Stage(i+1).Only(ctx, stage.Actions[0].Name, vm.action(stage.Actions[0])); err != nil {
			return err
		}
	}
	return nil
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
			return signal{}, cmpErr(stopped, err)
		}
		end, err := t.steps(rest)
		if err != nil || end.again != request {
			return end, err
		}
		t.frame.vars = maps.Clone(before)
	}
}

func cmpErr(a, b error) error {
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
		t.set(step.Record, t.eval(step.X))
		v := t.eval(&plan.Object{Fields: step.Fields})
		for _, set := range step.Sets {
			t.set(set, v)
		}
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
	src := t.sources[step.Source]
	var response value.Value
	if step.Matched {
		answer, err := src.Ask(t.ctx, t.s, pos, r)
		if err != nil {
			return err
		}
		response, t.answer = answer.Value, &answer
	} else {
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
	var items []value.Value
	ref, isStore := step.In.(*plan.StoreRef)
	switch {
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
	if !step.Parallel && (step.OnError == plan.ByMode || step.OnError == plan.AbortLoop) {
		for _, item := range items {
			if err := t.s.Check(t.ctx); err != nil {
				return err
			}
			if err := iteration(t.s, item); err != nil {
				return err
			}
		}
		return nil
	}
	onError := rt.KeepGoing
	switch {
	case step.OnError == plan.AbortLoop, step.OnError == plan.ByMode && t.mission.FailFast:
		onError = rt.FailLoop
	case step.OnError == plan.ByMode:
		onError = rt.CollectFailures
	}
	begin := t.s.Loop
	if step.Parallel {
		begin = t.s.ParallelLoop
	}
	settle := begin(at(step.Span), onError)
	if step.OnError == plan.QueueItem {
		settle.QueueTo(t.stores[step.Queue])
	}
	var ended error
	for i, item := range settle.Over(t.ctx, items) {
		if ended = settle.Do(t.ctx, i, item, func(s *rt.Strand) error { return iteration(s, item) }); ended != nil {
			break
		}
	}
	return settle.End(t.ctx, ended)
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

// fits holds a value against a pattern and binds its names.
func (t *thread) fits(p plan.Pattern, v value.Value, answer *fetch.Answer) bool {
	switch p := p.(type) {
	case nil, *plan.Any:
		return true
	case *plan.Bind:
		t.set(p.Var, v)
		return true
	case *plan.Equal:
		return value.Equal(v, literal(p.Value)) || p.Status && answers(answer, p.Value)
	case *plan.Elements:
		if v.Kind() != value.KindArray || v.Len() != len(p.Elems) {
			return false
		}
		for i, e := range p.Elems {
			if !t.fits(e, v.Elems()[i], nil) {
				return false
			}
		}
		return true
	case *plan.Fields:
		for _, f := range p.Fields {
			if equal, ok := f.Fit.(*plan.Equal); ok && f.Status && answer != nil {
				if !answers(answer, equal.Value) {
					return false
				}
				if len(p.Fields) == 1 {
					return true // of an answer that is no object, too
				}
				continue
			}
			field, there := v.Lookup(f.Name)
			equal, isEqual := f.Fit.(*plan.Equal)
			missing := isEqual && equal.Value.Value == nil && v.Kind() == value.KindObject
			if !there && !missing || !t.fits(f.Fit, field, nil) {
				return false
			}
		}
		return v.Kind() == value.KindObject
	}
	panic(fmt.Sprintf("no meaning for %T", p))
}

// answers tells whether an answer has the status: the number that its body has
// as its code, or else its own.
func answers(answer *fetch.Answer, status *plan.Literal) bool {
	if answer == nil {
		return false
	}
	if code, _ := answer.Value.Lookup("code"); value.Is(code, "number") {
		return value.Equal(code, literal(status))
	}
	return value.Equal(value.Int(int64(answer.Status)), literal(status))
}

func literal(l *plan.Literal) value.Value {
	v, err := value.FromGo(l.Value)
	if err != nil {
		panic(err)
	}
	return v
}

// text is the text of a path or of a string with values in it.
func (t *thread) text(x plan.Expr) string {
	tmpl, ok := x.(*plan.Template)
	if !ok {
		return t.eval(x).String()
	}
	text := ""
	for _, part := range tmpl.Parts {
		switch {
		case part.Value == nil:
			text += part.Text
		case part.Escape == plan.Segment:
			text += fetch.Segment(t.s, at(part.Value.At()), t.eval(part.Value))
		case part.Escape == plan.Query:
			text += fetch.Query(t.s, at(part.Value.At()), t.eval(part.Value))
		default:
			text += t.eval(part.Value).String()
		}
		t.check()
	}
	return text
}

func (t *thread) lambda(l *plan.Lambda) func(value.Value) value.Value {
	f := t.function(l)
	return func(v value.Value) value.Value { return f(v) }
}

func (t *thread) function(l *plan.Lambda) func(...value.Value) value.Value {
	return func(args ...value.Value) value.Value {
		inner := *t
		inner.frame = &frame{vars: map[*plan.Var]value.Value{}, outer: t.frame}
		for i, p := range l.Params {
			inner.frame.vars[p] = args[i]
		}
		return inner.eval(l.Body)
	}
}

// eval evaluates an expression; a failure panics.
func (t *thread) eval(x plan.Expr) value.Value {
	v := t.value(x)
	t.check()
	return v
}

func (t *thread) value(x plan.Expr) value.Value {
	pos := at(x.At())
	switch x := x.(type) {
	case *plan.Literal:
		return literal(x)
	case *plan.Template:
		return value.String(t.text(x))
	case *plan.EnvText:
		return t.run.Setting(x.Name)
	case *plan.EnvCall:
		return t.run.Env(x.Name)
	case *plan.Array:
		elems := make([]value.Value, len(x.Elems))
		for i, e := range x.Elems {
			elems[i] = t.eval(e)
		}
		return value.Array(elems...)
	case *plan.Object:
		return t.object(x)
	case *plan.VarRef:
		return t.frame.get(x.Var)
	case *plan.StoreRef:
		return t.stores[x.Store].Value(t.s)
	case *plan.StoreGet:
		return t.stores[x.Store].Get(t.s, t.eval(x.Key))
	case *plan.StoreEntries:
		return t.stores[x.Store].Entries(t.s)
	case *plan.Errors:
		return t.run.Errors(t.s)
	case *plan.Member:
		return t.eval(x.X).Get(value.NewField(x.Name))
	case *plan.Index:
		a := t.eval(x.X)
		return value.Index(a, t.eval(x.Key))
	case *plan.Call:
		return t.call(x)
	case *plan.Unary:
		v := t.eval(x.X)
		switch x.Op {
		case plan.Not:
			return value.Bool(!v.Truthy())
		case plan.Neg:
			return t.s.Neg(pos, v)
		}
		return t.s.Pos(pos, v)
	case *plan.Binary:
		return t.binary(x)
	case *plan.Cond:
		if t.eval(x.If).Truthy() {
			return t.eval(x.Then)
		}
		return t.eval(x.Else)
	case *plan.Where:
		return t.s.Filter(pos, t.eval(x.X), t.lambda(x.Keep))
	case *plan.AnyOf:
		if x.Keep == nil {
			return t.s.Any(pos, t.eval(x.X))
		}
		return t.s.Any(pos, t.eval(x.X), t.lambda(x.Keep))
	case *plan.Is:
		return value.Bool(value.Is(t.eval(x.X), x.Type))
	case *plan.MatchExpr:
		return t.choose(x)
	}
	panic(fmt.Sprintf("no meaning for %T", x))
}

func (t *thread) object(x *plan.Object) value.Value {
	// A single spread in front is looked at when the other fields are known.
	late := len(x.Fields) > 0 && x.Fields[0].Spread &&
		!slices.ContainsFunc(x.Fields[1:], func(f plan.Field) bool { return f.Spread })
	values := make([]value.Value, len(x.Fields))
	var b value.Builder
	spread := func(i int) {
		t.s.Spread(at(x.Fields[i].Span), &b, values[i])
		t.check()
	}
	for i, f := range x.Fields {
		values[i] = t.eval(f.Value)
		if f.Spread && !late {
			spread(i)
		} else if !f.Spread && !late {
			b.Set(f.Name, values[i])
		}
	}
	if late {
		spread(0)
		for i, f := range x.Fields[1:] {
			b.Set(f.Name, values[i+1])
		}
	}
	return b.Object()
}

func (t *thread) call(x *plan.Call) value.Value {
	args := []reflect.Value{reflect.ValueOf(at(x.Span))}
	for _, arg := range x.Args {
		if l, ok := arg.(*plan.Lambda); ok {
			f := t.function(l)
			if len(l.Params) == 2 {
				args = append(args, reflect.ValueOf(func(a, b value.Value) value.Value { return f(a, b) }))
			} else {
				args = append(args, reflect.ValueOf(func(v value.Value) value.Value { return f(v) }))
			}
			continue
		}
		args = append(args, reflect.ValueOf(t.eval(arg)))
	}
	return reflect.ValueOf(&t.s.Eval).MethodByName(x.Func.Go).Call(args)[0].Interface().(value.Value)
}

func (t *thread) binary(x *plan.Binary) value.Value {
	a := t.eval(x.X)
	switch x.Op {
	case plan.Or:
		if a.Truthy() {
			return a
		}
		return t.eval(x.Y)
	case plan.And:
		if !a.Truthy() {
			return a
		}
		return t.eval(x.Y)
	case plan.Coalesce:
		if !a.IsNull() {
			return a
		}
		return t.eval(x.Y)
	}
	b, pos := t.eval(x.Y), at(x.OpAt)
	switch x.Op {
	case plan.Eq:
		return value.Bool(value.Equal(a, b))
	case plan.Ne:
		return value.Bool(!value.Equal(a, b))
	case plan.Lt:
		return value.Bool(t.s.Less(pos, a, b))
	case plan.Le:
		return value.Bool(t.s.LessEq(pos, a, b))
	case plan.Gt:
		return value.Bool(t.s.Greater(pos, a, b))
	case plan.Ge:
		return value.Bool(t.s.GreaterEq(pos, a, b))
	case plan.In:
		return value.Bool(t.s.In(pos, a, b))
	case plan.Contains:
		return value.Bool(t.s.Contains(pos, a, b))
	case plan.StartsWith:
		return value.Bool(t.s.StartsWith(pos, a, b))
	case plan.EndsWith:
		return value.Bool(t.s.EndsWith(pos, a, b))
	case plan.Range:
		return t.s.Range(pos, a, b)
	case plan.Add:
		return t.s.Add(pos, a, b)
	case plan.Sub:
		return t.s.Sub(pos, a, b)
	case plan.Mul:
		return t.s.Mul(pos, a, b)
	case plan.Div:
		return t.s.Div(pos, a, b)
	case plan.Mod:
		return t.s.Mod(pos, a, b)
	}
	panic(fmt.Sprintf("no meaning for %v", x.Op))
}

func (t *thread) choose(x *plan.MatchExpr) value.Value {
	inner := *t
	inner.frame = &frame{vars: map[*plan.Var]value.Value{}, outer: t.frame}
	var subject value.Value
	if x.Subject != nil {
		subject = t.eval(x.Subject)
		inner.set(x.Var, subject)
	}
	for _, arm := range x.Arms {
		if inner.fits(arm.Pattern, subject, nil) && (arm.Guard == nil || inner.eval(arm.Guard).Truthy()) {
			return inner.eval(arm.Value)
		}
	}
	if x.Subject == nil {
		t.s.Eval.Fail(at(x.Span), "no condition of the match holds; add the arm `_ => …` for everything else")
	} else {
		t.s.Eval.Fail(at(x.Span), "no arm fits %s; add the arm `_ => …` for everything else", rt.Brief(subject))
	}
	return value.Null
}
