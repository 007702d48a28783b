package effects

import (
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// rough enters what an action may do, and what it calls, without a look at the
// keys: there are missions in which each action calls the next one twice.
func (w *walker) rough(a *plan.Action, calls []Call) {
	w.out.Rough = true
	list, known := w.shared.rough[a]
	if !known {
		list = accessesOf(a)
		w.shared.rough[a] = list
	}
	outer := w.calls
	w.calls = calls
	for _, one := range list {
		access := *one
		if access.Kind == Put || access.Kind == Delete {
			access.Key = w.atom("a key", nil)
		}
		w.enter(&access)
	}
	w.calls = outer
}

// accessesOf lists an access for each mention of a store in the action and in
// those that it calls.
func accessesOf(start *plan.Action) []*Access {
	var list []*Access
	enter := func(k Kind, s *plan.Store, x interface{ At() source.Span }) {
		list = append(list, &Access{Kind: k, Store: s, At: x.At()})
	}
	expr := func(x plan.Expr) {
		plan.Inspect(x, func(x plan.Expr) bool {
			switch x := x.(type) {
			case *plan.StoreRef:
				enter(Read, x.Store, x)
			case *plan.StoreGet:
				enter(Read, x.Store, x)
			case *plan.StoreEntries:
				enter(Read, x.Store, x)
			case *plan.Errors:
				enter(Read, Errors, x)
			}
			return true
		})
	}
	seen := map[*plan.Action]bool{}
	var visit func(a *plan.Action)
	visit = func(a *plan.Action) {
		if seen[a] {
			return
		}
		seen[a] = true
		a.Body.Each(func(s plan.Step) {
			plan.Exprs(s, expr)
			switch s := s.(type) {
			case *plan.Keep:
				enter(Put, s.Store, s)
			case *plan.QueueStep:
				enter(Put, s.Store, s)
			case *plan.Delete:
				enter(Delete, s.Store, s)
			case *plan.Clear:
				enter(Clear, s.Store, s)
			case *plan.For:
				if s.Queue != nil {
					enter(Put, s.Queue, s)
				}
				if s.OnError == plan.ContinueLoop || s.OnError == plan.QueueItem {
					enter(Put, Errors, s)
				}
			case *plan.Apply:
				for _, v := range s.Transform.Variants {
					expr(v.Guard)
					for _, f := range v.Fields {
						expr(f.Value)
					}
				}
			case *plan.RunAction:
				visit(s.Action)
			case *plan.Jump:
				visit(s.Action)
			}
		})
	}
	visit(start)
	return list
}
