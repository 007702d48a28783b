package check

import (
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// A Unit is what is checked together: the file of one or more missions, or a
// folder of files, with every file that is imported.
type Unit struct {
	// Files are the file with the missions and, behind it in the order of their
	// paths, the other files of its folder, whose declarations are as good as
	// its own.
	Files []*syntax.File
	// Imports says where each import leads, in Files and in what they import.
	// One that is missing leads nowhere.
	Imports map[*syntax.Import]Target
}

// A Target is the file that an import leads to.
type Target struct {
	File *syntax.File // nil where none can be read
	Why  string       // then the reason, such as `there is no file "lib/a.reqon"`
	Hint string       // and the way out, "" where nothing but Others says one
	// Others are paths that do lead to files, as an import writes them.
	Others []string
}

// arrange lists the files of the unit, those with the missions first, then the
// imported ones in the order in which imports come to them.
func (c *checker) arrange() {
	visit := func(f *syntax.File) {
		if c.trees[f.Source] != nil {
			return
		}
		c.trees[f.Source] = f
		c.ranks[f.Source] = len(c.files)
		c.files = append(c.files, f)
	}
	for _, f := range c.unit.Files {
		visit(f)
	}
	for i := 0; i < len(c.files); i++ {
		for _, n := range importsOf(c.files[i]) {
			if to := c.unit.Imports[n].File; to != nil {
				visit(to)
			}
		}
	}
}

func importsOf(f *syntax.File) []*syntax.Import {
	var list []*syntax.Import
	for _, d := range f.Decls {
		if n, ok := d.(*syntax.Import); ok {
			list = append(list, n)
		}
	}
	return list
}

// inOrder orders places by their files' order in the unit, then by the text: not
// by the files' names, which depend on where the folder lies.
func (c *checker) inOrder(a, b source.Span) int {
	if r := c.ranks[a.File()] - c.ranks[b.File()]; r != 0 {
		return r
	}
	return a.Start().Offset() - b.Start().Offset()
}

// imported checks the imports of all files and gives the declarations that
// those of the unit's own files bring.
func (c *checker) imported() []syntax.Decl {
	l := &linker{
		checker: c, tops: map[*syntax.File]*topLevel{}, inUnit: map[*syntax.File]bool{},
		taken: map[topKey]syntax.Decl{}, brought: map[syntax.Decl]bool{},
	}
	for _, f := range c.files {
		l.tops[f] = topOf(f)
	}
	for _, f := range c.unit.Files {
		l.inUnit[f] = true
		for _, d := range f.Decls {
			if kind, name := declares(d); kind != "" && l.taken[topKey{kind, name.Name}] == nil {
				l.taken[topKey{kind, name.Name}] = d
			}
		}
	}
	l.circles()
	for _, f := range c.files {
		for _, n := range importsOf(f) {
			l.file(f, n)
		}
	}
	for f, top := range l.tops {
		if !l.inUnit[f] {
			c.importedFrom[f.Source] = top
		}
	}
	return l.list
}
