package sight

import (
	"fmt"
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
)

// Text tells, for each request of the mission, what of its answer is decoded
// and kept, and where it is all of it, what sees it. Loops are those that take the
// elements of an answer while it comes, by its request.
func Text(m *plan.Mission, loops map[*plan.Request]*plan.For) string {
	views := Of(m)
	var out strings.Builder
	for _, a := range m.Actions {
		a.Body.Each(func(s plan.Step) {
			if r, ok := s.(*plan.Request); ok {
				fmt.Fprintf(&out, "%s  %s\n    %s\n", r.Span, r.Text, kept(r, views[r]))
				if loop := loops[r]; loop != nil {
					fmt.Fprintf(&out, "    an element at a time: what %s makes of each is kept\n", loop.Span)
				}
			}
		})
	}
	if out.Len() == 0 {
		return m.Name + " sends no request\n"
	}
	return out.String()
}

func kept(r *plan.Request, v *View) string {
	switch {
	case r.Pages == nil && r.Since != nil && r.Since.UpdateFrom != "":
		return "all of it: the dates of a sync are looked for in the run"
	case v == nil:
		return "all of it, and nothing reads it"
	}
	paths := v.Paths()
	switch {
	case paths[0] != "" && r.Pages != nil:
		return strings.Join(paths, ", ") + "; of pages also what tells their items and the next one"
	case paths[0] != "":
		return strings.Join(paths, ", ")
	}
	if why := v.seenBy(); why != "" {
		return "all of it: " + why
	}
	return "all of it, and nothing reads a part of it"
}

// seenBy tells what sees the whole of a value, or of its elements.
func (v *View) seenBy() string {
	for ; v != nil; v = v.elems {
		if v.whole {
			return fmt.Sprintf("%s sees the whole of %s", v.why, v.why.Text())
		}
	}
	return ""
}
