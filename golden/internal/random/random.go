// Package random makes missions of any bytes, for tests of the whole compiler.
// They use the whole language that compiles; golden/compile counts which of its
// constructs they reach.
//
// It may import lang/builtin.
package random

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Choices are bytes for a mission, other ones for each seed.
func Choices(seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	b := make([]byte, 100+r.IntN(1900))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// Mission makes the text of a mission file, of one mission or several. Most of
// them the compiler accepts: names are in scope, types are right; but names are
// few, so that they clash, and anything stands in anything.
func Mission(choices []byte) string {
	w := &writer{choices: choices}
	return w.file()
}

// CalmMission makes one mission that runs to its end more often, quickly, and each
// time in the same way: less of it can fail, nothing differs from run to run, and
// no wait is long. Its groups have to run one action at a time.
func CalmMission(choices []byte) string {
	w := &writer{choices: choices, calm: true}
	return w.file()
}

// A writer writes one file.
type writer struct {
	choices []byte
	calm    bool
	text    strings.Builder
	indent  int
	sources []string
	schemas []string
	applies []string // the names of transforms
	place   place
	scope   []string
	bound   []string // in this block, where nothing can be bound twice
	actions []string
	below   []string // actions that the one at hand can run
	loops   int      // around, in the action
	match   int      // around, in the loop
	request bool     // there was one in this body
	asked   int      // matches of a response around, each behind its request
	budget  int      // of steps
}

// A place is what an expression can read where it stands, beside the variables.
type place struct{ stores, given, record bool }

var (
	atStart     = place{}
	inStage     = place{stores: true}
	inTransform = place{stores: true, record: true}
	inAction    = place{stores: true, given: true, record: true}
)

// n chooses a number below most.
func (w *writer) n(most int) int {
	if len(w.choices) == 0 {
		return 0
	}
	c := w.choices[0]
	w.choices = w.choices[1:]
	return int(c) % most
}

func (w *writer) one(words ...string) string { return words[w.n(len(words))] }

// in gives what is calm where it has to be, else what is wild.
func (w *writer) in(calm, wild string) string {
	if w.calm {
		return calm
	}
	return wild
}

func (w *writer) line(format string, args ...any) {
	w.text.WriteString(strings.Repeat("  ", w.indent))
	fmt.Fprintf(&w.text, format, args...)
	w.text.WriteByte('\n')
}

// nested writes lines further in, up to the closing brace.
func (w *writer) nested(write func()) {
	w.indent++
	write()
	w.indent--
	w.line("}")
}

// block writes lines in which names can be bound anew, beside those given.
func (w *writer) block(names []string, write func()) {
	scope, bound := len(w.scope), w.bound
	w.scope, w.bound = append(w.scope, names...), slices.Clone(names)
	w.nested(write)
	w.scope, w.bound = w.scope[:scope], bound
}

// inner evaluates an expression with names of its own.
func (w *writer) inner(names []string, write func() string) string {
	scope := len(w.scope)
	w.scope = append(w.scope, names...)
	text := write()
	w.scope = w.scope[:scope]
	return text
}

// fresh is a name that is not bound in the block yet, "" where there is none.
func (w *writer) fresh(names ...string) string {
	for range 3 {
		if name := w.one(names...); !slices.Contains(w.bound, name) {
			w.bound = append(w.bound, name)
			return name
		}
	}
	return ""
}

// doc writes a comment now and then.
func (w *writer) doc() {
	if !w.calm && w.n(12) == 11 {
		w.line("%s", w.one("// What comes next.", "/* One\n * and another line. */", "// */ //go:build ignore", "//"))
	}
}

var (
	variables  = []string{"x", "y", "item", "err", "total", "response2", "s", "Item", "fieldID", "subject", "key", "data", "page", "len", "ctx", "größe"}
	storeNames = []string{"items", "rt", "seen", "x2", "value"}
)
