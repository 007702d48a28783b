package check

import (
	"maps"
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
)

// pageByPage has a loop go through the items of the request before it as its
// pages come, so that no more than a page is in memory at once, where nothing
// can tell that from a loop that begins when all pages are there:
//
//   - nothing but the loop reads the response: behind are the variables that are
//     read behind the loop;
//   - no match and no retry looks at the request;
//   - neither the loop's where nor until reads what an iteration may change;
//   - no iteration changes what the pages list, as far as paths tell that.
//
// A page that fails ends the loop where it is: as with any step, what was done
// before stays done.
func (l *liveness) pageByPage(before plan.Step, loop *plan.For, behind varSet) {
	loop.Pages = nil
	r, ok := before.(*plan.Request)
	if !ok || r.Pages == nil || r.Matched || r.Again || r.Sets.Response == nil {
		return
	}
	response := r.Sets.Response
	if _, ok := fieldsFrom(response, loop.In); !ok || behind[response] {
		return
	}
	if loop.Where != nil && readsStores(loop.Where) || r.Pages.Until != nil && readsStores(r.Pages.Until) {
		return
	}
	rest := *loop
	rest.In = &plan.Array{Span: loop.In.At()}
	if l.step(&rest, maps.Clone(behind))[response] || changes(rest.Body, r, map[*plan.Action]bool{}) {
		return
	}
	loop.Pages = r
}

// readsStores reports an expression whose value a step may change.
func readsStores(x plan.Expr) bool {
	found := false
	plan.Inspect(x, func(x plan.Expr) bool {
		switch x.(type) {
		case *plan.StoreRef, *plan.StoreGet, *plan.StoreEntries, *plan.Errors:
			found = true
		}
		return !found
	})
	return found
}

// changes reports whether steps, those of actions that they run included, may
// change what the API answers a request: they write to the same API, and the
// paths of both begin alike, or may do so.
func changes(b *plan.Block, r *plan.Request, seen map[*plan.Action]bool) bool {
	found := false
	run := func(a *plan.Action) {
		if !seen[a] && a.Body != nil {
			seen[a] = true
			found = found || changes(a.Body, r, seen)
		}
	}
	b.Each(func(s plan.Step) {
		switch s := s.(type) {
		case *plan.Request:
			found = found || s.Method != "GET" && sameAPI(s, r) && !apart(s.Path, r.Path)
		case *plan.RunAction:
			run(s.Action)
		case *plan.Jump:
			run(s.Action)
		}
	})
	return found
}

// sameAPI reports whether two requests may go to the same server.
func sameAPI(a, b *plan.Request) bool {
	if a.Source == b.Source || mayBeAbsolute(a.Path) || mayBeAbsolute(b.Path) {
		return true
	}
	x, ok1 := a.Source.Base.(*plan.Literal)
	y, ok2 := b.Source.Base.(*plan.Literal)
	return ok1 && ok2 && x.Value == y.Value
}

func mayBeAbsolute(path plan.Expr) bool {
	text := opening(path)
	return text == "" || strings.Contains(text, "://")
}

// apart reports paths that surely begin with different segments.
func apart(a, b plan.Expr) bool {
	x, y := firstSegment(a), firstSegment(b)
	return x != "" && y != "" && x != y
}

// firstSegment is the first segment of a path as far as it is written out; ""
// where it is not.
func firstSegment(path plan.Expr) string {
	text := strings.TrimPrefix(opening(path), "/")
	if strings.Contains(text, "://") {
		return ""
	}
	end := strings.IndexAny(text, "/?")
	if _, whole := path.(*plan.Literal); end < 0 && !whole {
		return ""
	}
	if end >= 0 {
		text = text[:end]
	}
	return text
}

// opening is the text that a path begins with.
func opening(path plan.Expr) string {
	switch path := path.(type) {
	case *plan.Literal:
		text, _ := path.Value.(string)
		return text
	case *plan.Template:
		if len(path.Parts) > 0 {
			return path.Parts[0].Text
		}
	case *plan.Call:
		if path.Func.Name == "concat" && len(path.Args) > 0 {
			return opening(path.Args[0])
		}
	case *plan.Binary:
		if path.Op == plan.Add {
			return opening(path.X)
		}
	}
	return ""
}
