package plan

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
)

// Dump writes the plan as text, for people: every name with what it stands for,
// every default that the checker filled in. Variables of an action that share a
// name are told apart by a number behind it.
func Dump(m *Mission) string {
	d := &dumper{numbers: map[*Var]int{}, last: map[string]int{}}
	d.line("mission %s", m.Name)
	d.indent++
	for _, s := range m.Settings {
		d.line("setting %s", s.Name)
	}
	for _, s := range m.Envs {
		d.line("env %s", s.Name)
	}
	for _, l := range m.Lets {
		d.line("let %s = %s", d.name(l.Var), d.expr(l.X))
	}
	for _, s := range m.Sources {
		d.source(s)
	}
	for _, s := range m.Stores {
		text := fmt.Sprintf("store %s: %s(%q)", s.Name, s.Kind, s.Label)
		if !s.Declared {
			text += " undeclared"
		}
		d.line("%s", text)
	}
	for _, s := range m.Schemas {
		d.schema(s)
	}
	for _, t := range m.Transforms {
		d.transform(t)
	}
	if m.MaxConcurrency != nil {
		d.line("maxConcurrency %s", d.expr(m.MaxConcurrency))
	}
	if m.FailFast {
		d.line("fail-fast")
	}
	for i, s := range m.Stages {
		d.stage(i+1, s)
	}
	shared := maps.Clone(d.last)
	for _, a := range m.Actions {
		d.last = maps.Clone(shared)
		head := "action " + a.Name
		if a.Concurrency != nil {
			head += " concurrency " + d.expr(a.Concurrency)
		}
		d.line("%s", head)
		d.block(a.Body)
	}
	return d.text.String()
}

// String is the kind as the mission writes it.
func (k StoreKind) String() string {
	if k == File {
		return "file"
	}
	return "memory"
}

type dumper struct {
	text    strings.Builder
	indent  int
	numbers map[*Var]int
	last    map[string]int
}

func (d *dumper) line(format string, args ...any) {
	d.text.WriteString(strings.Repeat("  ", d.indent))
	fmt.Fprintf(&d.text, format, args...)
	d.text.WriteByte('\n')
}

// name is the variable's name, with a number from the second of that name on.
func (d *dumper) name(v *Var) string {
	if v == nil {
		return "_"
	}
	n, ok := d.numbers[v]
	if !ok {
		d.last[v.Name]++
		n = d.last[v.Name]
		d.numbers[v] = n
	}
	text := v.Name
	if n > 1 {
		text += "·" + strconv.Itoa(n)
	}
	return text
}

// bind is the name where it is bound, in brackets where nothing reads it.
func (d *dumper) bind(v *Var) string {
	if v != nil && !v.Read {
		return "(" + d.name(v) + ")"
	}
	return d.name(v)
}

func (d *dumper) retry(r *Retry) string {
	if r == nil {
		return ""
	}
	text := " retry {"
	option := func(name string, x Expr) {
		if x != nil {
			text += " " + name + " " + d.expr(x)
		}
	}
	option("maxAttempts", r.MaxAttempts)
	if r.Backoff != "" {
		text += " " + r.Backoff
	}
	option("initialDelay", r.InitialDelay)
	option("maxDelay", r.MaxDelay)
	option("delay", r.Delay)
	return text + " }"
}

func (d *dumper) stage(number int, s *Stage) {
	var names []string
	for _, a := range s.Actions {
		names = append(names, a.Name)
	}
	text := strings.Join(names, ", ")
	if s.Group {
		text = "[" + text + "]"
	}
	if s.If != nil {
		text += " if " + d.expr(s.If)
	}
	d.line("stage %d %s", number, text)
}

func (d *dumper) block(b *Block) {
	d.indent++
	for _, v := range b.Fresh {
		if v.Outer != nil {
			d.line("fresh %s = %s", d.bind(v), d.name(v.Outer))
		} else {
			d.line("fresh %s", d.bind(v))
		}
	}
	for _, s := range b.Steps {
		d.step(s)
	}
	d.indent--
}

func (d *dumper) step(s Step) {
	switch s := s.(type) {
	case *Request:
		d.request(s)
	case *For:
		d.loop(s)
	case *Map:
		text := "map " + d.expr(s.X) + " as " + d.bind(s.Record) + " -> " + s.Shape
		if s.Check == nil {
			text += " " + d.fields(s.Fields)
		}
		d.line("%s", text+d.sets(s.Sets...))
	case *Apply:
		d.line("%s", "apply "+s.Transform.Name+" to "+d.expr(s.X)+d.sets(s.As, s.Response))
	case *Validate:
		d.validate(s)
	case *Keep:
		word := "store"
		if s.Each {
			word = "store each"
		}
		text := fmt.Sprintf("%s %s -> %s", word, d.expr(s.X), s.Store.Name)
		if s.Key != nil {
			text += " key " + d.expr(s.Key)
		}
		if s.Upsert != nil {
			text += " upsert " + d.expr(s.Upsert)
		}
		if s.Partial != nil {
			text += " partial " + d.expr(s.Partial)
		}
		d.line("%s", text)
	case *Match:
		d.match(s)
	case *LetStep:
		d.line("let %s = %s", d.bind(s.Var), d.expr(s.X))
	case *Delete:
		d.line("delete %s[%s]", s.Store.Name, d.expr(s.Key))
	case *Clear:
		d.line("clear %s", s.Store.Name)
	case *Abort:
		if s.X == nil {
			d.line("abort")
		} else {
			d.line("abort %s", d.expr(s.X))
		}
	case *Skip:
		d.line("skip")
	case *Continue:
		d.line("continue")
	case *RunAction:
		d.line("run %s", s.Action.Name)
	case *Jump:
		if s.Request != nil {
			d.line("jump %s then retry %s", s.Action.Name, place(s.Request))
		} else {
			d.line("jump %s then continue", s.Action.Name)
		}
	case *RetryStep:
		d.line("retry %s%s", place(s.Request), d.retry(s.Policy))
	case *QueueStep:
		text := fmt.Sprintf("queue %s -> %s", d.expr(s.Item), s.Store.Name)
		if s.Key != nil {
			text += " key " + d.expr(s.Key)
		}
		d.line("%s", text)
	}
}

// place says which request is meant: its method and its line.
func place(r *Request) string {
	return fmt.Sprintf("%s of line %d", r.Method, r.Span.Start().Line())
}

func (d *dumper) request(s *Request) {
	text := fmt.Sprintf("%s %s %s", s.Method, s.Source.Name, d.expr(s.Path))
	option := func(name string, x Expr) {
		if x != nil {
			text += " " + name + " " + d.expr(x)
		}
	}
	option("params", s.Params)
	option("body", s.Body)
	option("headers", s.Headers)
	option("timeout", s.Timeout)
	text += d.retry(s.Retry)
	option("allow", s.Allow)
	text += d.pages(s.Pages) + d.since(s.Since)
	option("idempotencyKey", s.IdempotencyKey)
	if s.Matched {
		text += " matched"
	}
	if s.Again {
		text += " again"
	}
	d.line("%s", text+d.sets(s.Sets.Response, s.Sets.Source, s.Sets.Request))
}

// sets names the variables that a step sets.
func (d *dumper) sets(vars ...*Var) string {
	text := ""
	for _, v := range vars {
		if v != nil {
			text += " => " + d.name(v)
		}
	}
	return text
}

func (d *dumper) loop(s *For) {
	text := "for " + d.bind(s.Var) + " in " + d.expr(s.In)
	if s.Pages != nil {
		text += " page by page"
	}
	if s.Where != nil {
		text += " where " + d.expr(s.Where)
	}
	if s.Parallel {
		text += " parallel"
		if s.Limit != nil {
			text += " " + d.expr(s.Limit)
		}
	}
	switch s.OnError {
	case AbortLoop:
		text += " onError abort"
	case ContinueLoop:
		text += " onError continue"
	case QueueItem:
		text += " onError queue " + s.Queue.Name
	}
	d.line("%s", text)
	d.block(s.Body)
}

func (d *dumper) match(s *Match) {
	if s.Subject == nil {
		d.line("match")
	} else {
		d.line("match %s as %s", d.expr(s.Subject), d.bind(s.Var))
	}
	d.indent++
	for _, arm := range s.Arms {
		d.line("%s ->", d.armHead(arm.Pattern, arm.Guard))
		d.block(arm.Body)
	}
	d.indent--
}

func (d *dumper) armHead(p Pattern, guard Expr) string {
	var parts []string
	if p != nil {
		parts = append(parts, d.pattern(p))
	}
	if guard != nil {
		if p != nil {
			parts = append(parts, "where")
		}
		parts = append(parts, d.expr(guard))
	}
	return strings.Join(parts, " ")
}

func (d *dumper) pattern(p Pattern) string {
	status := func(text string, also bool) string {
		if also {
			text += " or status"
		}
		return text
	}
	switch p := p.(type) {
	case *Any:
		return "_"
	case *Equal:
		return status(d.expr(p.Value), p.Status)
	case *Bind:
		return d.bind(p.Var)
	case *SchemaPattern:
		if p.Array {
			return "[" + p.Schema.Name + "]"
		}
		return p.Schema.Name
	case *Elements:
		var list []string
		for _, e := range p.Elems {
			list = append(list, d.pattern(e))
		}
		return "[" + strings.Join(list, ", ") + "]"
	case *Fields:
		var list []string
		for _, f := range p.Fields {
			list = append(list, status(fmt.Sprintf("%s: %s", f.Name, d.pattern(f.Fit)), f.Status))
		}
		return "{ " + strings.Join(list, ", ") + " }"
	}
	return fmt.Sprintf("%T", p)
}
