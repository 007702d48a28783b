package value

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestAdd(t *testing.T) {
	add := func(a, b, want, fail string) call { return two("+", (*Eval).Add, a, b, want, fail) }
	runCalls(t, []call{
		add(`1`, `2`, `3`, ``),
		add(`1`, `2.5`, `3.5`, ``),
		add(`0.5`, `0.5`, `1`, ``),
		add(`-1`, `1`, `0`, ``),
		add(`9007199254740993`, `1`, `9007199254740994`, ``),
		// Past int64 there is uint64, and past that doubles.
		add(`9223372036854775807`, `1`, `9223372036854775808`, ``),
		add(`18446744073709551615`, `-1`, `18446744073709551614`, ``),
		add(`18446744073709551615`, `1`, `18446744073709552000`, ``),
		add(`-9223372036854775808`, `-1`, `-9223372036854775808`, ``),
		add(`18446744073709551615`, `-9223372036854775808`, `9223372036854775807`, ``),
		add(`1e308`, `1e308`, ``, `the result is too large for a number`),

		add(`"a"`, `"b"`, `"ab"`, ``),
		add(`"a"`, `1`, `"a1"`, ``),
		add(`1`, `"a"`, `"1a"`, ``),
		add(`"n: "`, `1.50`, `"n: 1.5"`, ``),
		add(`"a"`, `null`, `"a"`, ``),
		add(`null`, `"a"`, `"a"`, ``),
		add(`"a"`, `true`, `"atrue"`, ``),
		add(`"a"`, `[1,{"b":null}]`, `"a[1,{\"b\":null}]"`, ``),
		add(`"é"`, `"日"`, `"é日"`, ``),
		// A plain number is no length of time.
		add(`"2024-01-01"`, `7`, `"2024-01-017"`, ``),

		add(`1`, `null`, ``, `cannot add number and null`),
		add(`null`, `null`, ``, `cannot add null and null`),
		add(`true`, `1`, ``, `cannot add boolean and number`),
		add(`[1]`, `[2]`, ``, `cannot add array and array`),
		add(`{}`, `1`, ``, `cannot add object and number`),
	})
}

func TestSub(t *testing.T) {
	sub := func(a, b, want, fail string) call { return two("-", (*Eval).Sub, a, b, want, fail) }
	runCalls(t, []call{
		sub(`3`, `2`, `1`, ``),
		sub(`2`, `3`, `-1`, ``),
		sub(`2.5`, `0.5`, `2`, ``),
		sub(`-9223372036854775808`, `1`, `-9223372036854775808`, ``), // a double
		sub(`-9223372036854775808`, `-1`, `-9223372036854775807`, ``),
		sub(`9223372036854775808`, `1`, `9223372036854775807`, ``),
		sub(`0`, `9223372036854775808`, `-9223372036854775808`, ``),
		sub(`0`, `18446744073709551615`, `-18446744073709552000`, ``),
		sub(`1`, `null`, ``, `cannot subtract null from number`),
		sub(`1`, `"1"`, ``, `cannot subtract string from number`),
		sub(`"a"`, `1`, ``, `cannot subtract number from the string "a", which is no ISO 8601 date`),
		sub(`null`, `1`, ``, `cannot subtract number from null`),
	})
}

func TestMul(t *testing.T) {
	mul := func(a, b, want, fail string) call { return two("*", (*Eval).Mul, a, b, want, fail) }
	runCalls(t, []call{
		mul(`6`, `7`, `42`, ``),
		mul(`-6`, `7`, `-42`, ``),
		mul(`0`, `-7`, `0`, ``),
		mul(`0.1`, `3`, `0.30000000000000004`, ``),
		mul(`4294967296`, `2147483648`, `9223372036854775808`, ``),
		mul(`4294967296`, `4294967296`, `18446744073709552000`, ``),
		mul(`-4294967296`, `2147483648`, `-9223372036854775808`, ``),
		mul(`9007199254740993`, `3`, `27021597764222979`, ``),
		mul(`1e200`, `1e200`, ``, `the result is too large for a number`),
		mul(`2`, `null`, ``, `cannot multiply number by null`),
		mul(`"2"`, `2`, ``, `cannot multiply string by number`),
	})
}

func TestDiv(t *testing.T) {
	div := func(a, b, want, fail string) call { return two("/", (*Eval).Div, a, b, want, fail) }
	runCalls(t, []call{
		div(`7`, `2`, `3.5`, ``),
		div(`6`, `2`, `3`, ``),
		div(`-6`, `2`, `-3`, ``),
		div(`0`, `-5`, `0`, ``),
		div(`1`, `3`, `0.3333333333333333`, ``),
		div(`1.5`, `0.5`, `3`, ``),
		div(`27021597764222979`, `3`, `9007199254740993`, ``),
		div(`-9223372036854775808`, `-1`, `9223372036854775808`, ``),
		div(`18446744073709551614`, `2`, `9223372036854775807`, ``),
		div(`1`, `0`, ``, `division by zero: 1 / 0`),
		div(`1`, `0.0`, ``, `division by zero: 1 / 0`),
		div(`1`, `-0.0`, ``, `division by zero: 1 / 0`),
		div(`0`, `0`, ``, `division by zero: 0 / 0`),
		div(`1e308`, `1e-308`, ``, `the result is too large for a number`),
		div(`1`, `null`, ``, `cannot divide number by null`),
		div(`"6"`, `2`, ``, `cannot divide string by number`),
	})
	var e Eval
	if v := e.Div(at, Int(6), Int(2)); v.Kind() != KindInt {
		t.Error("6 / 2 is no integer")
	}
}

func TestMod(t *testing.T) {
	mod := func(a, b, want, fail string) call { return two("%", (*Eval).Mod, a, b, want, fail) }
	runCalls(t, []call{
		mod(`7`, `3`, `1`, ``),
		mod(`-7`, `3`, `-1`, ``),
		mod(`7`, `-3`, `1`, ``),
		mod(`6`, `3`, `0`, ``),
		mod(`-6`, `3`, `0`, ``),
		mod(`7.5`, `2`, `1.5`, ``),
		mod(`18446744073709551615`, `10`, `5`, ``),
		mod(`-9223372036854775808`, `-1`, `0`, ``),
		mod(`-9223372036854775808`, `9223372036854775809`, `-9223372036854775808`, ``),
		mod(`7`, `0`, ``, `division by zero: 7 % 0`),
		mod(`null`, `2`, ``, `cannot take the remainder of null by number`),
	})
}

func TestNeg(t *testing.T) {
	neg := func(v, want, fail string) call { return unary("-", (*Eval).Neg, v, want, fail) }
	runCalls(t, []call{
		neg(`1`, `-1`, ``),
		neg(`-1`, `1`, ``),
		neg(`0`, `0`, ``),
		neg(`1.5`, `-1.5`, ``),
		neg(`9223372036854775808`, `-9223372036854775808`, ``),
		neg(`-9223372036854775808`, `9223372036854775808`, ``),
		neg(`18446744073709551615`, `-18446744073709552000`, ``),
		neg(`"1"`, ``, `cannot negate the string "1"`),
		neg(`null`, ``, `cannot negate null`),
		neg(`true`, ``, `cannot negate the boolean true`),
		unary("+", (*Eval).Pos, `5`, `5`, ``),
		unary("+", (*Eval).Pos, `-0.5`, `-0.5`, ``),
		unary("+", (*Eval).Pos, `"5"`, ``, `unary + wants a number, not the string "5"`),
	})
}

func TestRange(t *testing.T) {
	rng := func(a, b, want, fail string) call { return two("..", (*Eval).Range, a, b, want, fail) }
	runCalls(t, []call{
		rng(`1`, `3`, `[1,2,3]`, ``),
		rng(`-1`, `1`, `[-1,0,1]`, ``),
		rng(`2`, `2`, `[2]`, ``),
		rng(`3`, `1`, `[]`, ``),
		rng(`1.0`, `2.0`, `[1,2]`, ``),
		rng(`9223372036854775806`, `9223372036854775807`, `[9223372036854775806,9223372036854775807]`, ``),
		rng(`1`, `10000001`, ``, `the range 1 .. 10000001 has more than 10000000 elements`),
		rng(`-9223372036854775808`, `9223372036854775807`, ``,
			`the range -9223372036854775808 .. 9223372036854775807 has more than 10000000 elements`),
		rng(`1`, `2.5`, ``, `a range wants two integers, not the number 1 and the number 2.5`),
		rng(`null`, `2`, ``, `a range wants two integers, not null and the number 2`),
		rng(`"1"`, `[]`, ``, `a range wants two integers, not the string "1" and an array`),
	})
	var e Eval
	if n := e.Range(at, Int(1), Int(10_000_000)).Len(); n != 10_000_000 || e.EvalErr() != nil {
		t.Errorf("1 .. 10000000 has %d elements (%v)", n, e.EvalErr())
	}
}

// wide is any number of the language: integers of 65 bits, mostly near the edges, and doubles.
func wide() *rapid.Generator[Value] {
	edges := []Value{
		Int(0), Int(1), Int(-1), Int(math.MaxInt64), Int(math.MinInt64), Uint(1 << 63), Uint(math.MaxUint64),
		Int(1 << 53), Int(1<<53 + 1), Int(-(1<<53 + 1)), Float(1 << 53), Float(1 << 63), Float(1 << 64), Float(-1 << 63), Float(0.5),
	}
	return rapid.OneOf(
		rapid.SampledFrom(edges),
		rapid.Map(rapid.Int64(), Int),
		rapid.Map(rapid.Uint64(), Uint),
		rapid.Map(rapid.Int64Range(-1000, 1000), Int),
		rapid.Map(rapid.Float64Range(-1e19, 1e19), Float),
	)
}

// exactly is a number as a rational.
func exactly(v Value) *big.Rat {
	switch x := v.Go().(type) {
	case int64:
		return new(big.Rat).SetInt64(x)
	case uint64:
		return new(big.Rat).SetUint64(x)
	default:
		return new(big.Rat).SetFloat64(x.(float64))
	}
}

// fits reports whether r is an integer that 64 bits hold.
func fits(r *big.Rat) bool { return r.IsInt() && (r.Num().IsInt64() || r.Num().IsUint64()) }

// Integers behave as in mathematics wherever the result is one of 64 bits, and comparison is exact everywhere.
func TestNumbersAgainstMathBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := wide().Draw(t, "a"), wide().Draw(t, "b")
		x, y := exactly(a), exactly(b)
		if got, want := compareNumbers(a, b), x.Cmp(y); got != want {
			t.Fatalf("comparing %s with %s gives %d, want %d", a, b, got, want)
		}
		if got, want := Equal(a, b), x.Cmp(y) == 0; got != want {
			t.Fatalf("%s == %s is %t", a, b, got)
		}
		if Equal(a, b) && hashOf(a) != hashOf(b) {
			t.Fatalf("%s and %s are equal and have different hashes", a, b)
		}
		if a.Kind() != KindInt || b.Kind() != KindInt {
			return
		}
		check := func(op string, got Value, want *big.Rat) {
			if fits(want) {
				if got.Kind() != KindInt || exactly(got).Cmp(want) != 0 {
					t.Fatalf("%s %s %s = %s, want %s", a, op, b, got, want.RatString())
				}
				return
			}
			f, _ := want.Float64()
			if g, ok := got.AsFloat(); !ok || math.Abs(g-f) > math.Abs(f)*1e-15 {
				t.Fatalf("%s %s %s = %s, want about %g", a, op, b, got, f)
			}
		}
		var e Eval
		check("+", e.Add(at, a, b), new(big.Rat).Add(x, y))
		check("-", e.Sub(at, a, b), new(big.Rat).Sub(x, y))
		check("*", e.Mul(at, a, b), new(big.Rat).Mul(x, y))
		check("neg", e.Neg(at, a), new(big.Rat).Neg(x))
		if y.Sign() != 0 {
			check("/", e.Div(at, a, b), new(big.Rat).Quo(x, y))
			rest := new(big.Int).Rem(x.Num(), y.Num())
			check("%", e.Mod(at, a, b), new(big.Rat).SetInt(rest))
		}
		if e.EvalErr() != nil {
			t.Fatalf("%s and %s: %v", a, b, e.EvalErr())
		}
	})
}
