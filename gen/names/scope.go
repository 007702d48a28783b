package names

import "strconv"

// A Package is the names at the top of a generated package, and those that any
// function of it gives to something local: a local never hides a global, in
// whichever order they come up.
type Package struct {
	globals, locals map[string]bool
	// numbered holds the last number that a word got. What is taken stays taken,
	// so those below need not be tried again.
	numbered map[string]int
}

// NewPackage is a package in which those names are at the top already.
func NewPackage(globals ...string) *Package {
	p := &Package{globals: make(map[string]bool), locals: make(map[string]bool), numbered: make(map[string]int)}
	for _, name := range globals {
		p.globals[name] = true
	}
	return p
}

// Global gives the word, or the word with the first number behind it that
// makes it new: fieldID, fieldID2.
func (p *Package) Global(word string) string {
	taken := func(name string) bool { return p.globals[name] || p.locals[name] || isGo(name) }
	name, n := unique(word, p.numbered[word], taken)
	p.globals[name], p.numbered[word] = true, n
	return name
}

// Function begins the names of a function. Those that are given to its
// variables beforehand are not to be hidden by what New gives.
func (p *Package) Function(variables ...string) *Scope {
	s := &Scope{pkg: p, function: make(map[string]bool), here: make(map[string]bool)}
	for _, name := range variables {
		s.function[name] = true
		p.locals[name] = true
	}
	return s
}

// A Scope is the names of one block of a function.
type Scope struct {
	pkg      *Package
	outer    *Scope
	function map[string]bool // of the whole function
	here     map[string]bool
}

// Block begins a block in s.
func (s *Scope) Block() *Scope {
	return &Scope{pkg: s.pkg, outer: s, function: s.function, here: make(map[string]bool)}
}

// Take notes that the name is declared in this block.
func (s *Scope) Take(name string) { s.here[name] = true }

// Has tells whether the name is declared in this very block.
func (s *Scope) Has(name string) bool { return s.here[name] }

// Empty tells whether nothing is declared in this block.
func (s *Scope) Empty() bool { return len(s.here) == 0 }

// New declares something in this block: it gives the word, or the word with
// the first number behind it that hides nothing that can be seen from here.
func (s *Scope) New(word string) string {
	name := Unique(word, func(name string) bool { return s.pkg.globals[name] || s.function[name] || s.sees(name) })
	s.here[name] = true
	s.pkg.locals[name] = true
	return name
}

// Around declares something in a block around s, for use in s: like New, and no
// block between the two hides it.
func (s *Scope) Around(outer *Scope, word string) string {
	name := s.New(word)
	delete(s.here, name)
	outer.Take(name)
	return name
}

// Param declares a parameter of a func literal: like New, but it may have the
// name of a variable that cannot be seen from here.
func (s *Scope) Param(word string) string {
	name := Unique(word, func(name string) bool { return s.pkg.globals[name] || s.sees(name) })
	s.here[name] = true
	s.pkg.locals[name] = true
	return name
}

func (s *Scope) sees(name string) bool {
	for ; s != nil; s = s.outer {
		if s.here[name] {
			return true
		}
	}
	return false
}

// Unique gives the word, or the word with the first number behind it that is
// not taken.
func Unique(word string, taken func(string) bool) string {
	name, _ := unique(word, 0, taken)
	return name
}

// unique is Unique where the word is known to be taken with every number up to
// last; 0 knows nothing. It tells the number that the word got, 1 for none.
func unique(word string, last int, taken func(string) bool) (name string, n int) {
	if last == 0 && !taken(word) {
		return word, 1
	}
	for n = max(last, 1) + 1; ; n++ {
		if name = word + strconv.Itoa(n); !taken(name) {
			return name, n
		}
	}
}
