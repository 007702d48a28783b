package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// TestVariablesKeepTheirMeaning runs random missions twice: their text by the
// words of the language, and their plan by the scopes of Go. What the steps read
// must be the same. This is what package check's live.go must not change,
// however much it leaves out.
func TestVariablesKeepTheirMeaning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := randomMission(t)
		tree, problems := syntax.Parse(source.NewFile("m.reqon", text))
		missions, problems2 := load("m.reqon", text)
		if diag.HasErrors(problems) || len(missions) != 1 {
			t.Fatalf("%v\n%s", problems2, text)
		}
		if wrong := verify(missions[0]); len(wrong) > 0 {
			t.Fatalf("%v\n%s", wrong, text)
		}
		want := byTheLanguage(tree)
		have := byThePlan(missions[0])
		if !slices.Equal(want, have) {
			t.Fatalf("the text reads\n%s\nand the plan reads\n%s\n%s\n%s", strings.Join(want, "\n"), strings.Join(have, "\n"), text, plan.Dump(missions[0]))
		}
	})
}

// A writer writes a random mission of gets, maps, lets, loops, matches and
// stores of names in scope.
type writer struct {
	t     *rapid.T
	b     strings.Builder
	names int
	left  int // steps
}

func randomMission(t *rapid.T) string {
	w := &writer{t: t, left: rapid.IntRange(3, 25).Draw(t, "steps")}
	w.b.WriteString("let shared = { a: 1 }\nmission M {\n  store s: memory(\"s\")\n  action A {\n")
	scope := []string{"shared"}
	w.block("    ", &scope, &scope, 0)
	w.b.WriteString("  }\n}\n")
	return w.b.String()
}

func (w *writer) pick(what string, n int) int { return rapid.IntRange(0, n-1).Draw(w.t, what) }

func (w *writer) fresh() string {
	w.names++
	return fmt.Sprintf("v%d", w.names)
}

// block writes steps. The names in scope are those of the block; those of a map
// go into the scope of its body.
func (w *writer) block(indent string, scope, body *[]string, depth int) {
	for n := 1 + w.pick("block", 4); n > 0 && w.left > 0; n-- {
		w.left--
		switch kind := w.pick("step", 10); {
		case kind < 2:
			fmt.Fprintf(&w.b, "%sget \"/x\"\n", indent)
		case kind < 4:
			x := (*scope)[w.pick("x", len(*scope))]
			shape := fmt.Sprintf("Shape%d", w.pick("shape", 2))
			fmt.Fprintf(&w.b, "%smap %s -> %s { a: 1 }\n", indent, x, shape)
			for _, names := range []*[]string{scope, body} {
				if !slices.Contains(*names, shape) {
					*names = append(*names, shape)
				}
			}
		case kind == 4:
			name := w.fresh()
			fmt.Fprintf(&w.b, "%slet %s = { a: 2 }\n", indent, name)
			*scope = append(*scope, name)
		case kind < 7:
			all := append([]string{"response", "request"}, *scope...)
			fmt.Fprintf(&w.b, "%sstore { a: %s, b: %s } -> s\n", indent, all[w.pick("a", len(all))], all[w.pick("b", len(all))])
		case kind == 7 && depth < 4:
			name := w.fresh()
			fmt.Fprintf(&w.b, "%sfor %s in [1, 2] {\n", indent, name)
			inner := append(slices.Clone(*scope), name)
			w.block(indent+"  ", &inner, &inner, depth+1)
			fmt.Fprintf(&w.b, "%s}\n", indent)
		case kind > 7 && depth < 4:
			fmt.Fprintf(&w.b, "%smatch env(\"X\") {\n", indent)
			for _, arm := range []string{`"a"`, `"b"`, "_"} {
				fmt.Fprintf(&w.b, "%s  %s -> {\n", indent, arm)
				inner := slices.Clone(*scope)
				w.block(indent+"    ", &inner, body, depth+1)
				if w.pick("ends", 8) == 0 {
					fmt.Fprintf(&w.b, "%s    skip\n", indent)
				}
				fmt.Fprintf(&w.b, "%s  }\n", indent)
			}
			fmt.Fprintf(&w.b, "%s}\n", indent)
			for _, name := range *body { // what maps in the arms have named
				if strings.HasPrefix(name, "Shape") && !slices.Contains(*scope, name) {
					*scope = append(*scope, name)
				}
			}
		}
	}
}

// visits gives every step a value of its own each time it runs, and every match
// the arm to take, the same for both ways of running.
type visits map[int]int

func (v visits) next(at source.Span) string {
	offset := at.Start().Offset()
	v[offset]++
	return fmt.Sprintf("%d#%d", offset, v[offset])
}

func (v visits) arm(at source.Span, arms int) int {
	offset := at.Start().Offset()
	v[offset]++
	return (offset/3 + v[offset]*7) % arms
}

// byTheLanguage runs the text by the words of the language, §4, §6 and §7.
func byTheLanguage(tree *syntax.File) []string {
	r := &reader{visits: visits{}}
	for _, d := range tree.Decls {
		if m, ok := d.(*syntax.Mission); ok {
			for _, d := range m.Decls {
				if a, ok := d.(*syntax.Action); ok {
					top := &names{values: map[string]string{"shared": "shared"}}
					r.steps(a.Body, &names{outer: top, values: map[string]string{"response": "null", "request": "null"}, body: true})
				}
			}
		}
	}
	return r.log
}

type reader struct {
	visits visits
	log    []string
}

// names are those of a block, an arm or a body, with their values.
type names struct {
	outer  *names
	values map[string]string
	body   bool // of an action or an iteration
}

func (n *names) find(name string) *names {
	for ; n != nil; n = n.outer {
		if _, ok := n.values[name]; ok {
			return n
		}
	}
	return nil
}

func (n *names) read(name string) string {
	if at := n.find(name); at != nil {
		return at.values[name]
	}
	return "null" // of a map that did not run
}

// set is what a map does to a name: until the end of the body.
func (n *names) set(name, value string) {
	for ; ; n = n.outer {
		if _, ok := n.values[name]; ok || n.body {
			n.values[name] = value
			return
		}
	}
}

// steps runs a block; it gives false where a skip ended the iteration.
func (r *reader) steps(b *syntax.Block, n *names) bool {
	for _, s := range b.Steps {
		switch s := s.(type) {
		case *syntax.Request:
			value := r.visits.next(s.Span())
			n.set("response", value)
			n.set("request", "request of "+value)
		case *syntax.Map:
			value := r.visits.next(s.Span())
			n.set("response", value)
			n.set(s.Value.(*syntax.Name).Name, value)
			n.set(s.Shape.Name, value)
		case *syntax.Let:
			n.values[s.Name.Name] = r.visits.next(s.Span())
		case *syntax.Keep:
			for _, item := range s.Value.(*syntax.Object).Items {
				r.log = append(r.log, n.read(item.(*syntax.Field).Value.(*syntax.Name).Name))
			}
		case *syntax.For:
			for range 2 {
				r.steps(s.Body, &names{outer: n, body: true, values: map[string]string{
					s.Var.Name: r.visits.next(s.Span()),
					"response": n.read("response"),
					"request":  n.read("request"),
				}})
			}
		case *syntax.Match:
			arm := s.Arms[r.visits.arm(s.Span(), len(s.Arms))]
			if !r.steps(arm.Body, &names{outer: n, values: map[string]string{}}) {
				return false
			}
		case *syntax.Skip:
			return false
		}
	}
	return true
}

// byThePlan runs the plan by the scopes of Go, as plan.Block.Fresh tells whoever
// emits it.
func byThePlan(m *plan.Mission) []string {
	r := &runner{visits: visits{}}
	global := &goScope{values: map[*plan.Var]string{}}
	for _, l := range m.Lets {
		global.values[l.Var] = "shared"
	}
	for _, a := range m.Actions {
		r.body(a.Body, &goScope{outer: global, values: map[*plan.Var]string{}})
	}
	return r.log
}

type runner struct {
	visits visits
	log    []string
}

type goScope struct {
	outer  *goScope
	values map[*plan.Var]string
}

func (s *goScope) find(v *plan.Var) *goScope {
	for ; s != nil; s = s.outer {
		if _, ok := s.values[v]; ok {
			return s
		}
	}
	return nil
}

func (s *goScope) read(v *plan.Var) string { return s.find(v).values[v] }

func (s *goScope) set(value string, vars ...*plan.Var) {
	for _, v := range vars {
		if v == nil {
			continue
		}
		at := s.find(v)
		if at == nil {
			at = s
		}
		at.values[v] = value
	}
}

func (r *runner) body(b *plan.Block, s *goScope) {
	for _, v := range b.Fresh {
		s.values[v] = "null"
		if v.Outer != nil {
			s.values[v] = s.outer.read(v.Outer)
		}
	}
	r.block(b, s)
}

func (r *runner) block(b *plan.Block, s *goScope) bool {
	for _, step := range b.Steps {
		switch step := step.(type) {
		case *plan.Request:
			value := r.visits.next(step.Span)
			s.set(value, step.Sets.Response)
			s.set("request of "+value, step.Sets.Request)
		case *plan.Map:
			s.set(r.visits.next(step.Span), step.Sets...)
		case *plan.LetStep:
			s.values[step.Var] = r.visits.next(step.Span)
		case *plan.Keep:
			for _, f := range step.X.(*plan.Object).Fields {
				r.log = append(r.log, s.read(f.Value.(*plan.VarRef).Var))
			}
		case *plan.For:
			for range 2 {
				outer := &goScope{outer: s, values: map[*plan.Var]string{step.Var: r.visits.next(step.Span)}}
				r.body(step.Body, &goScope{outer: outer, values: map[*plan.Var]string{}})
			}
		case *plan.Match:
			arm := step.Arms[r.visits.arm(step.Span, len(step.Arms))]
			if !r.block(arm.Body, &goScope{outer: s, values: map[*plan.Var]string{}}) {
				return false
			}
		case *plan.Skip:
			return false
		}
	}
	return true
}
