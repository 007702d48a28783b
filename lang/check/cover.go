package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
	"github.com/reqongen/reqongen/lang/types"
)

// arms judges the arms of one match, or the variants of a transform, in their
// order: those that can never be reached.
type arms struct {
	m     *mission
	what  string      // "arm"
	total syntax.Node // the arm that takes whatever comes; nil so far
	seen  map[string]syntax.Node
	wide  []wideArm
}

// A wideArm is an arm without a guard that may take all that a later one takes,
// although they are not the same.
type wideArm struct {
	pattern plan.Pattern
	node    syntax.Node
}

func newArms(m *mission) *arms { return &arms{m: m, what: "arm", seen: map[string]syntax.Node{}} }

// reached reports whether an arm can be reached, and says so where it cannot.
// The pattern is nil for a condition.
func (a *arms) reached(n syntax.Node, p plan.Pattern, guard plan.Expr) bool {
	key := ""
	if p != nil && !holdsLost(p) {
		key = patternKey(p)
	}
	before := a.before(p, key)
	if before != nil {
		d := a.m.report(codeDeadArm, n.Span(), "", "this %s is never reached", a.what)
		note(d, before.Span(), "this one takes all that it could take")
		return false
	}
	if guard != nil {
		return true
	}
	if takesAll(p) {
		a.total = n
	}
	if key != "" {
		a.seen[key] = n
		switch p.(type) {
		case *plan.SchemaPattern, *plan.Fields:
			a.wide = append(a.wide, wideArm{p, n})
		}
	}
	return true
}

// before finds an earlier arm that takes all that the pattern could take.
func (a *arms) before(p plan.Pattern, key string) syntax.Node {
	if a.total != nil || key == "" {
		return a.total
	}
	if n := a.seen[key]; n != nil {
		return n
	}
	for _, w := range a.wide {
		if covers(w.pattern, p) {
			return w.node
		}
	}
	return nil
}

// end reports a match without arms. Whether something always fits is told where
// its subject is typed.
func (a *arms) end(n syntax.Node, count int) {
	if count == 0 {
		a.m.report(codeNoArms, headOf(n, "match"), "write match value { pattern -> step … }", "this match has no arms, so that nothing fits")
	}
}

// takesAll reports a pattern that anything fits.
func takesAll(p plan.Pattern) bool {
	switch p.(type) {
	case *plan.Any, *plan.Bind:
		return true
	}
	return false
}

// holdsLost reports a pattern with something in it that could not be resolved.
func holdsLost(p plan.Pattern) bool {
	switch p := p.(type) {
	case *plan.Elements:
		return slices.ContainsFunc(p.Elems, holdsLost)
	case *plan.Fields:
		return p == lostPattern || slices.ContainsFunc(p.Fields, func(f plan.FieldPattern) bool { return holdsLost(f.Fit) })
	}
	return false
}

// patternKey is the same for patterns that the same values fit.
func patternKey(p plan.Pattern) string {
	switch p := p.(type) {
	case *plan.Equal:
		return literalKey(p)
	case *plan.SchemaPattern:
		if p.Array {
			return "array of " + p.Schema.Name
		}
		return "schema " + p.Schema.Name
	case *plan.Elements:
		keys := make([]string, len(p.Elems))
		for i, e := range p.Elems {
			keys[i] = patternKey(e)
		}
		return "[" + strings.Join(keys, ", ") + "]"
	case *plan.Fields:
		keys := make([]string, len(p.Fields))
		for i, f := range p.Fields {
			keys[i] = fmt.Sprintf("%q: %s", f.Name, patternKey(f.Fit))
		}
		slices.Sort(keys)
		return "{" + strings.Join(keys, ", ") + "}"
	}
	return "_"
}

// literalKey tells literals that are equal.
func literalKey(p *plan.Equal) string {
	if types.IsNumber(p.Value) {
		return fmt.Sprintf("number %v", p.Value.Value)
	}
	return fmt.Sprintf("%T %q", p.Value.Value, fmt.Sprint(p.Value.Value))
}

// covers reports whether surely every value that fits q fits p.
func covers(p, q plan.Pattern) bool {
	switch p := p.(type) {
	case *plan.SchemaPattern:
		switch q := q.(type) {
		case *plan.SchemaPattern:
			return p.Array == q.Array && takesIn(p.Schema, q.Schema)
		case *plan.Elements:
			return p.Array && len(q.Elems) == 0
		}
	case *plan.Fields:
		if len(p.Fields) == 0 { // any object
			switch q := q.(type) {
			case *plan.SchemaPattern:
				return !q.Array
			case *plan.Fields:
				return !slices.ContainsFunc(q.Fields, func(f plan.FieldPattern) bool { return f.Status })
			}
			return false
		}
		q, ok := q.(*plan.Fields)
		return ok && !slices.ContainsFunc(p.Fields, func(f plan.FieldPattern) bool { return !fieldCovered(f, q) })
	}
	return false
}

// fieldCovered reports whether what fits q surely has what f asks for.
func fieldCovered(f plan.FieldPattern, q *plan.Fields) bool {
	for _, other := range q.Fields {
		if other.Name != f.Name {
			continue
		}
		switch {
		case other.Status || f.Status: // an answer without such a field may fit too
			return patternKey(f.Fit) == patternKey(other.Fit)
		case takesAll(f.Fit): // the field has to be there
			equal, ok := other.Fit.(*plan.Equal)
			return !ok || equal.Value.Value != nil
		}
		return patternKey(f.Fit) == patternKey(other.Fit) || covers(f.Fit, other.Fit)
	}
	return false
}

// takesIn reports whether a schema asks for nothing that another does not ask
// for too: all its fields are the other's, by `...Base`.
func takesIn(base, s *plan.Schema) bool {
	for _, f := range base.Fields {
		if !slices.Contains(s.Fields, f) {
			return false
		}
	}
	return true
}
