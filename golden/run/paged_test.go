package run

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/plan"
)

// TestPageByPageIsTheSame holds a mission whose loops take the items of pages as
// they come against the one whose loops begin when all pages are there: what
// both ask for, store and fail with is the same.
func TestPageByPageIsTheSame(t *testing.T) {
	var outcomes []string
	for name, want := range map[string]int{"http-pages-one-by-one": 6, "http-pages-all-at-once": 0} {
		if got := pagedLoops(t, name); got != want {
			t.Errorf("%s: %d loops go page by page; want %d", name, got, want)
		}
		text, err := os.ReadFile(filepath.Join(name, "want"))
		if err != nil {
			t.Fatal(err)
		}
		same := regexp.MustCompile(`mission\.reqon:\d+:\d+`).ReplaceAllString(string(text), "PLACE")
		outcomes = append(outcomes, strings.NewReplacer("OneByOne", "NAME", "AllAtOnce", "NAME").Replace(same))
	}
	if diff := cmp.Diff(strings.Split(outcomes[0], "\n"), strings.Split(outcomes[1], "\n")); diff != "" {
		t.Errorf("the outcomes differ:\n%s", diff)
	}
}

// pagedLoops is how many loops of a case's mission go page by page.
func pagedLoops(t *testing.T, name string) int {
	t.Helper()
	loaded, err := lang.Load(name)
	if err != nil || len(loaded.Missions) != 1 {
		t.Fatal(err)
	}
	n := 0
	for _, a := range loaded.Missions[0].Actions {
		a.Body.Each(func(s plan.Step) {
			if loop, ok := s.(*plan.For); ok && loop.Pages != nil {
				n++
			}
		})
	}
	return n
}
