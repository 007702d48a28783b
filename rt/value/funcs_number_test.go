package value

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestNumberFunctionsOfOtherValues(t *testing.T) {
	for name, f := range map[string]func(*Eval, Pos, Value) Value{
		"floor": (*Eval).Floor, "ceil": (*Eval).Ceil, "abs": (*Eval).Abs, "sqrt": (*Eval).Sqrt, "days": (*Eval).Days,
		"fromUnix": (*Eval).FromUnix,
		"round":    func(e *Eval, at Pos, v Value) Value { return e.Round(at, v) },
	} {
		runCalls(t, []call{
			unary(name, f, `null`, `null`, ``),
			unary(name, f, `"1"`, ``, name+` wants a number, not the string "1"; toNumber(…) makes one of a text`),
			unary(name, f, `true`, ``, name+` wants a number, not the boolean true`),
			unary(name, f, `[1]`, ``, name+` wants a number, not an array`),
		})
	}
}

func TestRound(t *testing.T) {
	round := func(want, fail string, vs ...string) call {
		return with("round", firstOf((*Eval).Round), want, fail, vs...)
	}
	runCalls(t, []call{
		round(`3`, ``, `2.5`),
		round(`-3`, ``, `-2.5`),
		round(`2`, ``, `2.4999999`),
		round(`0`, ``, `0.4`),
		round(`0`, ``, `-0.4`),
		round(`1`, ``, `0.5`),
		round(`7`, ``, `7`),
		round(`9007199254740993`, ``, `9007199254740993`),
		round(`1.01`, ``, `1.005`, `2`),
		round(`2.68`, ``, `2.675`, `2`),
		round(`-1.01`, ``, `-1.005`, `2`),
		round(`1.5`, ``, `1.5`, `3`),
		round(`1`, ``, `0.999`, `2`),
		round(`10`, ``, `9.995`, `2`),
		round(`0.1`, ``, `0.1`, `20`),
		round(`0`, ``, `1e-10`, `5`),
		round(`0.0001`, ``, `0.00005`, `4`),
		round(`1e+300`, ``, `1e300`, `2`),
		round(`1234.57`, ``, `1234.5678`, `2`),
		round(`1200`, ``, `1234.5678`, `-2`),
		round(`1200`, ``, `1234`, `-2`),
		round(`1300`, ``, `1250`, `-2`),
		round(`-1300`, ``, `-1250`, `-2`),
		round(`0`, ``, `1234`, `-5`),
		round(`10000`, ``, `5000`, `-4`),
		round(`9007199254740990`, ``, `9007199254740993`, `-1`),
		round(`9223372036854775810`, ``, `9223372036854775807`, `-1`),
		round(`18446744073709552000`, ``, `18446744073709551615`, `-1`), // 18446744073709551620 as a double
		round(`0`, ``, `9223372036854775807`, `-1000`),
		round(`2`, ``, `1.5`, `null`),
		round(``, `round wants an integer, not the number 1.5`, `1`, `1.5`),
		round(``, `round wants an integer, not the string "2"`, `1`, `"2"`),
	})
}

// round is what rounding the decimal text of the number gives, in exact arithmetic.
func TestRoundAgainstMathBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.OneOf(
			rapid.Map(rapid.Float64Range(-1e6, 1e6), Float),
			rapid.Map(rapid.Int64Range(-1e7, 1e7), func(i int64) Value { return Float(float64(i) / 1000) }),
			rapid.Map(rapid.Int64(), Int),
		).Draw(t, "n")
		places := rapid.Int64Range(-6, 8).Draw(t, "digits")
		x, ok := new(big.Rat).SetString(v.String())
		if !ok {
			t.Fatal(v)
		}
		scale := new(big.Rat).SetFloat64(1)
		for range max(places, -places) {
			scale.Mul(scale, big.NewRat(10, 1))
		}
		if places < 0 {
			scale.Inv(scale)
		}
		half := big.NewRat(int64(x.Sign()), 2)
		scaled := new(big.Rat).Add(new(big.Rat).Mul(x, scale), half)
		whole := new(big.Int).Quo(scaled.Num(), scaled.Denom()) // toward zero
		want := new(big.Rat).Quo(new(big.Rat).SetInt(whole), scale)
		var e Eval
		got := e.Round(at, v, Int(places))
		f, _ := want.Float64()
		if g, _ := got.AsFloat(); g != f {
			t.Fatalf("round(%s, %d) = %s, want %s", v, places, got, want.FloatString(10))
		}
		if v.Kind() == KindInt && fits(want) && exactly(got).Cmp(want) != 0 {
			t.Fatalf("round(%s, %d) = %s, want %s", v, places, got, want.FloatString(0))
		}
	})
}

func TestFloorCeilAbs(t *testing.T) {
	runCalls(t, []call{
		unary("floor", (*Eval).Floor, `1.7`, `1`, ``),
		unary("floor", (*Eval).Floor, `-1.2`, `-2`, ``),
		unary("floor", (*Eval).Floor, `3`, `3`, ``),
		unary("floor", (*Eval).Floor, `1e300`, `1e+300`, ``),
		unary("ceil", (*Eval).Ceil, `1.2`, `2`, ``),
		unary("ceil", (*Eval).Ceil, `-1.7`, `-1`, ``),
		unary("ceil", (*Eval).Ceil, `18446744073709551615`, `18446744073709551615`, ``),
		unary("abs", (*Eval).Abs, `-3`, `3`, ``),
		unary("abs", (*Eval).Abs, `-3.5`, `3.5`, ``),
		unary("abs", (*Eval).Abs, `3`, `3`, ``),
		unary("abs", (*Eval).Abs, `-9223372036854775808`, `9223372036854775808`, ``),
	})
	var e Eval
	if v := e.Floor(at, Float(2.5)); v.Kind() != KindInt {
		t.Error("floor(2.5) is no integer")
	}
}

func TestPowAndSqrt(t *testing.T) {
	pow := func(a, b, want, fail string) call { return two("pow", (*Eval).Pow, a, b, want, fail) }
	runCalls(t, []call{
		pow(`2`, `10`, `1024`, ``),
		pow(`2`, `63`, `9223372036854775808`, ``),
		pow(`-2`, `63`, `-9223372036854775808`, ``),
		pow(`2`, `64`, `18446744073709552000`, ``),
		pow(`3`, `39`, `4052555153018976267`, ``),
		pow(`2`, `-1`, `0.5`, ``),
		pow(`2`, `0.5`, `1.4142135623730951`, ``),
		pow(`2.5`, `2`, `6.25`, ``),
		pow(`0`, `0`, `1`, ``),
		pow(`1`, `9223372036854775807`, `1`, ``),
		pow(`-1`, `9223372036854775807`, `-1`, ``),
		pow(`0`, `9223372036854775807`, `0`, ``),
		pow(`-8`, `0.5`, ``, `pow(-8, 0.5) is no number`),
		pow(`0`, `-1`, ``, `pow(0, -1) is no number`),
		pow(`10`, `400`, ``, `the result is too large for a number`),
		pow(`null`, `2`, `null`, ``),
		pow(`2`, `null`, `null`, ``),
		pow(`"2"`, `2`, ``, `pow wants a number, not the string "2"; toNumber(…) makes one of a text`),
		unary("sqrt", (*Eval).Sqrt, `9`, `3`, ``),
		unary("sqrt", (*Eval).Sqrt, `2`, `1.4142135623730951`, ``),
		unary("sqrt", (*Eval).Sqrt, `0`, `0`, ``),
		unary("sqrt", (*Eval).Sqrt, `2.25`, `1.5`, ``),
		unary("sqrt", (*Eval).Sqrt, `-4`, ``, `sqrt of a negative number, -4`),
	})
	var e Eval
	if v := e.Sqrt(at, Int(9)); v.Kind() != KindInt {
		t.Error("sqrt(9) is no integer")
	}
}

func TestToNumber(t *testing.T) {
	for v, want := range map[string]string{
		`12`: `12`, `1.5`: `1.5`, `true`: `1`, `false`: `0`, `null`: `null`, `[1]`: `null`, `{}`: `null`,
		`"12"`: `12`, `"-12.50"`: `-12.5`, `" 12\n"`: `12`, `"+7"`: `7`, `"007"`: `7`, `".5"`: `0.5`, `"5."`: `5`, `"-.5"`: `-0.5`,
		`"1e3"`: `1000`, `"9007199254740993"`: `9007199254740993`, `"18446744073709551616"`: `18446744073709552000`,
		`"0.0"`: `0`, `"00"`: `0`, `"-0"`: `-0`,
		`""`: `null`, `" "`: `null`, `"."`: `null`, `"-"`: `null`, `"+-1"`: `null`, `"1 2"`: `null`, `"12px"`: `null`, `"1,000"`: `null`,
		`"0x10"`: `null`, `"1e"`: `null`, `"e5"`: `null`, `"NaN"`: `null`, `"Infinity"`: `null`, `"1e400"`: `null`, `"true"`: `null`, `"null"`: `null`,
		`"[1]"`: `null`, `"1.2.3"`: `null`, `"١٢"`: `null`,
	} {
		unary("toNumber", (*Eval).ToNumber, v, want, ``).run(t)
	}
}

func TestParseNumberAndParseDecimal(t *testing.T) {
	number := func(v, want, fail string) call { return unary("parseNumber", (*Eval).ParseNumber, v, want, fail) }
	decimal := func(v, want, fail string) call { return unary("parseDecimal", (*Eval).ParseDecimal, v, want, fail) }
	runCalls(t, []call{
		number(`"42"`, `42`, ``),
		number(`" -1.50 "`, `-1.5`, ``),
		number(`42`, `42`, ``),
		number(`null`, `null`, ``),
		number(`"1,234"`, ``, `parseNumber: the string "1,234" is no number`),
		number(`""`, ``, `parseNumber: the string "" is no number`),
		number(`true`, ``, `parseNumber: the boolean true is no number`),
		decimal(`"1,234.50"`, `1234.5`, ``),
		decimal(`"1,234,567"`, `1234567`, ``),
		decimal(`"-1,234"`, `-1234`, ``),
		decimal(`" 12.5 "`, `12.5`, ``),
		decimal(`"12345.678"`, `12345.678`, ``),
		decimal(`null`, `null`, ``),
		decimal(`"1,23"`, ``, `parseDecimal: the string "1,23" is no number`),
		decimal(`"1234,567"`, ``, `parseDecimal: the string "1234,567" is no number`),
		decimal(`",123"`, ``, `parseDecimal: the string ",123" is no number`),
		decimal(`"1.234,5"`, ``, `parseDecimal: the string "1.234,5" is no number`),
		decimal(`"1,,234"`, ``, `parseDecimal: the string "1,,234" is no number`),
		decimal(`[]`, ``, `parseDecimal: an array is no number`),
	})
}

func TestFunctionsOfNumbersKeepExactIntegers(t *testing.T) {
	var e Eval
	for _, i := range []int64{math.MaxInt64, math.MinInt64, 1<<53 + 1} {
		v := Int(i)
		for name, got := range map[string]Value{"round": e.Round(at, v), "floor": e.Floor(at, v), "ceil": e.Ceil(at, v), "toNumber": e.ToNumber(at, v)} {
			if !Equal(got, v) || got.Kind() != KindInt {
				t.Errorf("%s(%d) = %s", name, i, got)
			}
		}
	}
}
