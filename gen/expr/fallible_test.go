package expr_test

import (
	"testing"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// parse gives the plan of an expression.
func parse(t *testing.T, text string) plan.Expr {
	t.Helper()
	mission := "mission M {\nstore items: memory(\"items\")\naction A {\nget \"/a\"\nlet x = " + text + "\nstore { x: x } -> items\n}\n}\n"
	result := lang.Check(source.NewFile("m.reqon", mission))
	if len(result.Missions) != 1 {
		t.Fatalf("%s: not accepted: %v", text, result.Diagnostics)
	}
	for _, step := range result.Missions[0].Actions[0].Body.Steps {
		if let, ok := step.(*plan.LetStep); ok {
			return let.X
		}
	}
	t.Fatal("no let")
	return nil
}

// TestFallible says what needs a check behind it. To say that what can fail cannot
// would carry a mission on behind a failure.
func TestFallible(t *testing.T) {
	for text, want := range map[string]bool{
		`1`:                                false,
		`.a.b[0].d`:                        false,
		`items[.id].price`:                 false,
		`length(items) > 0`:                false,
		`length(errors)`:                   false,
		`count(items) + 1`:                 true, // the sum of numbers may be too large for one
		`length(.list)`:                    true,
		`concat(.a, .b)`:                   false,
		`concat(.a / 2)`:                   true,
		`toNumber(.a) ?? 0`:                false,
		`.a + .b`:                          true,
		`"a" + "b"`:                        false,
		`"a" + .b`:                         true, // an instant and a length of time
		`"a" + {}`:                         false,
		`.a == .b and not .c`:              false,
		`.a < .b`:                          true,
		`1 < 2`:                            false,
		`.a or .b / 2`:                     true,
		`true or .b / 2`:                   false, // never asked
		`false and .b / 2 > 1`:             false,
		`if .a then .b else .c`:            false,
		`if .a then .b / 2 else .c`:        true,
		`if true then .b else .c / 2`:      false,
		`{ a: .a, b: [.c] }`:               false,
		`{ ...(.a) }`:                      true,
		`{ ...{ a: 1 } }`:                  false,
		`items where .a`:                   false,
		`items where .a > 1`:               true,
		`.list where .a`:                   true,
		`any of items where .a == 1`:       false,
		`map(items, x => x.a)`:             true,
		`match .a { 1 => 2, _ => 3 }`:      false,
		`match .a { 1 => 2 }`:              true,
		`match .a { 1 => .b / 2, _ => 1 }`: true,
		`.a is string`:                     false,
		`-1`:                               false,
		`-.a`:                              true,
		`1..3`:                             false,
		`1..length(items)`:                 true,
		`"${HOME}/x"`:                      false,
		`.a startsWith "x"`:                true,
		`"xy" startsWith "x"`:              false,
		`.a in [1, 2]`:                     true,
	} {
		if got := expr.Fallible(parse(t, text)); got != want {
			t.Errorf("Fallible(%s) = %v, want %v", text, got, want)
		}
	}
}

// TestReads names what the code for an expression reads: no more, or Go has a
// variable that is never used.
func TestReads(t *testing.T) {
	for text, want := range map[string]int{
		`.a + .b`:                   2,
		`true or .a`:                0,
		`false or .a`:               1,
		`if false then .a else 1`:   0,
		`match response { _ => 1 }`: 0,
		`match response { { a: 1 } => 1, _ => 2 }`: 1,
		`match .a / 2 { x => x }`:                  1,
		`map(items, x => x.a)`:                     0,
		`map(items, x => x.a == response.a)`:       1,
	} {
		response := 0
		expr.Reads(parse(t, text), func(v *plan.Var) {
			if v.Kind != plan.ResponseVar {
				t.Errorf("%s reads %s from around it", text, v.Name)
			}
			response++
		})
		if response != want {
			t.Errorf("%s reads the response %d times, want %d", text, response, want)
		}
	}
}
