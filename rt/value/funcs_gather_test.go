package value

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestSum(t *testing.T) {
	sum := func(xs, want, fail string) call { return unary("sum", without((*Eval).Sum), xs, want, fail) }
	runCalls(t, []call{
		sum(`[1,2,3]`, `6`, ``),
		sum(`[]`, `0`, ``),
		sum(`null`, `0`, ``),
		sum(`[null,1,null]`, `1`, ``),
		sum(`[9007199254740993,1]`, `9007199254740994`, ``),
		sum(`[1.5,2]`, `3.5`, ``),
		sum(`[0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1]`, `1`, ``),
		sum(`[1e100,1.5,-1e100]`, `1.5`, ``),
		sum(`[1.5,1e100,-1e100]`, `1.5`, ``),
		sum(`[1e100,1,-1e100]`, `1`, ``),
		// Past 64 bits on the way, and back again.
		sum(`[9223372036854775807,9223372036854775807,9223372036854775807,-9223372036854775807,-9223372036854775807]`, `9223372036854775807`, ``),
		sum(`[9223372036854775807,1]`, `9223372036854775808`, ``),
		sum(`[-9223372036854775808,-1]`, `-9223372036854775808`, ``), // a double
		sum(`[18446744073709551615,18446744073709551615]`, `36893488147419103000`, ``),
		sum(`[1e308,1e308]`, ``, `the result is too large for a number`),
		sum(`[1,"2"]`, ``, `sum wants a number, not the string "2"; toNumber(…) makes one of a text`),
		sum(`[1,true]`, ``, `sum wants a number, not the boolean true`),
		sum(`[[1]]`, ``, `sum wants a number, not an array`),
		sum(`{"a":1}`, ``, `sum wants an array, not an object`),
		over("sum", maybe((*Eval).Sum), `[{"n":1},{},{"n":2.5}]`, get("n"), `3.5`, ``),
	})
}

// The sum of integers is theirs wherever 64 bits hold it, whatever the sums on the way are.
func TestSumOfIntegersIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(wide(), 0, 8).Draw(t, "integers")
		want := new(big.Rat)
		for i, x := range xs {
			if x.Kind() != KindInt {
				xs[i] = Int(3)
			}
			want.Add(want, exactly(xs[i]))
		}
		var e Eval
		got := e.Sum(at, Array(xs...))
		if e.EvalErr() != nil {
			t.Fatal(e.EvalErr())
		}
		if fits(want) && (got.Kind() != KindInt || exactly(got).Cmp(want) != 0) {
			t.Fatalf("sum = %s, want %s", got, want.RatString())
		}
		if f, _ := want.Float64(); !fits(want) {
			if g, _ := got.AsFloat(); g != f {
				t.Fatalf("sum = %g, want %g", g, f)
			}
		}
	})
}

func TestAvg(t *testing.T) {
	avg := func(xs, want, fail string) call { return unary("avg", without((*Eval).Avg), xs, want, fail) }
	runCalls(t, []call{
		avg(`[1,2,3]`, `2`, ``),
		avg(`[1,2]`, `1.5`, ``),
		avg(`[1,null,3]`, `2`, ``),
		avg(`[]`, `null`, ``),
		avg(`[null]`, `null`, ``),
		avg(`null`, `null`, ``),
		avg(`[9007199254740993,9007199254740993]`, `9007199254740993`, ``),
		avg(`["1"]`, ``, `avg wants a number, not the string "1"; toNumber(…) makes one of a text`),
		over("avg", maybe((*Eval).Avg), `[{"n":1},{"n":2}]`, get("n"), `1.5`, ``),
	})
}

func TestMinAndMax(t *testing.T) {
	both := func(xs, least, greatest, fail string) []call {
		failOf := func(fn string) string {
			if fail == "" {
				return ""
			}
			return fn + fail
		}
		return []call{
			unary("min", without((*Eval).Min), xs, least, failOf("min")),
			unary("max", without((*Eval).Max), xs, greatest, failOf("max")),
		}
	}
	for _, calls := range [][]call{
		both(`[3,1,2]`, `1`, `3`, ``),
		both(`[2,null,1.5]`, `1.5`, `2`, ``),
		both(`[9007199254740993,9007199254740992.0]`, `9007199254740992`, `9007199254740993`, ``),
		both(`["b","a"]`, `"a"`, `"b"`, ``),
		both(`["2024-01-31T10:00:00+02:00","2024-01-31T09:00:00Z"]`, `"2024-01-31T10:00:00+02:00"`, `"2024-01-31T09:00:00Z"`, ``),
		both(`[true,false]`, `false`, `true`, ``),
		both(`[]`, `null`, `null`, ``),
		both(`null`, `null`, `null`, ``),
		both(`[null]`, `null`, `null`, ``),
		both(`[1,"2"]`, ``, ``, ` cannot order number and string together`),
		both(`[[1]]`, ``, ``, ` cannot order an array`),
		both(`5`, ``, ``, ` wants an array, not the number 5`),
	} {
		runCalls(t, calls)
	}
	runCalls(t, []call{
		over("min", maybe((*Eval).Min), `[{"n":2},{"n":1},{}]`, get("n"), `1`, ``),
		over("max", maybe((*Eval).Max), `[{"n":2},{"n":1},{}]`, get("n"), `2`, ``),
		with("min", (*Eval).MinOf, `1`, ``, `2`, `1`, `3`),
		with("max", (*Eval).MaxOf, `3`, ``, `2`, `null`, `3`),
		with("min", (*Eval).MinOf, `1`, ``, `[2,1]`),
		with("max", (*Eval).MaxOf, `2`, ``, `[2,1]`),
		with("max", (*Eval).MaxOf, ``, `max cannot order an array`, `[2,1]`, `1`),
		with("min", (*Eval).MinOf, ``, `min cannot order number and string together`, `2`, `"1"`),
	})
}
