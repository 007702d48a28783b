package check_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/check"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
	"github.com/reqongen/reqongen/lang/types"
	"github.com/reqongen/reqongen/rt/value"
)

// TestTypesAreTrue evaluates random expressions over literals. What is told of
// one as an error must fail: what has a value, of which every part was
// evaluated without a failure, has no error in a part that was. And every value
// must be of the type that was found out.
func TestTypesAreTrue(t *testing.T) {
	const count = 20_000
	wrong, fine, evaluated := 0, 0, 0
	for seed := range uint64(count) {
		w := &sentence{rand: rand.New(rand.NewPCG(seed, 7))}
		text := "mission M {\nlet v = " + w.expr(4) + "\naction A { get \"/\" }\n}"
		tree, problems := syntax.Parse(source.NewFile("m.reqon", text))
		if diag.HasErrors(problems) {
			t.Fatalf("seed %d: %v\n%s", seed, problems, text)
		}
		plans, found := check.PlansOf(tree)
		told := map[source.Span]string{}
		other := false
		for _, d := range found {
			if d.Severity != diag.Error {
				continue
			}
			if d.Code != "E301" && d.Code != "E314" {
				other = true // no expression of which anything can be asked
			}
			told[d.Span] = d.Msg
		}
		if other || len(plans) != 1 {
			continue
		}
		x := plans[0].Lets[0].X
		e := &evaluator{vars: map[*plan.Var]value.Value{}}
		seen := map[source.Span]bool{}
		e.visit = func(x plan.Expr, _ value.Value) { seen[x.At()] = true }
		e.excused = func(at source.Span) { delete(seen, at) }
		v, ok := e.try(x)
		evaluated++
		if len(told) > 0 {
			wrong++
		}
		if !ok {
			continue
		}
		fine++
		for at, msg := range told {
			if seen[at] {
				t.Errorf("seed %d: %s: %s\n%s\nand it gives %s", seed, at, msg, text, value.AppendJSON(nil, v))
			}
		}
		if have := check.TypeOf(x); !isOf(v, have) {
			t.Errorf("seed %d: %s is not of the type %+v\n%s", seed, value.AppendJSON(nil, v), have, text)
		}
	}
	t.Logf("%d expressions, %d with a value, %d with an error that is told", evaluated, fine, wrong)
	if fine < count/10 || wrong < count/10 {
		t.Errorf("%d expressions have a value and %d a type error: too few to say anything", fine, wrong)
	}
}

func (e *evaluator) try(x plan.Expr) (v value.Value, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, stop := r.(stopped); !stop {
				panic(r)
			}
			v, ok = value.Null, false
		}
	}()
	return e.eval(x), true
}

// isOf reports whether a value is one of the type's.
func isOf(v value.Value, t types.Type) bool {
	kind, ok := map[value.Kind]builtin.Type{
		value.KindNull: builtin.Null, value.KindBool: builtin.Bool, value.KindInt: builtin.Number, value.KindFloat: builtin.Number,
		value.KindString: builtin.String, value.KindArray: builtin.Array, value.KindObject: builtin.Object,
	}[v.Kind()]
	if !ok || !t.May(kind) {
		return false
	}
	switch kind {
	case builtin.Array:
		for _, elem := range v.Elems() {
			if !isOf(elem, t.Elem()) {
				return false
			}
		}
	case builtin.Object:
		o := t.Object()
		for _, name := range o.Names() {
			field, _ := v.Lookup(name)
			if have, _ := o.Field(name); !isOf(field, have) {
				return false
			}
		}
		if o != nil && !o.Open {
			for name := range v.Fields() {
				if !o.Knows(name) {
					return false
				}
			}
		}
	case builtin.Null:
	default:
		list := t.Literals()
		for _, l := range list {
			if want, _ := value.FromGo(l.Value); value.Equal(want, v) {
				return true
			}
		}
		return list == nil
	}
	return true
}

// A sentence makes random expressions.
type sentence struct {
	rand *rand.Rand
	vars []string
}

func (w *sentence) one(words ...string) string { return words[w.rand.IntN(len(words))] }

func (w *sentence) expr(depth int) string {
	if len(w.vars) > 0 && w.rand.IntN(3) == 0 {
		return w.one(w.vars...)
	}
	if depth == 0 {
		return w.one("null", "true", "false", "0", "2", "2.5", `""`, `"a"`, `"12"`, `"2024-01-31"`, "[]", "{}", "[1, 2]", `["a", "b"]`,
			`{ a: 1, b: "x" }`, `[{ a: 1 }, { a: 2, b: null }]`)
	}
	sub := func() string { return "(" + w.expr(depth-1-w.rand.IntN(depth)) + ")" }
	with := func(name string) string {
		w.vars = append(w.vars, name)
		defer func() { w.vars = w.vars[:len(w.vars)-1] }()
		return sub()
	}
	name := fmt.Sprintf("x%d", len(w.vars))
	switch w.rand.IntN(12) {
	case 0:
		return w.one("-", "not ", "+") + sub()
	case 1, 2, 3:
		return sub() + " " + w.one("+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "in", "contains", "startsWith", "endsWith",
			"..", "??", "and", "or") + " " + sub()
	case 4:
		return sub() + "." + w.one("a", "b", "length", "zz")
	case 5:
		return sub() + "[" + w.one("0", "-1", `"a"`, sub()) + "]"
	case 6:
		return "if " + sub() + " then " + sub() + " else " + sub()
	case 7:
		return w.one("["+sub()+", "+sub()+"]", "{ a: "+sub()+", b: "+sub()+" }", "{ ..."+sub()+", a: "+sub()+" }", "{ a: "+sub()+", ..."+sub()+" }")
	case 8:
		return sub() + " is " + w.one("string", "number", "int", "boolean", "array", "object", "null", "date")
	case 9:
		return "match " + sub() + " { " + w.one("1", `"a"`, "null", "true", "[]", "["+name+"]", "{ a: 1 }") + " => " + sub() + ", " + name + " => " + with(name) + " }"
	case 10:
		return w.one("("+sub()+" where .a == 1)", "filter("+sub()+", "+name+" => "+with(name)+")", "map("+sub()+", "+name+" => "+with(name)+")",
			"("+sub()+" where .a != null).a", "if "+sub()+" is number and "+sub()+" then 1 else 2")
	}
	return w.call(sub)
}

// call calls a random function with random arguments.
func (w *sentence) call(sub func() string) string {
	for {
		f := builtin.Funcs[w.rand.IntN(len(builtin.Funcs))]
		if f.Fickle || f.Name == "env" || f.Name == "range" {
			continue
		}
		n := f.Least()
		if most := f.Most(); most > n {
			n += w.rand.IntN(most - n + 1)
		} else if most < 0 {
			n = max(n, 1) + w.rand.IntN(2)
		}
		var args []string
		for i := range n {
			switch f.Param(i).Lambda {
			case 1:
				args = append(args, w.one("x => x", ".a", "x => x.a == 1", "x => [x, 1]"))
			case 2:
				args = append(args, "(a, b) => "+w.one("a", "b", "[a, b]", "a == b"))
			default:
				args = append(args, sub())
			}
		}
		return f.Name + "(" + strings.Join(args, ", ") + ")"
	}
}
