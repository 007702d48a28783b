package report

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
)

// A Comparison is what is different between a run and a later one.
type Comparison struct {
	Before, After *Report
	SameMission   bool
	Slower        []Change // the actions that took longer, by how much
	Faster        []Change
	Only          []string  // actions that only one of the runs has begun, with which
	New           []Failure // failures that the run before did not have
	Gone          []Failure
	Stores        []Change // with another number of records
}

// A Change is a figure of both runs.
type Change struct {
	Name          string
	Before, After int64
}

// A difference in time is one from a twentieth and a millisecond up.
const (
	leastChange = 20
	leastTime   = Micros(1000)
)

// Compare compares a run with a later one. Actions are the same that have the
// same name and the same stage, counted among those of that name; failures are
// the same at one place with one code.
func Compare(before, after *Report) *Comparison {
	c := &Comparison{Before: before, After: after, SameMission: before.Run.Hash == after.Run.Hash}
	was := before.byName()
	is := after.byName()
	for _, name := range names(was, is) {
		old, now := was[name], is[name]
		switch {
		case old == nil && now == nil:
		case old == nil:
			c.Only = append(c.Only, name+": only in the later run")
		case now == nil:
			c.Only = append(c.Only, name+": only in the run before")
		default:
			change := Change{name, int64(old.Took()), int64(now.Took())}
			switch by := now.Took() - old.Took(); {
			case by >= leastTime && by*leastChange >= old.Took():
				c.Slower = append(c.Slower, change)
			case -by >= leastTime && -by*leastChange >= old.Took():
				c.Faster = append(c.Faster, change)
			}
		}
	}
	slices.SortStableFunc(c.Slower, func(a, b Change) int { return cmp.Compare(b.After-b.Before, a.After-a.Before) })
	slices.SortStableFunc(c.Faster, func(a, b Change) int { return cmp.Compare(a.After-a.Before, b.After-b.Before) })
	c.New, c.Gone = without(after, before), without(before, after)
	for _, s := range after.Stores {
		if i := slices.IndexFunc(before.Stores, func(old Store) bool { return old.Name == s.Name }); i >= 0 && before.Stores[i].Records != s.Records {
			c.Stores = append(c.Stores, Change{s.Name, int64(before.Stores[i].Records), int64(s.Records)})
		}
	}
	return c
}

// byName are the actions by name; one that stands in several stages has its
// number among them behind it. Those that did not begin are nil.
func (r *Report) byName() map[string]*Action {
	found := map[string]*Action{}
	seen := map[string]int{}
	for i := range r.Actions {
		a := &r.Actions[i]
		name := a.Name
		if seen[name]++; seen[name] > 1 {
			name = fmt.Sprintf("%s (%d)", name, seen[name])
		}
		if found[name] = nil; a.Began() {
			found[name] = a
		}
	}
	return found
}

func names(a, b map[string]*Action) []string {
	var all []string
	for _, m := range []map[string]*Action{a, b} {
		for name := range m {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

var number = regexp.MustCompile(`\d+`)

// without are the failures of the run that the other does not have, one for
// each kind.
func without(r, other *Report) []Failure {
	kind := func(f Failure) string {
		return f.Action + " " + string(f.Code) + " " + f.Step + " " + number.ReplaceAllString(f.Message, "0")
	}
	known := map[string]bool{}
	for _, f := range other.Failures.Kept {
		known[kind(f)] = true
	}
	var found []Failure
	for _, f := range r.Failures.Kept {
		if k := kind(f); !known[k] {
			known[k] = true
			found = append(found, f)
		}
	}
	return found
}

// WriteText writes what is different.
func (c *Comparison) WriteText(w io.Writer) error {
	var t text
	before, after := c.Before.Run, c.After.Run
	if after.Status == before.Status && after.Cause == before.Cause {
		t.line("%s: %s, as before", after.Mission, c.After.ending())
	} else {
		t.line("%s: %s, and before %s", after.Mission, c.After.ending(), c.Before.ending())
	}
	switch {
	case before.Mission != after.Mission:
		t.line("  another mission: before it was %s", before.Mission)
	case !c.SameMission:
		t.line("  the mission says something else than before")
	}
	t.line("  time: %s", changed(before.Took, after.Took))
	t.changes("slower", c.Slower)
	t.changes("faster", c.Faster)
	for _, only := range c.Only {
		t.line("  %s", only)
	}
	t.list("new failures", c.New)
	t.list("failures no more", c.Gone)
	for i, s := range c.Stores {
		if i == 0 {
			t.line("\n  records in stores:")
		}
		t.line("    %s: %d, before %d", s.Name, s.After, s.Before)
	}
	_, err := io.WriteString(w, t.String())
	return err
}

func (t *text) changes(what string, changes []Change) {
	if len(changes) == 0 {
		return
	}
	t.line("\n  %s:", what)
	for _, c := range changes {
		t.line("    %s: %s", c.Name, changed(Micros(c.Before), Micros(c.After)))
	}
}

func changed(before, after Micros) string {
	told := fmt.Sprintf("%s, before %s", after, before)
	if before > 0 {
		told += fmt.Sprintf(" (%+d%%)", 100*(after-before)/before)
	}
	return told
}

func (t *text) list(what string, failures []Failure) {
	for i, f := range failures {
		if i == 0 {
			t.line("\n  %s:", what)
		}
		if i == mostFailures {
			t.line("    and %s", Count(int64(len(failures)-i), "more"))
			return
		}
		t.line("    %v", f)
	}
}
