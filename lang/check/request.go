package check

import (
	"strings"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
	"github.com/reqongen/reqongen/lang/types"
)

// request resolves `get [Source] path [from Source] { … }` and its like.
func (m *mission) request(w where, n *syntax.Request) {
	options := m.options(optionsOfRequest, n.Options)
	x := &plan.Request{
		Origin: m.origin(n, optionsNode(n.Options)),
		Method: strings.ToUpper(n.Method.Name),
		Source: m.requestSource(n, options["source"]),
		Sets:   w.body.given,
	}
	sync := m.since(w, x, options["since"])
	w.sync = sync
	x.Path = m.path(w, n)
	m.secretQuery(x.Path)
	if o := options["params"]; o != nil {
		x.Params = m.object(w, o)
		m.secretFields(x.Params, nil)
	}
	if o := options["body"]; o != nil {
		x.Body = m.expr(w, o.Value)
		m.secretFields(x.Body, nil)
	}
	if o := options["headers"]; o != nil {
		x.Headers = m.object(w, o)
		if object, ok := x.Headers.(*plan.Object); ok {
			m.headers(object)
			m.secretFields(object, x.Source)
		}
	}
	if o := options["timeout"]; o != nil {
		x.Timeout = m.duration(w, o, 1)
	}
	if o := options["retry"]; o != nil {
		x.Retry = m.retryOption(w, o)
	}
	if o := options["allow"]; o != nil {
		x.Allow = m.allow(w, o)
	}
	x.Pages = m.pages(w, options)
	w.sync = nil
	if o := options["idempotencyKey"]; o != nil {
		x.IdempotencyKey = m.idempotencyKey(w, x, o)
	}
	m.endSync(x, sync)
	m.samePlace(x, options)
	w.add(x)
}

// requestSource is the source of a request, which may be said in three ways;
// the default one where none is said.
func (m *mission) requestSource(n *syntax.Request, o *syntax.Option) *plan.Source {
	var said []syntax.Ident
	if n.Source != nil && n.Source.Name != "from" { // delete from items: path says it
		said = append(said, *n.Source)
	}
	if n.From != nil {
		said = append(said, *n.From)
	}
	if o != nil {
		if name, ok := m.sourceName(o); ok {
			said = append(said, name)
		}
	}
	if len(said) > 1 {
		d := m.report(codeTwoSources, said[1].Span, "", "the source of this request is said twice")
		note(d, said[0].Span, "it is said here too")
	}
	var found *plan.Source
	for _, name := range said {
		if s := m.source(name); found == nil {
			found = s
		}
	}
	if found == nil {
		found = m.sourceNear(n.Span())
	}
	return found
}

// sourceName is the value of source:, a name or a string.
func (m *mission) sourceName(o *syntax.Option) (syntax.Ident, bool) {
	switch v := o.Value.(type) {
	case *syntax.Name:
		return v.Ident(), true
	case *syntax.String:
		if text, ok := v.Const(); ok {
			return syntax.Ident{Name: text, Span: v.Span(), Quoted: true}, true
		}
	case *syntax.Bad:
		return syntax.Ident{}, false
	}
	m.report(codeOptionType, o.Value.Span(), "write source: Name", "source is the name of a source")
	return syntax.Ident{}, false
}

// path is a string with values in it, or any expression that gives one.
func (m *mission) path(w where, n *syntax.Request) plan.Expr {
	switch p := n.Path.(type) {
	case *syntax.String:
		return m.text(w, p, true)
	case *syntax.Binary:
		if p.Op == syntax.OpDiv {
			m.bareSlashes(n, p)
			return lost(p.Span())
		}
	case *syntax.Name:
		if w.scope.lookup(p.Name) != nil {
			break
		}
		if _, ok := m.sources.get(p.Name); ok {
			d := m.report(codePath, p.Span(), "write "+n.Method.Name+" "+p.Name+` "/path"`, "%q is a source, and the path is missing", p.Name)
			note(d, m.sources.at(p.Name), "%s is declared here", p.Name)
			return lost(p.Span())
		}
		if _, ok := m.stores.get(p.Name); !ok && !isGiven(p.Name) && !m.told[p.Name] {
			known := w.scope.names()
			hint := `a path is quoted: "/` + p.Name + `"`
			if p.Name == "https" || p.Name == "http" {
				hint = `a URL is quoted: "` + p.Name + `://…"`
			}
			if near := didYouMean(p.Name, known); near != "" {
				hint += "; or " + near
			}
			m.report(codeName, p.Span(), hint, "unknown name %q", p.Name)
			return lost(p.Span())
		}
	}
	x := m.expr(w, n.Path)
	if m.never(x, builtin.String) {
		hint := ""
		if s, ok := x.(*plan.StoreRef); ok {
			hint = `a path is quoted: "/` + s.Store.Name + `"`
			if n.Method.Name == "delete" {
				hint = "delete " + s.Store.Name + "[key] removes a record, clear " + s.Store.Name + " all of them"
			}
		}
		m.report(codePath, x.At(), hint, "a path is a string, not %s", m.describe(x))
	}
	return x
}

// bareSlashes reports a path without quotation marks: to the grammar it is a
// division. What stands before the first slash may be a source.
func (m *mission) bareSlashes(n *syntax.Request, p *syntax.Binary) {
	text := m.oneLine(p.Span())
	hint := `write "` + "/" + strings.TrimPrefix(text, "/") + `"`
	if before, path, _ := strings.Cut(text, "/"); strings.HasSuffix(before, " ") {
		hint = "write " + n.Method.Name + " " + before + `"/` + strings.TrimSpace(path) + `"`
	}
	m.report(codePath, p.Span(), hint, "a path is quoted")
}

// object resolves an option that is an object.
func (m *mission) object(w where, o *syntax.Option) plan.Expr {
	x := m.expr(w, o.Value)
	if m.never(x, builtin.Object|builtin.Null) {
		m.report(codeOptionType, x.At(), "write "+o.Name.Name+": { name: value }", "%s is an object, not %s", o.Name.Name, m.describe(x))
	}
	return x
}

// allow is an array of statuses.
func (m *mission) allow(w where, o *syntax.Option) plan.Expr {
	x := m.expr(w, o.Value)
	if m.never(x, builtin.Array) {
		hint := "write allow: [404]"
		if l, ok := x.(*plan.Literal); ok && types.IsNumber(l) {
			hint = "write allow: [" + o.Value.Span().Text() + "]"
		}
		m.report(codeOptionType, x.At(), hint, "allow is an array of statuses, not %s", m.describe(x))
		return x
	}
	if list, ok := x.(*plan.Array); ok {
		for _, e := range list.Elems {
			m.status(e)
		}
	}
	return x
}

// status judges a status that is written out.
func (m *mission) status(x plan.Expr) {
	if l, ok := x.(*plan.Literal); ok {
		if n, ok := l.Value.(int64); ok && 100 <= n && n <= 599 {
			return
		}
		m.report(codeStatus, l.Span, "", "an HTTP status is a number from 100 to 599, not %s", m.describe(l))
		return
	}
	if m.never(x, builtin.Number|builtin.String) {
		m.report(codeStatus, x.At(), "", "an HTTP status is a number, not %s", m.describe(x))
	}
}

// retryOption is the option retry of a request or a source.
func (m *mission) retryOption(w where, o *syntax.Option) *plan.Retry {
	list, ok := m.written(o, o.Value)
	if !ok {
		hint := "write retry: { maxAttempts: 3 }"
		if n, ok := o.Value.(*syntax.Number); ok {
			hint = "write retry: { maxAttempts: " + n.Span().Text() + " }"
		}
		m.notAnObject(w, o, hint)
		return nil
	}
	return m.policyOf(w, o.Value.Span(), list)
}

// policy is the options of a retry step.
func (m *mission) policy(w where, o *syntax.Options) *plan.Retry {
	return m.policyOf(w, o.Span(), o.List)
}

var backoffs = []string{"exponential", "linear", "constant"}

func (m *mission) policyOf(w where, at source.Span, list []*syntax.Option) *plan.Retry {
	r := &plan.Retry{Span: at}
	options := m.optionList(optionsOfRetry, list)
	if o := options["maxAttempts"]; o != nil {
		r.MaxAttempts = m.count(w, o.Value, "maxAttempts")
	}
	if o := options["backoff"]; o != nil {
		r.Backoff = m.word(o, backoffs, habitsOfBackoff)
	}
	if o := options["initialDelay"]; o != nil {
		r.InitialDelay = m.duration(w, o, 0)
	}
	if o := options["maxDelay"]; o != nil {
		r.MaxDelay = m.duration(w, o, 0)
	}
	if o := options["delay"]; o != nil {
		r.Delay = m.duration(w, o, 0)
		for _, other := range []string{"backoff", "initialDelay"} {
			if clash := options[other]; clash != nil {
				d := m.report(codeOptionTwice, clash.Name.Span, "leave one of them out", "delay is the same wait each time, and %s says another", other)
				note(d, o.Name.Span, "delay is written here")
			}
		}
	}
	return r
}
