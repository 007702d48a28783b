package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/effects"
	"github.com/reqongen/reqongen/lang/plan"
)

// A summand is so many requests for each element of what the loops go through.
type summand struct {
	count   int
	perhaps bool
	over    []string // "each of items", the outermost loop's first; "each page"
}

// formula is how many requests an action sends: "1 + one for each of items".
func formula(a *effects.Action) string {
	var sum []*summand
	for _, r := range a.Requests {
		sum = count(sum, r)
	}
	if a.Rough {
		return "not known: its calls are too many to follow"
	}
	if len(sum) == 0 {
		return "none"
	}
	// What is sent anyway comes first.
	slices.SortStableFunc(sum, func(a, b *summand) int { return len(a.over) - len(b.over) })
	var texts []string
	for _, s := range sum {
		texts = append(texts, s.String())
	}
	return strings.Join(texts, " + ")
}

// count adds a request to the sum.
func count(sum []*summand, r *effects.Request) []*summand {
	s := &summand{count: 1, perhaps: r.Perhaps}
	for _, l := range r.Loops {
		if n, known := length(l); known {
			s.count *= n
		} else {
			s.over = append(s.over, "each of "+collection(l.For))
		}
	}
	if r.Step.Pages != nil {
		s.over = append(s.over, "each page")
	}
	for _, other := range sum {
		if other.perhaps == s.perhaps && slices.Equal(other.over, s.over) {
			other.count += s.count
			return sum
		}
	}
	return append(sum, s)
}

// length is how many elements a loop goes through, where that is written.
func length(l *effects.Loop) (n int, known bool) {
	if l.For.Where != nil {
		return 0, false
	}
	if l.Over.Form == effects.Array && !l.Over.Loose {
		return len(l.Over.Kids), true
	}
	if r, ok := l.For.In.(*plan.Binary); ok && r.Op == plan.Range {
		from, okFrom := number(r.X)
		to, okTo := number(r.Y)
		return int(max(to-from+1, 0)), okFrom && okTo && to-from < 1<<30
	}
	return 0, false
}

func number(x plan.Expr) (int64, bool) {
	l, ok := x.(*plan.Literal)
	if !ok {
		return 0, false
	}
	n, ok := l.Value.(int64)
	return n, ok && n > -1<<30 && n < 1<<30
}

// collection is what a loop goes through, as it is written.
func collection(s *plan.For) string {
	text := oneLine(s.In.At().Text())
	if s.Where != nil {
		text += " where " + oneLine(s.Where.Span.Text())
	}
	const most = 60
	if letters := []rune(text); len(letters) > most {
		text = string(letters[:most-1]) + "…"
	}
	return text
}

func (s *summand) String() string {
	text := fmt.Sprint(s.count)
	if s.count == 1 && len(s.over) > 0 {
		text = "one"
	}
	if s.perhaps {
		text = "up to " + text
	}
	for i, each := range slices.Backward(s.over) {
		word := " of "
		if i == len(s.over)-1 {
			word = " for "
		}
		text += word + each
	}
	return text
}
