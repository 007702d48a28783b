package value_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/rt/value"
)

// kinds is a value of each type, as the first argument of a function.
var kinds = map[builtin.Type]string{
	builtin.Null: `null`, builtin.Bool: `true`, builtin.Number: `7`, builtin.String: `"2024-01-31"`,
	builtin.Array: `[1]`, builtin.Object: `{"a":1}`,
}

// TestFunctionsTakeWhatTheTableSays calls every function with a value of every
// type as its first argument: what the table leaves out fails and names the
// value, what it lists does not, and null gives what the table says.
func TestFunctionsTakeWhatTheTableSays(t *testing.T) {
	for _, f := range builtin.Funcs {
		if f.Go == "" || len(f.Params) == 0 {
			continue
		}
		for kind, doc := range kinds {
			var e value.Eval
			got := invoke(&e, f, plausible(t, &e, f, doc))
			err := e.EvalErr()
			switch takes := f.Params[0].Type&kind != 0; {
			case takes && err != nil && !ofItsContent(f.Name, doc):
				t.Errorf("%s of %s fails: %s", f.Name, doc, err.Msg)
			case !takes && (err == nil || !strings.Contains(err.Msg, f.Name) && !strings.HasPrefix(err.Msg, "cannot look for")):
				t.Errorf("%s of %s gives %s and %v, want a failure that names it", f.Name, doc, value.AppendJSON(nil, got), err)
			case kind == builtin.Null && takes && !f.Fickle && f.Null == "":
				t.Errorf("%s: the table does not say what it gives of null, %s", f.Name, value.AppendJSON(nil, got))
			case kind == builtin.Null && f.Null != "":
				want := f.Null
				if want == `hash("")` {
					want = string(value.AppendJSON(nil, new(value.Eval).Hash(pos, value.String(""))))
				}
				if string(value.AppendJSON(nil, got)) != want {
					t.Errorf("%s of null gives %s, and the table says %s", f.Name, value.AppendJSON(nil, got), want)
				}
			}
		}
	}
}

// ofItsContent reports a text that has the right type and says no number.
func ofItsContent(name, doc string) bool {
	return (name == "parseNumber" || name == "parseDecimal") && doc == kinds[builtin.String]
}

// plausible are arguments of f that begin with the document.
func plausible(t *testing.T, e *value.Eval, f *builtin.Func, doc string) []any {
	given := []any{decode(t, doc)}
	for _, p := range f.Params[1:] {
		switch {
		case p.Optional && p.Lambda == 0:
			return given
		case p.Lambda == 1:
			given = append(given, lambdas(e)["λself"])
		case p.Lambda == 2:
			given = append(given, lambdas(e)["λplus"])
		case p.Type&builtin.String != 0:
			given = append(given, value.String("2024-01-31"))
		default:
			given = append(given, value.Int(1))
		}
	}
	return given
}

// TestFunctionsRefuseOtherArguments wants arrays and objects refused after the
// first argument where the table has none. (Of numbers, texts and null the table
// refuses some literals that the runtime would make sense of.)
func TestFunctionsRefuseOtherArguments(t *testing.T) {
	first := []builtin.Type{builtin.Array, builtin.Object, builtin.String, builtin.Number}
	for _, f := range builtin.Funcs {
		if f.Go == "" || f.Fickle {
			continue
		}
		for i, p := range f.Params {
			if i == 0 || p.Lambda > 0 || p.Type == builtin.Dynamic {
				continue
			}
			subject := first[slices.IndexFunc(first, func(kind builtin.Type) bool { return f.Params[0].Type&kind != 0 })]
			for _, kind := range []builtin.Type{builtin.Array, builtin.Object} {
				doc := kinds[kind]
				if p.Type&kind != 0 {
					continue
				}
				var e value.Eval
				given := plausible(t, &e, f, kinds[subject])
				for len(given) <= i {
					given = append(given, value.Int(1))
				}
				given[i] = decode(t, doc)
				if got := invoke(&e, f, given); e.EvalErr() == nil {
					t.Errorf("%s with %s for %s gives %s, want a failure", f.Name, doc, p.Name, value.AppendJSON(nil, got))
				}
			}
		}
	}
}
