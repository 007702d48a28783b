package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// pagings are the ways of paginate, by their words, with what they are given in
// brackets and how that is written.
var pagings = map[string]struct {
	by      plan.Paging
	args    []string
	example string
}{
	"offset": {plan.ByOffset, []string{"param", "size"}, "offset(offset, 100)"},
	"page":   {plan.ByPage, []string{"param", "size"}, "page(page, 100)"},
	"cursor": {plan.ByCursor, []string{"param", "size", "cursorPath"}, `cursor(cursor, 100, "meta.next")`},
	"link":   {plan.ByLink, nil, "link"},
}

var pagingWords = []string{"offset", "page", "cursor", "link"}

// A written is what paginate says, in whichever of its forms.
type written struct {
	at   source.Span // of the word of its kind, else of all of it
	kind string      // "" where it is none, which is told
	args map[string]*syntax.Option
}

// pages resolves the option paginate, with those that serve it.
func (m *mission) pages(w where, options map[string]*syntax.Option) *plan.Pages {
	o := options["paginate"]
	if o == nil {
		for _, name := range []string{"until", "items"} {
			if lone := options[name]; lone != nil {
				m.report(codePages, lone.Name.Span, "write paginate: page(page, 100) beside it",
					"%s says something of pages, and this request asks for none", name)
				m.looseArgument(w, lone.Value)
			}
		}
		return nil
	}
	said := m.writtenPages(w, o)
	kind, ok := pagings[said.kind]
	p := &plan.Pages{Span: o.Value.Span(), By: kind.by}
	if ok {
		m.pageParam(said, p)
	}
	if a := said.args["size"]; a != nil {
		p.Size = m.count(w, a.Value, a.Name.Name)
	}
	if a := said.args["maxPages"]; a != nil {
		p.MaxPages = m.count(w, a.Value, "maxPages")
	}
	if a := said.args["cursorPath"]; a != nil {
		p.Next = m.fieldPath(a)
	}
	m.until(w, options["until"], p)
	m.pageItems(said, options, p)
	m.pagesParallel(w, o, ok, p)
	if !ok {
		return nil
	}
	return p
}

// pageParam is the parameter that says which page, and what else the kind wants.
func (m *mission) pageParam(said written, p *plan.Pages) {
	example := "write " + pagings[said.kind].example
	a := said.args["param"]
	switch {
	case a == nil && p.By != plan.ByLink:
		m.report(codePages, said.at, example, "%s wants the name of the parameter that says which page", said.kind)
	case a != nil && p.By == plan.ByLink:
		m.report(codePages, a.Name.Span, "write paginate: link", "link has no parameter: a page's Link header says where the next one is")
	case a != nil:
		p.Param = m.fixedText(a, "the name of a parameter", example)
	}
	switch next := said.args["cursorPath"]; {
	case next == nil && p.By == plan.ByCursor:
		m.report(codePages, said.at, example, "cursor wants the path to the next cursor in a page")
	case next != nil && p.By != plan.ByCursor:
		m.report(codePages, next.Name.Span, "leave it out, or write cursor", "%s has no cursor", said.kind)
	}
	if size := said.args["size"]; size != nil && p.By == plan.ByLink {
		m.report(codePages, size.Name.Span, "give the size as a parameter of the request: params: { per_page: 100 }", "link has no size")
	}
}

// pagesParallel is `parallel N` behind paginate: only where the parameter of any
// page is known without the page before can pages be fetched side by side.
func (m *mission) pagesParallel(w where, o *syntax.Option, known bool, p *plan.Pages) {
	if o.Parallel == nil {
		return
	}
	x := m.limit(w, o.Parallel.Limit, "parallel")
	at := o.Parallel.Word.Span
	switch {
	case !known:
	case p.By == plan.ByCursor || p.By == plan.ByLink:
		m.report(codePages, at, "offset and page can be fetched side by side",
			"where the next page is, the page before tells: pages by %s come one after another", p.By)
	case p.By == plan.ByOffset && p.Size == nil:
		m.report(codePages, at, "write offset("+p.Param+", 100) parallel "+o.Parallel.Limit.Span().Text(),
			"without the size of a page it is not known where the next one begins")
	default:
		p.Parallel = x
	}
}

// writtenPages reads the three forms of paginate: a call, with names or without,
// and an object. A word alone is a call without arguments.
func (m *mission) writtenPages(w where, o *syntax.Option) written {
	switch v := o.Value.(type) {
	case *syntax.Name:
		return written{at: v.Span(), kind: m.pagingKind(v.Ident())}
	case *syntax.String:
		if text, ok := v.Const(); ok {
			return written{at: v.Span(), kind: m.pagingKind(syntax.Ident{Name: text, Span: v.Span()})}
		}
	case *syntax.Call:
		if v.Form == syntax.PlainCall {
			return m.calledPages(w, v)
		}
	case *syntax.Object:
		return m.pagesObject(o, v)
	case *syntax.Bad:
		return written{}
	}
	m.expr(w, o.Value)
	m.report(codePages, o.Value.Span(), "write offset(offset, 100), page(page, 100), "+pagings["cursor"].example+" or link",
		"paginate says how the API tells its pages apart")
	return written{}
}

// pagingKind is the kind of that name; "" where there is none, which it says.
func (m *mission) pagingKind(name syntax.Ident) string {
	if _, ok := pagings[name.Name]; ok {
		return name.Name
	}
	hint := meant(name.Name, habitsOfPagings, pagingWords)
	if hint == "" {
		hint = "write " + orList(pagingWords)
	}
	m.report(codeWord, name.Span, hint, "pages go by offset, page, cursor or link, not by %s", quote(name.Name))
	return ""
}

// calledPages is `page(page, 100)` or `page(param: "page", size: 100)`.
func (m *mission) calledPages(w where, n *syntax.Call) written {
	said := written{at: n.Func.Span, kind: m.pagingKind(n.Func)}
	var list []*syntax.Option
	for i, e := range n.Args {
		names := pagings[said.kind].args
		switch named, ok := e.(*syntax.Named); {
		case ok:
			list = append(list, &syntax.Option{Name: named.Name, Value: named.Value})
		case said.kind == "":
			if _, word := e.(*syntax.Name); !word {
				m.expr(w, e)
			}
		case i < len(names):
			list = append(list, &syntax.Option{Name: syntax.Ident{Name: names[i], Span: e.Span()}, Value: e})
		default:
			most := fmt.Sprintf("takes %d values at the most", len(names))
			if len(names) == 0 {
				most = "takes no values"
			}
			m.report(codeArgumentCount, e.Span(), "write "+pagings[said.kind].example, "%s %s", said.kind, most)
		}
	}
	said.args = m.pagesOptions(list)
	if a := said.args["type"]; a != nil {
		m.report(codeOptionTwice, a.Name.Span, "leave it out", "the kind of pages is said already")
	}
	return said
}

// pagesObject is `{ type: page, param: "page", pageSize: 100 }`.
func (m *mission) pagesObject(o *syntax.Option, n *syntax.Object) written {
	said := written{at: n.Span()}
	list, _ := m.written(o, n)
	said.args = m.pagesOptions(list)
	a := said.args["type"]
	if a == nil {
		m.report(codePages, n.Span(), "write type: page, or offset, cursor or link", "paginate says how the API tells its pages apart")
		return said
	}
	switch v := a.Value.(type) {
	case *syntax.Name:
		said.kind = m.pagingKind(v.Ident())
	case *syntax.String:
		if text, ok := v.Const(); ok {
			said.kind = m.pagingKind(syntax.Ident{Name: text, Span: v.Span()})
		}
	case *syntax.Bad:
	default:
		m.report(codeWord, v.Span(), "write "+orList(pagingWords), "type is a word")
	}
	return said
}

// pagesOptions sorts what paginate is given by its names. The size of a page has
// two: size in brackets, pageSize in an object.
func (m *mission) pagesOptions(list []*syntax.Option) map[string]*syntax.Option {
	for i, o := range list {
		if o.Name.Name == "size" {
			renamed := *o
			renamed.Name.Name = "pageSize"
			list[i] = &renamed
		}
	}
	args := m.optionList(optionsOfPages, list)
	if size := args["pageSize"]; size != nil {
		args["size"] = size
		size.Name.Name = "size"
	}
	return args
}

// until is a function of a page: its response, and the value of the parameter.
func (m *mission) until(w where, o *syntax.Option, p *plan.Pages) {
	if o == nil {
		return
	}
	response := &plan.Var{Name: "response", Kind: plan.ParamVar, Span: o.Name.Span}
	page := *w.body
	page.given.Response = response
	w = w.inside()
	w.body, w.record = &page, nil
	param := &plan.Var{Name: "page", Kind: plan.ParamVar, Span: o.Name.Span}
	if p.Param != "" {
		param = m.bind(w, syntax.Ident{Name: p.Param, Span: p.Span, Quoted: true}, plan.ParamVar)
	}
	p.Until = &plan.Lambda{Span: o.Value.Span(), Params: []*plan.Var{response, param}, Body: m.expr(w, o.Value)}
}

// pageItems settles where the items of a page are: where items says, else in the
// array that until measures.
func (m *mission) pageItems(said written, options map[string]*syntax.Option, p *plan.Pages) {
	own, o := said.args["items"], options["items"]
	switch {
	case own != nil && o != nil:
		d := m.report(codeOptionTwice, o.Name.Span, "leave one of them out", `the option "items" is written twice`)
		note(d, own.Name.Span, "items is written here too")
	case own != nil:
		o = own
	}
	if o != nil {
		p.Items = m.fieldPath(o)
		return
	}
	if p.Until == nil {
		return
	}
	measured := measuredIn(p.Until)
	if len(measured) > 1 {
		m.report(codePages, p.Until.Span, "say which holds the items: items: "+quote(measured[0]),
			"until measures %s, and it is not clear which has the items", strings.Join(measured, " and "))
	} else if len(measured) == 1 {
		p.Items = measured[0]
	}
}

// measuredIn are the paths of the arrays in the response whose length an until
// asks for.
func measuredIn(until *plan.Lambda) []string {
	var paths []string
	add := func(x plan.Expr) {
		if path := pathFrom(until.Params[0], x); path != "" && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	plan.Inspect(until.Body, func(x plan.Expr) bool {
		switch x := x.(type) {
		case *plan.Call:
			switch x.Func.Name {
			case "length", "count", "isEmpty":
				if len(x.Args) == 1 {
					add(x.Args[0])
				}
			}
		case *plan.Member:
			if x.Name == "length" {
				add(x.X)
			}
		}
		return true
	})
	return paths
}

// pathFrom is the path of the fields that lead from a variable to x; "" for the
// variable itself, and where something else does.
func pathFrom(v *plan.Var, x plan.Expr) string {
	path, ok := fieldsFrom(v, x)
	if !ok {
		return ""
	}
	return path
}

func fieldsFrom(v *plan.Var, x plan.Expr) (path string, ok bool) {
	switch x := x.(type) {
	case *plan.VarRef:
		return "", x.Var == v
	case *plan.Member:
		path, ok = fieldsFrom(v, x.X)
		if path != "" {
			path += "."
		}
		return path + x.Name, ok
	}
	return "", false
}

// fixedText is a text that is written out, quoted or as a bare word.
func (m *mission) fixedText(o *syntax.Option, what, hint string) string {
	switch v := o.Value.(type) {
	case *syntax.Name:
		return v.Name
	case *syntax.String:
		if text, ok := v.Const(); ok && text != "" {
			return text
		}
	case *syntax.Bad:
		return ""
	}
	m.report(codeOptionType, o.Value.Span(), hint, "%s is %s, written out", o.Name.Name, what)
	return ""
}

// fieldPath is a path of fields in a response, such as "meta.next".
func (m *mission) fieldPath(o *syntax.Option) string {
	text, ok := "", false
	switch v := o.Value.(type) {
	case *syntax.String:
		text, ok = v.Const()
	case *syntax.Bad:
		return ""
	}
	if !ok {
		bare := strings.TrimPrefix(strings.TrimPrefix(m.oneLine(o.Value.Span()), "response"), ".")
		hint := `write ` + o.Name.Name + `: "data.items"`
		if isPath(bare) {
			hint = "write " + quote(bare)
		}
		m.report(codeOptionType, o.Value.Span(), hint, "%s is a path of fields in the response, as text", o.Name.Name)
		return ""
	}
	if bare := strings.TrimPrefix(strings.TrimPrefix(text, "response."), "."); bare != text || text == "" {
		hint := "write " + quote(bare)
		if bare == "" {
			hint = `write ` + o.Name.Name + `: "data.items"`
		}
		m.report(codeOptionType, o.Value.Span(), hint, "%s is a path of fields in the response, such as %s", o.Name.Name, quote("data.items"))
	}
	return text
}

// isPath reports names with dots between them.
func isPath(text string) bool {
	for part := range strings.SplitSeq(text, ".") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool { return r < 0x80 && !isWord(byte(r)) }) {
			return false
		}
	}
	return true
}
