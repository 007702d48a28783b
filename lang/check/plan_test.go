package check_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
)

// compile gives the plan of a text that must compile.
func compile(t *testing.T, text string) *plan.Mission {
	t.Helper()
	missions, problems := load("m.reqon", text)
	if len(missions) != 1 {
		var out bytes.Buffer
		_ = diag.WriteText(&out, problems)
		t.Fatalf("this does not compile:\n%s", out.String())
	}
	for _, wrong := range verify(missions[0]) {
		t.Error(wrong)
	}
	return missions[0]
}

// A planCase is a mission and the dump of its plan, written by hand from what
// the language says.
type planCase struct{ name, mission, want string }

// TestPlans holds dumps of plans against what the language says.
func TestPlans(t *testing.T) {
	for _, c := range slices.Concat(plansOfVariables, plansOfSteps, plansOfShapes) {
		t.Run(c.name, func(t *testing.T) {
			have := plan.Dump(compile(t, strings.TrimPrefix(c.mission, "\n")))
			if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), have); diff != "" {
				t.Errorf("-want +have:\n%s", diff)
			}
		})
	}
}
