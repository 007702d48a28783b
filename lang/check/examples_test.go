package check_test

import (
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/rt/value"
)

// TestExamplesOfFunctions compiles the example of every function and evaluates
// it: what the reference page says must be so.
func TestExamplesOfFunctions(t *testing.T) {
	for _, f := range builtin.Funcs {
		examples := []string{f.Example}
		if f.Several != nil {
			examples = append(examples, f.Several.Example)
		}
		for _, example := range examples {
			expr, want := example, "null"
			if i := strings.LastIndex(example, " = "); i >= 0 {
				expr, want = example[:i], example[i+3:]
			} else if !f.Fickle && f.Name != "env" {
				t.Errorf("%s: the example does not say what it gives", f.Name)
			}
			m := compile(t, "mission M {\n let have = "+expr+"\n let want = "+want+"\n action A { get \"/\" }\n}")
			if f.Name == "env" {
				continue
			}
			e := &evaluator{vars: map[*plan.Var]value.Value{}}
			have, wanted := e.eval(m.Lets[0].X), e.eval(m.Lets[1].X)
			if err := e.EvalErr(); err != nil {
				t.Errorf("%s: %v", example, err)
			}
			if expr != example && !value.Equal(have, wanted) {
				t.Errorf("%s: it gives %s", example, value.AppendJSON(nil, have))
			}
		}
	}
}
