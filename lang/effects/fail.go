package effects

import (
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// failure enters that the action writes `errors`, where a step of it can fail.
func (w *walker) failure(a *plan.Action) {
	if at := w.shared.actionFails(a); at.IsValid() {
		w.out.Fails = at
		w.enter(&Access{Kind: Put, Store: Errors, Key: w.atom("a failure", nil), At: at})
	}
}

// loopFailures enters what a loop writes for an iteration that fails: at once
// where it goes on after that.
func (w *walker) loopFailures(s *plan.For) {
	if s.OnError != plan.ContinueLoop && s.OnError != plan.QueueItem {
		return
	}
	at := w.shared.fails(s.Body)
	if !at.IsValid() {
		return
	}
	w.enter(&Access{Kind: Put, Store: Errors, Key: w.atom("a failure", nil), At: at})
	if s.Queue != nil { // { item, error }, which has no id
		w.enter(&Access{Kind: Put, Store: s.Queue, Key: own, KeyedByID: true, At: headOf(s)})
	}
}

// headOf is the first line of a step.
func headOf(s plan.Step) source.Span {
	at := s.At()
	text := at.Text()
	for i := range text {
		if text[i] == '\n' || text[i] == '\r' {
			start := at.Start().Offset()
			return at.File().Span(start, start+i)
		}
	}
	return at
}

// fails finds a step of the block that can fail; no place where none can. What
// cannot be told can fail.
func (g *globals) fails(b *plan.Block) source.Span {
	for _, s := range b.Steps {
		if !harmless(s) {
			return headOf(s)
		}
		switch s := s.(type) {
		case *plan.RunAction:
			if at := g.actionFails(s.Action); at.IsValid() {
				return at
			}
		case *plan.For:
			if s.OnError == plan.ContinueLoop {
				continue
			}
		}
		for _, inner := range plan.Blocks(s) {
			if at := g.fails(inner); at.IsValid() {
				return at
			}
		}
	}
	return source.Span{}
}

// actionFails is fails of the body of an action, found once.
func (g *globals) actionFails(a *plan.Action) source.Span {
	at, known := g.failing[a]
	if !known {
		at = g.fails(a.Body)
		g.failing[a] = at
	}
	return at
}

// harmless reports a step that cannot fail of itself. An abort is none: it ends
// the run.
func harmless(s plan.Step) bool {
	switch s := s.(type) {
	case *plan.Skip, *plan.Continue, *plan.Clear, *plan.RunAction:
		return true
	case *plan.For:
		_, ok := s.In.(*plan.StoreRef)
		return ok && s.Where == nil
	case *plan.Match:
		if len(s.Arms) == 0 {
			return false
		}
		last := s.Arms[len(s.Arms)-1]
		if _, takesAll := last.Pattern.(*plan.Any); !takesAll || last.Guard != nil {
			return false
		}
	case *plan.Abort, *plan.LetStep:
	default:
		return false
	}
	safe := true
	plan.Exprs(s, func(x plan.Expr) { safe = safe && cannotFail(x) })
	return safe
}

// cannotFail reports an expression that gives a value whatever comes.
func cannotFail(x plan.Expr) bool {
	safe := true
	plan.Inspect(x, func(x plan.Expr) bool {
		switch x := x.(type) {
		case *plan.Literal, *plan.EnvText, *plan.EnvCall, *plan.Array, *plan.VarRef,
			*plan.StoreRef, *plan.StoreGet, *plan.StoreEntries, *plan.Errors, *plan.Member, *plan.Cond:
		case *plan.Object:
			for _, f := range x.Fields {
				safe = safe && !f.Spread
			}
		case *plan.Binary:
			switch x.Op {
			case plan.Or, plan.And, plan.Coalesce, plan.Eq, plan.Ne:
			default:
				safe = false
			}
		case *plan.Unary:
			safe = safe && x.Op == plan.Not
		default:
			safe = false
		}
		return safe
	})
	return safe
}
