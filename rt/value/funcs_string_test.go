package value

import (
	"fmt"
	"sync"
	"testing"
)

// What every function of one text does with values that are none.
func TestTextFunctionsOfOtherValues(t *testing.T) {
	for name, f := range map[string]func(*Eval, Pos, Value) Value{
		"lowercase": (*Eval).Lowercase, "uppercase": (*Eval).Uppercase, "capitalize": (*Eval).Capitalize, "trim": (*Eval).Trim,
		"trimStart": (*Eval).TrimStart, "trimEnd": (*Eval).TrimEnd, "slugify": (*Eval).Slugify,
	} {
		runCalls(t, []call{
			unary(name, f, `null`, `null`, ``),
			unary(name, f, `""`, `""`, ``),
			unary(name, f, `12`, `"12"`, ``),
			unary(name, f, `["a"]`, ``, name+` wants a string, not an array`),
			unary(name, f, `{}`, ``, name+` wants a string, not an object`),
		})
	}
}

func TestLettersAndSpace(t *testing.T) {
	runCalls(t, []call{
		unary("lowercase", (*Eval).Lowercase, `"ÀBC ß"`, `"àbc ß"`, ``),
		unary("lowercase", (*Eval).Lowercase, `true`, `"true"`, ``),
		unary("uppercase", (*Eval).Uppercase, `"àbc 1"`, `"ÀBC 1"`, ``),
		unary("capitalize", (*Eval).Capitalize, `"ann lee"`, `"Ann lee"`, ``),
		unary("capitalize", (*Eval).Capitalize, `"éa"`, `"Éa"`, ``),
		unary("capitalize", (*Eval).Capitalize, `"ANN"`, `"ANN"`, ``),
		unary("capitalize", (*Eval).Capitalize, `"1a"`, `"1a"`, ``),
		unary("trim", (*Eval).Trim, `" \t\n a b \u00a0"`, `"a b"`, ``),
		unary("trimStart", (*Eval).TrimStart, `"  a "`, `"a "`, ``),
		unary("trimEnd", (*Eval).TrimEnd, `" a  "`, `" a"`, ``),
		unary("trim", (*Eval).Trim, `"   "`, `""`, ``),
	})
}

func TestSubstring(t *testing.T) {
	substring := func(want, fail string, vs ...string) call {
		return with("substring", secondOf((*Eval).Substring), want, fail, vs...)
	}
	runCalls(t, []call{
		substring(`"bc"`, ``, `"abcdef"`, `1`, `3`),
		substring(`"bcdef"`, ``, `"abcdef"`, `1`),
		substring(`"ef"`, ``, `"abcdef"`, `-2`),
		substring(`"日本"`, ``, `"a日本b"`, `1`, `3`),
		substring(`"😀"`, ``, `"😀x"`, `0`, `1`),
		substring(`""`, ``, `"abc"`, `3`),
		substring(`""`, ``, `"abc"`, `2`, `1`),
		substring(`"abc"`, ``, `"abc"`, `0`, `99`),
		substring(`"23"`, ``, `12345`, `1`, `3`),
		substring(`null`, ``, `null`, `1`),
		substring(``, `substring wants a string, not an array`, `[1]`, `1`),
		substring(``, `substring wants an integer, not the string "1"`, `"abc"`, `"1"`),
	})
}

func TestSplitAndJoin(t *testing.T) {
	split := func(s, sep, want, fail string) call { return two("split", (*Eval).Split, s, sep, want, fail) }
	join := func(want, fail string, vs ...string) call {
		return with("join", firstOf((*Eval).Join), want, fail, vs...)
	}
	runCalls(t, []call{
		split(`"a,b,,c"`, `","`, `["a","b","","c"]`, ``),
		split(`"abc"`, `","`, `["abc"]`, ``),
		split(`""`, `","`, `[""]`, ``),
		split(`"aéb"`, `""`, `["a","é","b"]`, ``),
		split(`""`, `""`, `[]`, ``),
		split(`"a, b"`, `", "`, `["a","b"]`, ``),
		split(`null`, `","`, `null`, ``),
		split(`1.5`, `"."`, `["1","5"]`, ``),
		split(`"a"`, `null`, ``, `split wants a string for the separator, not null`),
		split(`[]`, `","`, ``, `split wants a string, not an array`),
		join(`"1, 2"`, ``, `[1,2]`, `", "`),
		join(`"1,2"`, ``, `[1,2]`),
		join(`"a,,true,[1]"`, ``, `["a",null,true,[1]]`),
		join(`"ab"`, ``, `["a","b"]`, `""`),
		join(`""`, ``, `[]`, `","`),
		join(`""`, ``, `null`, `","`),
		join(``, `join wants an array, not the string "ab"`, `"ab"`, `","`),
		join(``, `join wants a string for the separator, not null`, `[1]`, `null`),
	})
}

func TestReplace(t *testing.T) {
	replace := func(s, old, with, want, fail string) call {
		return call{"replace(" + s + ", " + old + ", " + with + ")", func(e *Eval) Value {
			return e.Replace(at, j(s), j(old), j(with))
		}, want, fail}
	}
	runCalls(t, []call{
		replace(`"a-b-c"`, `"-"`, `"/"`, `"a/b/c"`, ``),
		replace(`"a.b"`, `"."`, `""`, `"ab"`, ``),
		replace(`"abc"`, `"x"`, `"y"`, `"abc"`, ``),
		replace(`"abc"`, `""`, `"y"`, `"abc"`, ``),
		replace(`"$1"`, `"$1"`, `"$2"`, `"$2"`, ``),
		replace(`null`, `"a"`, `"b"`, `null`, ``),
		replace(`2024`, `20`, `19`, `"1924"`, ``),
		replace(`"a"`, `null`, `"b"`, ``, `replace wants a string for the text to replace, not null`),
		replace(`"a"`, `"a"`, `null`, ``, `replace wants a string for the replacement, not null`),
		replace(`"a"`, `["a"]`, `"b"`, ``, `replace wants a string, not an array`),
	})
}

func TestSlugify(t *testing.T) {
	for s, want := range map[string]string{
		`"Hello, World!"`:             `"hello-world"`,
		`"Café au lait — Größe"`:      `"cafe-au-lait-grosse"`,
		`"  --a__b  c--  "`:           `"a-b-c"`,
		`"Ann's 2nd"`:                 `"anns-2nd"`,
		`"Łódź Æther Œuvre İstanbul"`: `"lodz-aether-oeuvre-istanbul"`,
		`"日本 語"`:                      `"日本-語"`,
		`"e\u0301te\u0301"`:           `"ete"`,
		`"!!!"`:                       `""`,
	} {
		unary("slugify", (*Eval).Slugify, s, want, ``).run(t)
	}
}

func TestPad(t *testing.T) {
	start := func(want, fail string, vs ...string) call {
		return with("padStart", secondOf((*Eval).PadStart), want, fail, vs...)
	}
	end := func(want, fail string, vs ...string) call {
		return with("padEnd", secondOf((*Eval).PadEnd), want, fail, vs...)
	}
	runCalls(t, []call{
		start(`"007"`, ``, `7`, `3`, `"0"`),
		start(`"  a"`, ``, `"a"`, `3`),
		start(`"abcabx"`, ``, `"x"`, `6`, `"abc"`),
		start(`"long"`, ``, `"long"`, `2`, `"0"`),
		start(`"ñé"`, ``, `"é"`, `2`, `"ñ"`),
		start(`"a"`, ``, `"a"`, `3`, `""`),
		start(`"a"`, ``, `"a"`, `-1`),
		start(`"a"`, ``, `"a"`, `-9223372036854775808`),
		start(`null`, ``, `null`, `3`),
		end(`"a.."`, ``, `"a"`, `3`, `"."`),
		end(`"xabcab"`, ``, `"x"`, `6`, `"abc"`),
		end(``, `padEnd wants an integer of at most 1000000 for the length, not the number 1000001`, `"a"`, `1000001`),
		start(``, `padStart wants an integer of at most 1000000 for the length, not null`, `"a"`, `null`),
		start(``, `padStart wants a string, not an array`, `[]`, `3`),
		start(``, `padStart wants a string for the padding, not null`, `"a"`, `3`, `null`),
	})
}

func TestCallStartsWithEndsWithContains(t *testing.T) {
	runCalls(t, []call{
		two("startsWith", (*Eval).CallStartsWith, `"abc"`, `"ab"`, `true`, ``),
		two("endsWith", (*Eval).CallEndsWith, `"abc"`, `"ab"`, `false`, ``),
		two("contains", (*Eval).CallContains, `"abc"`, `"b"`, `true`, ``),
		two("contains", (*Eval).CallContains, `["abc"]`, `"b"`, `false`, ``),
		two("startsWith", (*Eval).CallStartsWith, `null`, `"a"`, `false`, ``),
		two("contains", (*Eval).CallContains, `12`, `1`, ``, `cannot look for the number 1 in the number 12`),
	})
}

func TestMatches(t *testing.T) {
	matches := func(s, pattern, want, fail string) call {
		return two("matches", (*Eval).Matches, s, pattern, want, fail)
	}
	runCalls(t, []call{
		matches(`"INV-12"`, `"^INV-[0-9]+$"`, `true`, ``),
		matches(`"xINV-12"`, `"^INV-[0-9]+$"`, `false`, ``),
		matches(`"xINV-12"`, `"INV"`, `true`, ``),
		matches(`"Größe"`, `"(?i)GRÖSSE|größe"`, `true`, ``),
		matches(`12`, `"^1"`, `true`, ``),
		matches(`null`, `"."`, `false`, ``),
		matches(`"a"`, `null`, ``, `matches wants a string for the pattern, not null`),
		matches(`"a"`, `"("`, ``, "matches: error parsing regexp: missing closing ): `(`"),
		matches(`[]`, `"a"`, ``, `matches wants a string, not an array`),
	})
}

// More patterns than are kept, from several goroutines.
func TestMatchesConcurrently(t *testing.T) {
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			var e Eval
			for i := range 2 * maxPatterns {
				s := String(fmt.Sprintf("item %d", i))
				if !e.Matches(at, s, String(fmt.Sprintf("^item %d$", i))).Truthy() {
					t.Errorf("%s does not match itself", s)
				}
			}
		})
	}
	group.Wait()
	if n := len(patterns.compiled); n > maxPatterns {
		t.Errorf("%d patterns are kept", n)
	}
}
