package race

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/effects"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// maxPairs bounds how many pairs of accesses are compared; where there are
// more, they are taken to meet.
const maxPairs = 1 << 20

// group judges the actions of a group by twos. Each place where an action meets
// others is told with all its partners.
func (c *checker) group(s *plan.Stage) {
	if n := len(s.Actions); n > 8 && c.mission.Plan.MaxConcurrency == nil {
		c.report(codeUnbounded, s.Span, "write maxConcurrency: 5 in the mission, or what the APIs bear",
			"this group starts %d actions at once, and nothing limits them", n)
	}
	for i, a := range s.Actions {
		c.lostWrites(s.Actions[:i], a)
		c.readsOfSiblings(s.Actions, i)
	}
}

// A meeting is two accesses of one store that may be of one record; b is the one
// that is told of.
type meeting struct {
	other *plan.Action // of a
	a, b  *effects.Access
}

type meetings []meeting

func (m *meetings) add(other *plan.Action, list []meeting) {
	for _, one := range list {
		one.other = other
		*m = append(*m, one)
	}
}

// byPlace are the meetings of each place: an author who allows one has not
// thought of the others.
func (m meetings) byPlace() [][]meeting {
	var list [][]meeting
	for _, one := range m {
		at := place(one.b, 0)
		i := slices.IndexFunc(list, func(found []meeting) bool { return place(found[0].b, 0) == at })
		if i < 0 {
			list = append(list, []meeting{one})
		} else {
			list[i] = append(list[i], one)
		}
	}
	return list
}

// lostWrites tells where an action writes what an earlier one of its group
// writes.
func (c *checker) lostWrites(earlier []*plan.Action, a *plan.Action) {
	stores, own := byStore(c.mission.Actions[a].Accesses)
	for _, s := range stores {
		if s == effects.Errors {
			continue
		}
		var all meetings
		for _, other := range earlier {
			_, theirs := byStore(c.mission.Actions[other].Accesses)
			all.add(other, meet(writes(theirs[s]), writes(own[s]), 0, overwrites))
		}
		for _, found := range all.byPlace() {
			c.tellLost(s, a, found)
		}
	}
}

func (c *checker) tellLost(s *plan.Store, a *plan.Action, found []meeting) {
	first := found[0]
	d := c.report(codeLost, place(first.b, 0), apartHint(first.b, a), "%s and %s write %s side by side, and a write may be lost: %s",
		first.other.Name, a.Name, s.Name, whyLost(first.a, first.b))
	noteCall(d, first.b, 0)
	for _, m := range found {
		note(d, place(m.a, 0), "%s %s %s here", m.other.Name, verb(m.a), s.Name)
		noteCall(d, m.a, 0)
	}
}

// readsOfSiblings tells where an action reads what another one of its group
// writes.
func (c *checker) readsOfSiblings(group []*plan.Action, at int) {
	reader := group[at]
	stores, own := byStore(c.mission.Actions[reader].Accesses)
	for _, s := range stores {
		var all meetings
		for i, other := range group {
			if i != at {
				_, theirs := byStore(c.mission.Actions[other].Accesses)
				all.add(other, meet(writes(theirs[s]), reads(own[s]), 0, shows))
			}
		}
		for _, found := range all.byPlace() {
			var names []string
			before := false // a writer stands in front of the reader
			for _, m := range found {
				names = append(names, m.other.Name)
				before = before || slices.Index(group, m.other) < at
			}
			c.tellRead(s, reader, found, list(names), before)
		}
	}
}

func (c *checker) tellRead(s *plan.Store, reader *plan.Action, found []meeting, writers string, before bool) {
	r := found[0].b
	what, hint := "writes", "read it in a stage behind this group: … then "+reader.Name
	if len(found) > 1 {
		what = "write"
	}
	why := "what it finds depends on which is faster"
	switch {
	case before:
	case s == effects.Errors:
		why = "it stands in front, and never sees those failures"
	default:
		why = "it stands in front, and never sees what is written there"
	}
	var d *diag.Diagnostic
	if s == effects.Errors {
		d = c.report(codeReads, place(r, 0), hint, "%s reads errors, and %s beside it may fail: %s", reader.Name, writers, why)
	} else {
		d = c.report(codeReads, place(r, 0), hint, "%s reads %s, which %s %s beside it: %s", reader.Name, s.Name, writers, what, why)
	}
	noteCall(d, r, 0)
	for _, m := range found {
		if s == effects.Errors {
			note(d, m.a.At, "%s may fail here", m.other.Name)
			continue
		}
		note(d, place(m.a, 0), "%s %s %s here", m.other.Name, verb(m.a), s.Name)
		noteCall(d, m.a, 0)
	}
}

// meet finds, for each place of bs as seen from behind the first calls, the first
// two accesses of one store that may be of one record and that the question
// holds for.
func meet(as, bs []*effects.Access, calls int, holds func(a, b *effects.Access) bool) []meeting {
	if len(as)*len(bs) > maxPairs {
		return []meeting{{a: as[0], b: bs[0]}}
	}
	var found []meeting
	told := map[source.Span]bool{}
	for _, b := range bs {
		if told[place(b, calls)] {
			continue
		}
		if i := slices.IndexFunc(as, func(a *effects.Access) bool { return holds(a, b) }); i >= 0 {
			told[place(b, calls)] = true
			found = append(found, meeting{a: as[i], b: b})
		}
	}
	return found
}

// reads and writes are the accesses of that kind.
func reads(list []*effects.Access) []*effects.Access {
	return slices.DeleteFunc(slices.Clone(list), func(a *effects.Access) bool { return a.Kind != effects.Read })
}

func writes(list []*effects.Access) []*effects.Access {
	return slices.DeleteFunc(slices.Clone(list), func(a *effects.Access) bool { return a.Kind == effects.Read })
}

// shows reports a write that a read may show.
func shows(write, read *effects.Access) bool {
	return !apart(write.Key, read.Key, nil)
}

// overwrites reports writes, a earlier in the serial order than b, of which one
// may undo the other.
func overwrites(a, b *effects.Access) bool {
	switch {
	case a.Kind != effects.Put && b.Kind != effects.Put:
		return false // removed is removed
	case b.Kind == effects.Put && b.Merge && a.Kind == effects.Put && otherFields(a, b):
		return false
	}
	return !apart(a.Key, b.Key, nil)
}

// otherFields reports a merge, b, that leaves every field of a as it is. The
// field that is the key of both is the same in both.
func otherFields(a, b *effects.Access) bool {
	if a.Record == nil || b.Record == nil || a.Record.Form != effects.Object || b.Record.Form != effects.Object {
		return false
	}
	given := map[string]bool{}
	for _, f := range a.Record.Fields {
		if f.Spread {
			return false
		}
		given[f.Name] = true
	}
	for _, f := range b.Record.Fields {
		if f.Spread || given[f.Name] && !(isKey(a, f.Name) && isKey(b, f.Name)) && !sameFlag(a, b, f.Name) {
			return false
		}
	}
	return true
}

// sameFlag reports a field that both give as the same literal.
func sameFlag(a, b *effects.Access, name string) bool {
	x, y := a.Record.Field(name), b.Record.Field(name)
	return x.Form == effects.Lit && y.Form == effects.Lit && x.Text == y.Text
}

// isKey reports a field of the record that is its key.
func isKey(a *effects.Access, name string) bool {
	if a.KeyedByID && name == "id" {
		return true
	}
	for _, f := range a.KeyFields {
		if f == name {
			return true
		}
	}
	return false
}

// whyLost says why keys may be equal.
func whyLost(a, b *effects.Access) string {
	switch {
	case b.Kind == effects.Clear:
		return "clear removes whatever is there"
	case a.Kind == effects.Clear:
		return "clear removes whatever is there when it comes to it"
	case a.Key.Form == effects.Lit && b.Key.Form == effects.Lit:
		return "both keys are " + a.Key.String()
	}
	x, y := describe(a), describe(b)
	fieldX, ofX, okX := strings.Cut(x, " of the response to ")
	fieldY, ofY, okY := strings.Cut(y, " of the response to ")
	switch {
	case okX && okY && fieldX == fieldY && ofX != ofY:
		return "both keys are " + fieldX + " of different responses"
	case x == y:
		return "both keys are " + x
	}
	return fmt.Sprintf("the one key is %s, the other %s", x, y)
}

// describe is the key of an access for a message.
func describe(a *effects.Access) string {
	text := a.Key.String()
	if a.KeyedByID && !strings.Contains(text, "id` of") && a.Key.Form != effects.Lit {
		return "the id of the record"
	}
	return text
}

// apartHint is a key that would be different: the key with the action's name
// before it.
func apartHint(b *effects.Access, a *plan.Action) string {
	if b.Kind != effects.Put {
		return "give each a store of its own, or do the one in a stage behind the other"
	}
	key := b.KeyText
	if key == "" {
		key = ".id"
	}
	prefix := strings.ToLower(a.Name) + "-"
	if len(key) > 40 || strings.ContainsAny(key, "\n\r") {
		return fmt.Sprintf("a key that begins with %q in %s and with another text in the other would be different", prefix, a.Name)
	}
	return fmt.Sprintf("a key such as concat(%q, %s) would be different", prefix, key)
}

// list joins names for a sentence.
func list(names []string) string {
	switch n := len(names); {
	case n == 1:
		return names[0]
	case n > 4:
		return fmt.Sprintf("%s and %d others", strings.Join(names[:3], ", "), n-3)
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}
