package check_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/reqongen/reqongen/lang/check"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// load checks a text as a whole file.
func load(name, text string) ([]*plan.Mission, []diag.Diagnostic) {
	tree, problems := syntax.Parse(source.NewFile(name, text))
	missions, found := check.File(tree, problems)
	return missions, append(problems, found...)
}

// corpus is every mission of the repository.
func corpus(t testing.TB) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{
		"../../golden/*/*/*.reqon", "../../golden/*/*.reqon", "../../examples/*/*.reqon",
	} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found[filepath.ToSlash(file)] = string(text)
		}
	}
	if len(found) < 50 {
		t.Fatalf("only %d missions found", len(found))
	}
	return found
}

// TestPlansKeepTheirPromises verifies the plan of every mission of the
// repository that compiles.
func TestPlansKeepTheirPromises(t *testing.T) {
	plans := 0
	for name, text := range corpus(t) {
		missions, problems := load(name, text)
		if diag.HasErrors(problems) != (len(missions) == 0) {
			t.Errorf("%s: %d plans, errors: %t", name, len(missions), diag.HasErrors(problems))
		}
		for _, m := range missions {
			plans++
			for _, wrong := range verify(m) {
				t.Errorf("%s: %s", name, wrong)
			}
		}
	}
	t.Logf("%d plans", plans)
}
