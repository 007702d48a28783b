package race

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/effects"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// loop judges the iterations of a parallel loop.
func (c *checker) loop(a *effects.Action, l *effects.Loop) {
	var within []*effects.Access
	for _, access := range a.Accesses {
		if access.Within(l) {
			within = append(within, access)
		}
	}
	stores, of := byStore(within)
	for _, s := range stores {
		if s != effects.Errors {
			c.fixedKeys(l, s, of[s])
		}
		c.readsOfOthers(l, s, of[s])
	}
}

// fixedKeys tells writes of a loop whose key is the same in its iterations.
func (c *checker) fixedKeys(l *effects.Loop, s *plan.Store, list []*effects.Access) {
	for _, w := range list {
		switch {
		case w.Kind == effects.Put && w.Key.Form != effects.Own && w.Key.Form != effects.Null && !slices.Contains(w.Key.Varies, l):
			c.tellFixed(l, s, w, fmt.Sprintf("%s, which is the same in its iterations", describe(w)))
		case w.Kind == effects.Clear && removes(w, list, l):
			c.tellFixed(l, s, w, "clear removes what other iterations write")
		case w.Kind == effects.Delete && !slices.Contains(w.Key.Varies, l) && removes(w, list, l):
			c.tellFixed(l, s, w, "it deletes what another iteration writes, under "+describe(w))
		}
	}
}

// removes reports a delete or a clear that may remove what the loop puts in.
func removes(w *effects.Access, list []*effects.Access, l *effects.Loop) bool {
	return slices.ContainsFunc(list, func(put *effects.Access) bool {
		return put.Kind == effects.Put && !apart(put.Key, w.Key, l)
	})
}

func (c *checker) tellFixed(l *effects.Loop, s *plan.Store, w *effects.Access, why string) {
	at := place(w, len(l.Calls))
	if c.fixed(at) {
		return
	}
	var hint string
	switch {
	case w.Kind == effects.Clear, w.Kind == effects.Delete:
		hint = "do it before the loop, or behind it"
	default:
		hint = fmt.Sprintf("a key with something of %s in it would be different each time", l.For.Var.Name)
	}
	msg := "iterations of this loop write %s under one key, and writes are lost: the key is %s"
	if w.Kind != effects.Put {
		msg = "iterations of this loop write %s side by side, and writes are lost: %s"
	}
	d := c.report(codeFixedKey, at, hint, msg, s.Name, why)
	noteCall(d, w, len(l.Calls))
	note(d, headOf(l), "the iterations of this loop run side by side")
}

// fixed reports a place of which W203 has been told already: of one write that
// stands in several loops one message is enough.
func (c *checker) fixed(at source.Span) bool {
	for _, d := range c.found {
		if d.Code == codeFixedKey && d.Span == at {
			return true
		}
	}
	return false
}

// readsOfOthers tells where an iteration may read what another one writes.
func (c *checker) readsOfOthers(l *effects.Loop, s *plan.Store, list []*effects.Access) {
	met := meet(writes(list), reads(list), len(l.Calls), func(w, r *effects.Access) bool {
		if w.Key != nil && r.Key != nil && effects.Same(w.Key.Bare(), r.Key.Bare()) &&
			ownKey(c.mission, w.Key, l) && ownKey(c.mission, r.Key, l) {
			return false
		}
		return !apart(w.Key, r.Key, l)
	})
	for _, m := range met {
		c.tellOther(l, s, m.a, m.b)
	}
}

func (c *checker) tellOther(l *effects.Loop, s *plan.Store, write, read *effects.Access) {
	depth := len(l.Calls)
	if s == effects.Errors {
		d := c.report(codeReadsOther, place(read, depth), "read errors behind the loop",
			"an iteration of this loop reads errors, which others write where they fail: what it finds depends on which is faster")
		noteCall(d, read, depth)
		note(d, place(write, depth), "an iteration may fail here")
		note(d, headOf(l), "the iterations of this loop run side by side")
		return
	}
	d := c.report(codeReadsOther, place(read, depth), "read it behind the loop, or under the key that the same iteration alone writes",
		"an iteration of this loop reads %s, which others write: %s", s.Name, whyRead(write, read, l))
	noteCall(d, read, depth)
	note(d, place(write, depth), "iterations %s %s here", plural(write), s.Name)
	noteCall(d, write, depth)
	note(d, headOf(l), "the iterations of this loop run side by side")
}

// whyRead says why a read may meet a write of another iteration.
func whyRead(w, r *effects.Access, l *effects.Loop) string {
	switch {
	case r.Key == nil:
		return "it reads all records, and what is there depends on which iteration is faster"
	case w.Key == nil:
		return "clear removes whatever is there"
	case !effects.Same(w.Key, r.Key):
		return fmt.Sprintf("it reads under %s, and they write under %s", r.Key, describe(w))
	case l.Over.Collection == effects.Records && l.Over.Store.Kind == plan.File:
		return fmt.Sprintf("the key is %s, and a file may hold records of an earlier run with the same", r.Key)
	case slices.Contains(r.Key.Varies, l):
		return fmt.Sprintf("the key is %s, and two iterations may have the same", r.Key)
	}
	return fmt.Sprintf("the key is %s in all of them", r.Key)
}

func plural(a *effects.Access) string {
	switch a.Kind {
	case effects.Delete:
		return "delete from"
	case effects.Clear:
		return "clear"
	}
	return "write"
}

// headOf is the head of the loop, without its body.
func headOf(l *effects.Loop) source.Span {
	at := l.For.Span
	start, end := at.Start().Offset(), l.For.Body.Span.Start().Offset()
	if end <= start {
		return at
	}
	end = start + len(strings.TrimSpace(at.File().Span(start, end).Text()))
	return at.File().Span(start, end)
}
