package check

import (
	"net/url"
	"strings"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

func (m *mission) declareSources() {
	each(m.own.sources, m.shared.sources, func(n *syntax.Source) {
		m.sources.add(m.checker, n.Name, &plan.Source{Name: n.Name.Name, Span: n.Name.Span, Doc: texts(n.Doc())})
	})
}

// checkSources resolves the options of the sources.
func (m *mission) checkSources() {
	each(m.own.sources, m.shared.sources, func(n *syntax.Source) {
		s, _ := m.sources.get(n.Name.Name)
		if s.Span != n.Name.Span {
			s = &plan.Source{Name: n.Name.Name} // the second of its name
		}
		if n.From != nil {
			m.later(laterSourceFrom, n.From.Span())
		}
		m.sourceOptions(where{place: atStart, scope: m.globals}, n, s)
	})
}

func (m *mission) sourceOptions(w where, n *syntax.Source, s *plan.Source) {
	options := m.options(optionsOfSource, n.Options)
	if o := options["base"]; o != nil {
		s.Base = m.base(w, o)
	}
	if o := options["auth"]; o != nil {
		s.Auth = m.word(o, authKinds, habitsOfAuth)
	}
	if o := options["headers"]; o != nil {
		s.Headers = m.sourceHeaders(w, s, o)
	}
	if o := options["timeout"]; o != nil {
		s.Timeout = m.duration(w, o, 1)
	}
	if o := options["retry"]; o != nil {
		s.Retry = m.retryOption(w, o)
	}
	if o := options["rateLimit"]; o != nil {
		s.Limit = m.rateLimit(w, o)
	}
	if o := options["circuitBreaker"]; o != nil {
		s.Breaker = m.circuitBreaker(w, o)
	}
	if o := options["proxy"]; o != nil {
		s.Proxies = m.proxies(w, o)
	}
	if o := options["insecure"]; o != nil {
		s.Insecure = m.boolean(w, o)
	}
	if o := options["validateResponses"]; o != nil {
		m.validateResponses(w, o, n)
	}
}

// validateResponses has answers held against the description of the API that
// `source … from` names: without one there is nothing to hold them against.
func (m *mission) validateResponses(w where, o *syntax.Option, n *syntax.Source) {
	x := m.boolean(w, o)
	if l, ok := x.(*plan.Literal); ok && l.Value == false || n.From != nil || m.never(x, builtin.Bool) {
		return
	}
	m.report(codeOptionPlace, o.Name.Span, "hold a response against a schema: match response { Name -> continue, _ -> abort }",
		"validateResponses wants the description of the API, which source … from names")
}

// base is the URL that paths join.
func (m *mission) base(w where, o *syntax.Option) plan.Expr {
	const hint = `write base: "https://api.example.com"`
	x := m.expr(w, o.Value)
	if m.never(x, builtin.String) {
		m.report(codeOptionType, x.At(), hint, "base is a URL, not %s", m.describe(x))
		return x
	}
	if _, found := userOf(x); found {
		m.report(codeBase, x.At(), "give them with --auth FILE or in the environment", "credentials do not belong into the mission's text")
		return x
	}
	l, ok := x.(*plan.Literal)
	if !ok {
		return x
	}
	text := l.Value.(string)
	u, err := url.Parse(text)
	switch {
	case err != nil || strings.ContainsAny(text, " \t\n"):
		m.report(codeBase, l.Span, hint, "%s is no URL", quote(text))
	case u.Scheme == "" || u.Host == "" && u.Opaque != "":
		if strings.Contains(strings.SplitN(text, "/", 2)[0], ".") || strings.HasPrefix(text, "localhost") {
			m.report(codeBase, l.Span, `write "https://`+text+`"`, "the base has no scheme")
		} else {
			m.report(codeBase, l.Span, hint, "%s is no URL", quote(text))
		}
	case u.Scheme != "http" && u.Scheme != "https":
		m.report(codeBase, l.Span, hint, "the base is an http or https URL, not one of %q", u.Scheme)
	case u.Host == "":
		m.report(codeBase, l.Span, hint, "the base names no host")
	case u.RawQuery != "" || u.Fragment != "":
		m.report(codeBase, l.Span, "give the parameters of a request as its params", "paths are joined to the base, so it ends before ? and #")
	}
	return x
}

var authKinds = []string{"none", "bearer", "basic", "api_key", "oauth2"}

// sourceHeaders are the headers of every request of a source, in an object
// written out.
func (m *mission) sourceHeaders(w where, s *plan.Source, o *syntax.Option) []plan.Field {
	x := m.expr(w, o.Value)
	object, ok := x.(*plan.Object)
	if !ok {
		if !m.never(x, builtin.Object) {
			m.report(codeOptionType, x.At(), `write headers: { "X-Name": … }`, "the headers of a source are written out as an object")
		} else {
			m.report(codeOptionType, x.At(), `write headers: { "X-Name": … }`, "headers is an object, not %s", m.describe(x))
		}
		return nil
	}
	m.headers(object)
	m.secretFields(object, s)
	for _, f := range object.Fields {
		if f.Spread {
			m.report(codeOptionType, f.Span, "write them one by one", "the headers of a source are written out as an object")
		}
	}
	return object.Fields
}

// headers judges the names and values of headers that are written out.
func (m *mission) headers(object *plan.Object) {
	for _, f := range object.Fields {
		if f.Spread {
			continue
		}
		if !isToken(f.Name) {
			m.report(codeHeader, f.Span, "", "%s is no name of a header", quote(f.Name))
		}
		if m.never(f.Value, builtin.String|builtin.Number|builtin.Bool|builtin.Null) {
			m.report(codeHeader, f.Value.At(), "", "the value of a header is a string, not %s", m.describe(f.Value))
		}
		if l, ok := f.Value.(*plan.Literal); ok {
			if text, ok := l.Value.(string); ok && strings.ContainsAny(text, "\r\n\x00") {
				m.report(codeHeader, l.Span, "", "the value of a header is one line")
			}
		}
	}
}

// isToken reports a name that HTTP allows for a header.
func isToken(name string) bool {
	for i := range len(name) {
		b := name[i]
		if !('0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || strings.IndexByte("!#$%&'*+-.^_`|~", b) >= 0) {
			return false
		}
	}
	return name != ""
}

// source finds the source of that name; nil where there is none, which it says.
func (m *mission) source(name syntax.Ident) *plan.Source {
	if s, ok := m.sources.get(name.Name); ok {
		return s
	}
	if name.Name == implicitSource && len(m.sources.names) == 0 {
		return m.defaultSource()
	}
	if d := m.unknown(codeSource, "source", name, m.sources.names); d != nil && d.Hint == "" {
		d.Hint = "declare it: source " + name.Name + ` { base: "https://…" }`
	}
	return nil
}

const implicitSource = "default"

// sourceNear is the source of a request that names none: in an imported action
// the first of the file that it was written in, else the mission's default.
func (m *mission) sourceNear(at source.Span) *plan.Source {
	if top := m.importedFrom[at.File()]; top != nil && top.source != nil {
		if s, ok := m.sources.get(top.source.Name.Name); ok {
			return s
		}
	}
	return m.defaultSource()
}

// defaultSource is the first that is declared, the mission's before the file's.
// Where there is none it is one named default.
func (m *mission) defaultSource() *plan.Source {
	if len(m.sources.names) > 0 {
		s, _ := m.sources.get(m.sources.names[0])
		return s
	}
	if m.implicit == nil {
		m.implicit = &plan.Source{Name: implicitSource, Implicit: true, Span: m.decl.name.Span}
	}
	return m.implicit
}

// collectSources leaves the mission's own sources in the plan, and of the
// file's those that a request goes to.
func (m *mission) collectSources() {
	used := map[*plan.Source]bool{}
	for _, a := range m.plan.Actions {
		a.Body.Each(func(s plan.Step) {
			if r, ok := s.(*plan.Request); ok {
				used[r.Source] = true
			}
		})
	}
	for _, name := range m.sources.names {
		s, _ := m.sources.get(name)
		if used[s] || m.decl.span.Contains(s.Span) {
			m.plan.Sources = append(m.plan.Sources, s)
		}
	}
	if used[m.implicit] && m.implicit != nil {
		m.plan.Sources = append(m.plan.Sources, m.implicit)
	}
}
