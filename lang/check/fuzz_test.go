package check_test

import (
	"testing"

	"github.com/reqongen/reqongen/lang/diag"
)

// FuzzCheck checks whatever the parser makes of a text: it never panics, gives
// a plan exactly where there is no error, and every plan keeps its promises.
func FuzzCheck(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		missions, problems := load("fuzz.reqon", text)
		if errors := diag.HasErrors(problems); errors != (len(missions) == 0) {
			t.Errorf("errors: %t, plans: %d", errors, len(missions))
		}
		for _, d := range problems {
			if d.Msg == "" || d.Code == "" {
				t.Errorf("a problem without a text: %+v", d)
			}
		}
		for _, m := range missions {
			for _, wrong := range verify(m) {
				t.Error(wrong)
			}
		}
	})
}
