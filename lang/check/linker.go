package check

import (
	"path"
	"strconv"
	"strings"

	"github.com/reqongen/reqongen/lang/syntax"
)

// A linker finds the declarations that imports bring into the unit. A
// declaration that is imported is one of the importing file's, and whatever it
// mentions of its own file comes along, under its name.
type linker struct {
	*checker
	tops    map[*syntax.File]*topLevel
	inUnit  map[*syntax.File]bool
	taken   map[topKey]syntax.Decl // by the unit's own, then by what was brought
	brought map[syntax.Decl]bool
	list    []syntax.Decl
}

// topLevel is what stands at the top of a file, by name: several things of
// different kinds may share one.
type topLevel struct {
	names    []string
	decls    map[string][]syntax.Decl
	missions map[string]*syntax.Mission
	imports  map[string]*syntax.Import
	source   *syntax.Source // the first
	damaged  bool           // something there could not be read
}

type topKey struct{ kind, name string }

func topOf(f *syntax.File) *topLevel {
	top := &topLevel{
		decls: map[string][]syntax.Decl{}, missions: map[string]*syntax.Mission{}, imports: map[string]*syntax.Import{},
	}
	for _, d := range f.Decls {
		switch n := d.(type) {
		case *syntax.Mission:
			top.missions[n.Name.Name] = n
		case *syntax.Import:
			for _, name := range n.Names {
				if top.imports[name.Name] == nil {
					top.imports[name.Name] = n
				}
			}
		case *syntax.Source:
			if top.source == nil {
				top.source = n
			}
		case *syntax.Bad:
			top.damaged = true
		}
		if kind, name := declares(d); kind != "" {
			if top.decls[name.Name] == nil {
				top.names = append(top.names, name.Name)
			}
			top.decls[name.Name] = append(top.decls[name.Name], d)
		}
	}
	return top
}

// declares gives the kind and the name of what can be imported; "" for
// everything else.
func declares(d syntax.Decl) (kind string, name syntax.Ident) {
	switch n := d.(type) {
	case *syntax.Source:
		return "source", n.Name
	case *syntax.Store:
		return "store", n.Name
	case *syntax.Schema:
		return "schema", n.Name
	case *syntax.Transform:
		return "transform", n.Name
	case *syntax.Action:
		return "action", n.Name
	case *syntax.Let:
		return "let", n.Name
	}
	return "", syntax.Ident{}
}

// file checks one import, and takes what it names into the unit where it
// stands in one of the unit's own files.
func (l *linker) file(f *syntax.File, n *syntax.Import) {
	target := l.unit.Imports[n]
	if target.File == nil {
		why, hint := target.Why, target.Hint
		if why == "" {
			why = "there is no file to import from"
		}
		if near := nearFile(pathOf(n), target.Others); near != "" {
			hint = near
		}
		l.report(codeImport, n.Path.Span(), hint, "%s", why)
		for _, name := range n.Names {
			l.told[name.Name] = true
		}
		return
	}
	for i, name := range n.Names {
		if first := firstImport(f, name, n, i); first.Span.IsValid() {
			d := l.report(codeDuplicate, name.Span, "", "%q is imported twice", name.Name)
			note(d, first.Span, "%s is imported here", name.Name)
			continue
		}
		found := l.named(n, name)
		if l.inUnit[f] {
			for _, d := range found {
				l.bring(d, name)
			}
		}
	}
}

// nearFile asks after the file whose name is near, of those in the folder of an
// import's path.
func nearFile(wanted string, others []string) string {
	stem := func(p string) string { return strings.TrimSuffix(path.Base(p), path.Ext(p)) }
	paths := map[string]string{}
	var stems []string
	for _, other := range others {
		if stem(other) == stem(wanted) { // the extension is another
			return "did you mean " + strconv.Quote(other) + "?"
		}
		paths[stem(other)] = other
		stems = append(stems, stem(other))
	}
	if near := nearest(stem(wanted), stems); len(near) > 0 {
		return "did you mean " + strconv.Quote(paths[near[0]]) + "?"
	}
	return ""
}

// firstImport finds the same name in an earlier import of the file; the zero
// Ident where there is none.
func firstImport(f *syntax.File, name syntax.Ident, in *syntax.Import, at int) syntax.Ident {
	for _, n := range importsOf(f) {
		for i, other := range n.Names {
			if n == in && i == at {
				return syntax.Ident{}
			}
			if other.Name == name.Name {
				return other
			}
		}
	}
	return syntax.Ident{}
}

// named gives the declarations of that name in the file that is imported from;
// none where it has none, which is said.
func (l *linker) named(n *syntax.Import, name syntax.Ident) []syntax.Decl {
	top := l.tops[l.unit.Imports[n].File]
	if found := top.decls[name.Name]; found != nil {
		return found
	}
	told := l.told[name.Name]
	l.told[name.Name] = true
	switch mission, elsewhere := top.missions[name.Name], top.imports[name.Name]; {
	case mission != nil:
		d := l.report(codeOtherThing, name.Span, "import the actions that it runs", "%q is a mission, and missions are not imported", name.Name)
		note(d, mission.Name.Span, "%s is declared here", name.Name)
	case elsewhere == n: // the file imports itself, which is told
	case elsewhere != nil:
		d := l.report(codeImportName, name.Span, "import it from where it is declared", "%q declares no %q: it imports it itself", pathOf(n), name.Name)
		note(d, elsewhere.Path.Span(), "%s comes from here", name.Name)
	case !told && !top.damaged:
		hint := didYouMean(name.Name, top.names)
		switch {
		case hint != "":
		case len(top.names) == 0:
			hint = "nothing is declared at the top of that file"
		case len(top.names) <= 5: // more are no help
			hint = "it declares " + strings.Join(top.names, ", ")
		}
		l.report(codeImportName, name.Span, hint, "%q declares no %q", pathOf(n), name.Name)
	}
	return nil
}

func pathOf(n *syntax.Import) string {
	text, _ := n.Path.Const()
	return text
}

// bring takes a declaration of an imported file into the unit, and what it
// needs of that file with it.
func (l *linker) bring(d syntax.Decl, by syntax.Ident) {
	file := l.trees[d.Span().File()]
	if l.inUnit[file] || l.brought[d] {
		return
	}
	l.brought[d] = true
	kind, name := declares(d)
	if old := l.taken[topKey{kind, name.Name}]; old != nil {
		l.clash(kind, name, old, by)
		return
	}
	l.taken[topKey{kind, name.Name}] = d
	l.list = append(l.list, d)
	mentioned, asks := mentionsOf(d)
	for _, need := range mentioned {
		for _, d := range l.visible(file, need) {
			l.bring(d, by)
		}
	}
	if top := l.tops[file]; asks && top.source != nil {
		l.bring(top.source, by)
	}
}

// visible are the declarations that a name means at the top of a file: its own,
// or those that it imports.
func (l *linker) visible(f *syntax.File, name string) []syntax.Decl {
	top := l.tops[f]
	if found := top.decls[name]; found != nil {
		return found
	}
	if n := top.imports[name]; n != nil {
		if to := l.unit.Imports[n].File; to != nil {
			return l.tops[to].decls[name]
		}
	}
	return nil
}

func (l *linker) clash(kind string, name syntax.Ident, old syntax.Decl, by syntax.Ident) {
	_, first := declares(old)
	hint := "give one of the two another name"
	if name.Name == by.Name {
		d := l.report(codeImportClash, by.Span, hint, "the %s %q is imported here, and there is another one of this name", kind, name.Name)
		note(d, first.Span, "%s is declared here", name.Name)
		note(d, name.Span, "and the imported one here")
		return
	}
	d := l.report(codeImportClash, by.Span, hint, "with %q comes the %s %q that it needs, and there is another one of this name", by.Name, kind, name.Name)
	note(d, first.Span, "%s is declared here", name.Name)
	note(d, name.Span, "and the one that comes with %s here", by.Name)
}

// circles reports files that import each other, each circle where it is
// entered.
func (l *linker) circles() {
	done := map[*syntax.File]bool{}
	var route []*syntax.Import
	var open []*syntax.File
	var visit func(f *syntax.File)
	visit = func(f *syntax.File) {
		for i, other := range open {
			if other == f {
				l.tellCircle(f, route[i:])
				return
			}
		}
		if done[f] {
			return
		}
		done[f] = true
		open = append(open, f)
		for _, n := range importsOf(f) {
			if to := l.unit.Imports[n].File; to != nil {
				route = append(route, n)
				visit(to)
				route = route[:len(route)-1]
			}
		}
		open = open[:len(open)-1]
	}
	for _, f := range l.files {
		visit(f)
	}
}

func (l *linker) tellCircle(f *syntax.File, route []*syntax.Import) {
	names := []string{f.Source.Name()}
	for _, n := range route {
		names = append(names, l.unit.Imports[n].File.Source.Name())
	}
	if len(route) == 1 {
		l.report(codeImportCycle, route[0].Path.Span(), "remove it: what a file declares, it has", "%s imports itself", names[0])
		return
	}
	d := l.report(codeImportCycle, route[0].Path.Span(), "move what both need to a file of its own",
		"these files import each other: %s", strings.Join(names, " → "))
	for i, n := range route[1:] {
		note(d, n.Path.Span(), "%s imports %s here", names[i+1], names[i+2])
	}
}

// mentionsOf are the names that a declaration may take from the top of its
// file, in the order of the text, among them maybe some that its variables
// bear; and whether it sends a request that names no source.
func mentionsOf(d syntax.Decl) (names []string, asks bool) {
	seen := map[string]bool{}
	add := func(name string) {
		if name != "" && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	some := func(name *syntax.Ident) {
		if name != nil {
			add(name.Name)
		}
	}
	syntax.Walk(d, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Name:
			add(n.Name)
		case *syntax.Is:
			add(n.What.Name)
		case *syntax.NamePattern:
			add(n.Name)
		case *syntax.NamedType:
			add(n.Name.Name)
		case *syntax.SchemaSpread:
			add(n.Base.Name)
		case *syntax.Variant:
			some(n.From)
			add(n.To.Name)
		case *syntax.Map:
			add(n.Shape.Name)
		case *syntax.Apply:
			add(n.Transform.Name)
		case *syntax.Keep:
			add(n.Store.Name)
		case *syntax.Queue:
			add(n.Store.Name)
		case *syntax.OnError:
			some(n.Store)
		case *syntax.Delete:
			add(n.Store.Name)
		case *syntax.Clear:
			add(n.Store.Name)
		case *syntax.Jump:
			add(n.Action.Name)
		case *syntax.RunAction:
			add(n.Action.Name)
		case *syntax.CallStep:
			add(n.Source.Name)
		case *syntax.Request:
			some(n.Source)
			some(n.From)
			option := n.Options.Get("source")
			if option != nil {
				if text, ok := option.Value.(*syntax.String); ok {
					name, _ := text.Const()
					add(name)
				}
			}
			asks = asks || n.Source == nil && n.From == nil && option == nil
		}
		return true
	})
	return names, asks
}
