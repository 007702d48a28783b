package syntax_test

import (
	"testing"

	"github.com/reqongen/reqongen/lang/syntax"
)

func TestExpressions(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// Operands.
		{`42`, `42`},
		{`1_000_000`, `1000000`},
		{`3.14e-2`, `3.14e-2`},
		{`9007199254740993`, `9007199254740993`},
		{`"a\n\u00E9\u{1F600}\"\\\{\$"`, "\"a\\né😀\\\"\\\\{$\""},
		{`'it is "so"'`, `"it is \"so\""`},
		{`"\uD83D\uDE00"`, `"😀"`},
		{`"{x}"`, `"{x}"`}, // only a path inserts
		{`"a${HOME}b"`, `(str "a" $HOME "b")`},
		{`"cost: $5 $"`, `"cost: $5 $"`},
		{`""`, `""`},
		{`true`, `true`},
		{`null`, `null`},
		{`[]`, `[]`},
		{`[1, 2,]`, `[1, 2]`},
		{"[1,\n2\n]", `[1, 2]`},
		{`{ a: 1, "b-c": 2, ...other }`, `{a: 1, "b-c": 2, ...other}`},
		{"{ a: 1 b: 2\nc: 3 ...d }", `{a: 1, b: 2, c: 3, ...d}`},
		{`{ key: 1, store: 2, match: 3, if: 4, true: 5, in: 6 }`, `{key: 1, store: 2, match: 3, if: 4, true: 5, in: 6}`},
		{`.id`, `.id`},
		{`.address.city`, `.address.city`},
		{`.items[0]`, `.items[0]`},
		{`.match.in.or`, `.match.in.or`},
		{`größe.höhe`, `größe.höhe`},

		// Precedence, each operator against its neighbours.
		{`a + b * c`, `(+ a (* b c))`},
		{`a * b + c`, `(+ (* a b) c)`},
		{`a - b - c`, `(- (- a b) c)`},
		{`a / b % c`, `(% (/ a b) c)`},
		{`-a * b`, `(* (- a) b)`},
		{`a - -b`, `(- a (- b))`},
		{`- - a`, `(- (- a))`},
		{`-a.b`, `(- a.b)`},
		{`a + b .. c + d`, `(.. (+ a b) (+ c d))`},
		{`x in 1..5`, `(in x (.. 1 5))`},
		{`a .. b == c`, `(== (.. a b) c)`},
		{`a + 1 == b`, `(== (+ a 1) b)`},
		{`a == b == c`, `(== (== a b) c)`},
		{`a < b and c >= d`, `(and (< a b) (>= c d))`},
		{`not a == b`, `(not (== a b))`},
		{`not a and b`, `(and (not a) b)`},
		{`not not a`, `(not (not a))`},
		{`a and b or c and d`, `(or (and a b) (and c d))`},
		{`a or b or c`, `(or (or a b) c)`},
		{`a ?? b or c`, `(?? a (or b c))`},
		{`a ?? b ?? c`, `(?? (?? a b) c)`},
		{`xs ?? ys | f()`, `|f((?? xs ys))`},
		{`xs | f(1) | g()`, `|g(|f(xs, 1))`},
		{`xs | f(1).a[0] | g()`, `|g(|f(xs, 1).a[0])`},
		{`xs where .a > 1 | count()`, `(where xs |count((> .a 1)))`},
		{`xs where .a where .b`, `(where (where xs .a) .b)`},
		{`xs where .a ? b : c`, `(? (where xs .a) b c)`},
		{`a ? b : c ? d : e`, `(? a b (? c d e))`},
		{`a ? b ? 1 : 2 : 3`, `(? a (? b 1 2) 3)`},
		{`x => x ? 1 : 2`, `(=> (x) (? x 1 2))`},
		{`(a, b) => a + b`, `(=> (a, b) (+ a b))`},
		{`x => y => x`, `(=> (x) (=> (y) x))`},
		{`(a + b) * c`, `(* (+ a b) c)`},
		{`a contains b`, `(contains a b)`},
		{`a startsWith "x" and b endsWith "y"`, `(and (startsWith a "x") (endsWith b "y"))`},
		{`a is string or b is Invoice`, `(or (is a string) (is b Invoice))`},
		{`not x is null`, `(not (is x null))`},

		// Members, elements, calls.
		{`a.b.c`, `a.b.c`},
		{`a[0][1].b`, `a[0][1].b`},
		{`pricing[item.id].price`, `pricing[item.id].price`},
		{`f()`, `f()`},
		{`f(x, y,)`, `f(x, y)`},
		{`xs.map(.a).sum()`, `.sum(.map(xs, .a))`},
		{`filter(xs, .a > 1)`, `filter(xs, (> .a 1))`},
		{`xs | map(x => x.a)`, `|map(xs, (=> (x) x.a))`},
		{`contains(a, b)`, `contains(a, b)`}, // operator words are functions too
		{`xs.contains(1)`, `.contains(xs, 1)`},
		{`concat(source, "-", .id)`, `concat(source, "-", .id)`},
		{`env("X")`, `env("X")`},

		// if, match and any of begin any operand and reach far.
		{`if a then b else c`, `(if a b c)`},
		{`1 + if a then b else c + 2`, `(+ 1 (if a b (+ c 2)))`},
		{`if a then b else if c then d else e`, `(if a b (if c d e))`},
		{`f(if a then b else c, d)`, `f((if a b c), d)`},
		{`any of xs`, `(AnyOf X=xs)`},
		{`any of xs where .a == 1 and .b`, `(AnyOf X=xs Where=(and (== .a 1) .b))`},
		{`not any of xs where .a or .b`, `(not (AnyOf X=xs Where=(or .a .b)))`},
		{`any of xs | f() where .a`, `(AnyOf X=|f(xs) Where=.a)`},
		{`any(xs, .a)`, `any(xs, .a)`},
		{`match x { 1 => "one", _ => "more" }`, `(MatchExpr Subject=x Arms[(MatchArm Pattern=1 Value="one"), (MatchArm Pattern=_ Value="more")])`},
		{`match { a > 1 => b, _ => c }`, `(MatchExpr Arms[(MatchArm Cond=(> a 1) Value=b), (MatchArm Pattern=_ Value=c)])`},
		{`match x { 1 => a } + 2`, `(+ (MatchExpr Subject=x Arms[(MatchArm Pattern=1 Value=a)]) 2)`},
		{`match x { { a: 1, b } => b }.c`, `(MatchExpr Subject=x Arms[(MatchArm Pattern={a: 1, b} Value=b)]).c`},

		// In a guard or a condition "=>" ends it, in a value it makes a function.
		{`match x { n where n => 1 }`, `(MatchExpr Subject=x Arms[(MatchArm Pattern=n Where=n Value=1)])`},
		{`match { ok => 1, bad => x => x }`, `(MatchExpr Arms[(MatchArm Cond=ok Value=1), (MatchArm Cond=bad Value=(=> (x) x))])`},
		{`match { any(xs, (x => x)) => 1 }`, `(MatchExpr Arms[(MatchArm Cond=any(xs, (=> (x) x)) Value=1)])`},

		// Lines.
		{"a\n.b", `a.b`},
		{"a\n+ b", `(+ a b)`},
		{"a\n- b", `(- a b)`},
		{"a +\nb", `(+ a b)`},
		{"xs\n| f()\n| g()", `|g(|f(xs))`},
		{"xs\nwhere .a", `(where xs .a)`},
		{"a\n? b\n: c", `(? a b c)`},
		{"match x {\n1 => a\n-1 => b\n[c] => d\n{ e } => f\n_ => g\n}", `(MatchExpr Subject=x Arms[(MatchArm Pattern=1 Value=a), (MatchArm Pattern=(- 1) Value=b), (MatchArm Pattern=[c] Value=d), (MatchArm Pattern={e} Value=f), (MatchArm Pattern=_ Value=g)])`},
		{"match {\na => 1\n.b => 2\n(c) => 3\n-d => 4\n}", `(MatchExpr Arms[(MatchArm Cond=a Value=1), (MatchArm Cond=.b Value=2), (MatchArm Cond=c Value=3), (MatchArm Cond=(- d) Value=4)])`},
		{"match x {\n1 => (a\n.b\n- c)\n}", `(MatchExpr Subject=x Arms[(MatchArm Pattern=1 Value=(- a.b c))])`}, // brackets end the mode

		{"\nif any of xs where match .a { 1 => true, _ => false }\nthen b\nelse c", `(if (AnyOf X=xs Where=(MatchExpr Subject=.a Arms[(MatchArm Pattern=1 Value=true), (MatchArm Pattern=_ Value=false)])) b c)`},
		{"[\nsource,\nmap,\nlog\n]", `[source, map, log]`},

		// Words that serve as names.
		{`source`, `source`},
		{`items.length`, `items.length`},
		{`key + page + path + status + data + errors`, `(+ (+ (+ (+ (+ key page) path) status) data) errors)`},
		{`map`, `map`},
		{`from + to`, `(+ from to)`},
		{`timeout`, `timeout`},
		{`match`, `match`},
		{`match.length + match[0]`, `(+ match.length match[0])`},
		{`match == 1`, `(== match 1)`},
		{`store`, `store`},
		{`filter`, `filter`},
		{`any`, `any`},
		{`each`, `each`},
	} {
		file := parse(t, inAction("let x = "+c.text))
		all := steps(t, file)
		if len(all) != 1 {
			t.Errorf("%s: %d steps: %s", c.text, len(all), dumpAll(all))
			continue
		}
		if got := dump(all[0].(*syntax.Let).Value); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func dumpAll(all []syntax.Step) string {
	out := ""
	for _, s := range all {
		out += dump(s) + "\n"
	}
	return out
}
