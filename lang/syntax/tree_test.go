package syntax_test

import (
	"reflect"
	"testing"

	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// checkTree holds a tree against what is true of every tree: each node lies in
// its parent, neighbours stand in the order of the text and do not overlap, the
// names in a node lie in it, and no node is a nil pointer.
func checkTree(t testing.TB, file *syntax.File) {
	t.Helper()
	type frame struct {
		node syntax.Node
		last source.Span
	}
	// Walk tells no end of a node, so the stack is kept by spans.
	var stack []*frame
	syntax.Walk(file, func(n syntax.Node) bool {
		if v := reflect.ValueOf(n); v.Kind() == reflect.Pointer && v.IsNil() {
			t.Fatalf("the walk meets a nil %T", n)
		}
		span := n.Span()
		if span.File() != file.Source {
			t.Fatalf("%T has a span of no file", n)
		}
		for len(stack) > 0 && !isParent(stack[len(stack)-1].node, n) {
			stack = stack[:len(stack)-1]
		}
		if len(stack) == 0 && n != syntax.Node(file) {
			t.Fatalf("%T %q has no parent", n, span.Text())
		}
		if len(stack) > 0 {
			parent := stack[len(stack)-1]
			if !parent.node.Span().Contains(span) {
				t.Fatalf("%T %q at %v is not within its parent %T %q", n, span.Text(), span, parent.node, parent.node.Span().Text())
			}
			if parent.last.IsValid() && parent.last.End().Offset() > span.Start().Offset() {
				t.Fatalf("%T %q at %v overlaps what stands before it, %q", n, span.Text(), span, parent.last.Text())
			}
			parent.last = span
		}
		eachIdent(reflect.ValueOf(n).Elem(), func(id syntax.Ident) {
			if id.Name != "" && !span.Contains(id.Span) {
				t.Fatalf("the name %q at %v is not within its %T %q", id.Name, id.Span, n, span.Text())
			}
		})
		stack = append(stack, &frame{node: n})
		return true
	})
}

// isParent reports whether child is in a field of n.
func isParent(n, child syntax.Node) bool {
	v := reflect.ValueOf(n).Elem()
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		switch f := v.Field(i); f.Kind() {
		case reflect.Slice:
			for j := range f.Len() {
				if f.Index(j).CanInterface() && same(f.Index(j).Interface(), child) {
					return true
				}
			}
		case reflect.Pointer, reflect.Interface:
			if !f.IsNil() && same(f.Interface(), child) {
				return true
			}
		}
	}
	return false
}

func same(a any, b syntax.Node) bool {
	node, ok := a.(syntax.Node)
	return ok && node == b
}

func eachIdent(v reflect.Value, visit func(syntax.Ident)) {
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		switch f := v.Field(i).Interface().(type) {
		case syntax.Ident:
			visit(f)
		case *syntax.Ident:
			if f != nil {
				visit(*f)
			}
		case []syntax.Ident:
			for _, id := range f {
				visit(id)
			}
		}
	}
}

// Every node that is reachable through fields is reached by Walk.
func TestWalkMeetsEveryNode(t *testing.T) {
	for _, block := range allConstructs {
		file := parse(t, block)
		walked := map[syntax.Node]bool{}
		syntax.Walk(file, func(n syntax.Node) bool { walked[n] = true; return true })
		reachable(reflect.ValueOf(file), func(n syntax.Node) {
			if _, comment := n.(*syntax.Comment); !comment && !walked[n] {
				t.Errorf("the walk misses %T %q", n, n.Span().Text())
			}
		})
		checkTree(t, file)
	}
}

func reachable(v reflect.Value, visit func(syntax.Node)) {
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			reachable(v.Elem(), visit)
		}
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		n, ok := v.Interface().(syntax.Node)
		if !ok {
			return
		}
		visit(n)
		for i := range v.Elem().NumField() {
			if v.Elem().Type().Field(i).IsExported() {
				reachable(v.Elem().Field(i), visit)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			reachable(v.Index(i), visit)
		}
	}
}

func TestWalkStopsWhereItIsTold(t *testing.T) {
	file := parse(t, inAction("let x = f(a, b)"))
	met := 0
	syntax.Walk(file, func(n syntax.Node) bool {
		met++
		_, isLet := n.(*syntax.Let)
		return !isLet
	})
	if met != 5 { // file, mission, action, block, let
		t.Errorf("met %d nodes, want 5", met)
	}
}

// allConstructs are files that between them hold every kind of node.
var allConstructs = []string{
	`import { A, B } from "./x.reqon"
let top = 1
source S from "s.yaml" { auth: bearer }
store st: sql("t", { a: 1 }) { b: 2 }
schema Sc { ...Base, a: int in 1..5?, b: [A | "x"], c: { d: any } }
transform T { (A) where .x -> B { y: .z }, (_) -> C { ...w } }
mission M {
  schedule: every 5 minutes { a: 1 }
  schedule: cron "x"
  maxConcurrency: 3
  run [A, B] if x then C if y
  action A {
    concurrency: 2
    get S "/a/{.id}/${N}" { params: { a: [1, "b", null, true] } }
    call Api.op { a: 1 }
    for x in xs where .a parallel 3 onError queue q { skip }
    map x -> Shape { ...x, y: -1 }
    apply T to x as y
    validate x { assume .a: "m" severity: error } or { continue }
    store each x -> s { key: .id }
    match x { [1, _] where a -> skip, { a: b, c } -> { abort "m" } }
    match { a is string -> retry { n: 1 } }
    let y = if a then b else c ? d : e
    let z = xs where .a | f(x => any of ys where .b)
    let w = match v { 1 where g => a, _ => b[0].c(d) }
    delete s[k]
    clear s
    wait 5 { a: 1 }
    queue q { item: x }
    jump B then retry
    run B
  }
}`,
}
