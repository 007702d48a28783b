package check

import (
	"strings"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// A syncing is what lastSync means in a request, and where it is first read.
type syncing struct {
	v    *plan.Var
	read source.Span
}

// lastSync is the name of that: it means something inside a request alone.
func (m *mission) lastSync(w where, at source.Span) plan.Expr {
	if w.sync == nil {
		m.report(codeNotHere, at, `write it in the options of a request that has since: lastSync { key: "…" }`,
			`"lastSync" cannot be read here: it is when the last successful sync of a request finished`)
		return lost(at)
	}
	if !w.sync.read.IsValid() {
		w.sync.read = at
	}
	return &plan.VarRef{Span: at, Var: w.sync.v}
}

// since resolves the option since: `lastSync`, with options or without, or the
// options alone.
func (m *mission) since(w where, x *plan.Request, o *syntax.Option) *syncing {
	sync := &syncing{v: &plan.Var{Name: "lastSync", Kind: plan.SyncVar, Span: x.Span}}
	if o == nil {
		return sync
	}
	var list []*syntax.Option
	if o.Options != nil {
		list = o.Options.List
	}
	switch v := o.Value.(type) {
	case *syntax.Name:
		if v.Name != "lastSync" {
			m.sinceWhat(v)
		}
	case *syntax.Object:
		fields, _ := m.written(o, v)
		list = append(list, fields...)
	case *syntax.Bad:
	default:
		m.sinceWhat(v)
	}
	s := &plan.Since{Span: o.Value.Span()}
	options := m.optionList(optionsOfSince, list)
	if a := options["param"]; a != nil {
		s.Param = m.fixedText(a, "the name of a parameter", `write param: "since"`)
	}
	if a := options["header"]; a != nil {
		s.Header = m.fixedText(a, "the name of a header", `write header: "If-Modified-Since"`)
		if s.Header != "" && !isToken(s.Header) {
			m.report(codeHeader, a.Value.Span(), "", "%s is no name of a header", quote(s.Header))
		}
	}
	if a := options["format"]; a != nil {
		s.Format = m.timeFormat(a)
	}
	if a := options["key"]; a != nil {
		s.Key = m.expr(w, a.Value)
		if m.never(s.Key, builtin.String|builtin.Number) {
			m.report(codeOptionType, s.Key.At(), "", "key names the checkpoint, and that is a string, not %s", m.describe(s.Key))
		}
	}
	if a := options["updateFrom"]; a != nil {
		s.UpdateFrom = m.fieldPath(a)
	}
	x.Since = s
	return sync
}

func (m *mission) sinceWhat(e syntax.Expr) {
	hint := "write since: lastSync"
	if n, ok := e.(*syntax.Name); ok && didYouMean(n.Name, []string{"lastSync"}) != "" {
		hint = didYouMean(n.Name, []string{"lastSync"})
	} else if _, ok := e.(*syntax.String); ok {
		hint += "; a fixed date is a parameter: params: { since: " + e.Span().Text() + " }"
	}
	m.report(codeSync, e.Span(), hint, "since asks for what changed since the last sync, and takes nothing else")
}

// endSync settles what lastSync is in the request.
func (m *mission) endSync(x *plan.Request, sync *syncing) {
	switch {
	case !sync.read.IsValid():
	case x.Since == nil:
		m.report(codeSync, sync.read, `write since: lastSync { key: "…" } beside it, and header: or param: where the API has another name for it`,
			"this request keeps no checkpoint, so that lastSync would always be null")
	case x.Since.Key == nil:
		m.report(codeSync, sync.read, `write since: lastSync { key: "…" }`,
			"where lastSync is read, the request's checkpoint wants a name of its own")
	default:
		x.LastSync = sync.v
	}
}

var timeFormats = []string{"iso", "date", "unix", "unixMs", "http"}

// timeFormat is how an API wants a time: a word, or a pattern of formatDate.
func (m *mission) timeFormat(o *syntax.Option) string {
	const hint = `write iso, date, unix, unixMs, http, or a pattern such as "YYYY-MM-DD HH:mm:ss"`
	text := m.fixedText(o, "a format of times", hint)
	for _, word := range timeFormats {
		if text == word {
			return text
		}
	}
	if text == "" || strings.Contains(text, "yy") || strings.Contains(text, "YY") {
		return text
	}
	near := meant(text, habitsOfTimes, timeFormats)
	if near == "" {
		near = hint
	}
	m.report(codeWord, o.Value.Span(), near, "format cannot be %s", quote(text))
	return text
}

// idempotencyKey is text, a whole number, or true for one that is made up.
func (m *mission) idempotencyKey(w where, x *plan.Request, o *syntax.Option) plan.Expr {
	key := m.expr(w, o.Value)
	if m.never(key, builtin.String|builtin.Number|builtin.Bool|builtin.Null) {
		m.report(codeOptionType, key.At(), "write idempotencyKey: true, or text that is the same for the same work",
			"idempotencyKey is text, not %s", m.describe(key))
	}
	if x.Method == "GET" {
		m.report(codeOption, o.Name.Span, "leave it out", "a get changes nothing, and takes no idempotencyKey")
	}
	return key
}

// samePlace reports a parameter that would be the page's and the sync's.
func (m *mission) samePlace(x *plan.Request, options map[string]*syntax.Option) {
	if x.Pages == nil || x.Since == nil || x.Pages.Param == "" {
		return
	}
	param := x.Since.Param
	if param == "" && x.Since.Header == "" {
		param = "since"
	}
	if param == x.Pages.Param {
		d := m.report(codeSync, options["since"].Name.Span, `write since: lastSync { param: "modified_since" }`,
			"the parameter %q cannot say which page and since when", param)
		note(d, options["paginate"].Name.Span, "it says which page here")
	}
}
