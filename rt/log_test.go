package rt_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/rt"
)

type watcher func(rt.Event)

func (w watcher) Observe(e rt.Event) { w(e) }

func TestNoSecretIsLoggedOrObserved(t *testing.T) {
	const secret = `tok"en<1>`
	log := func(run *rt.Run) {
		run.Secret(secret)
		run.Log().Info("message "+secret,
			"text", secret,
			"error", errors.New("sent "+secret),
			slog.Group("group", "inner", secret, "number", 7),
			"map", map[string]string{"header": secret},
			"later", slog.AnyValue(lazy(secret)),
		)
		run.Log().WithGroup("g").With("attr", secret).Info("more")
		run.Observe(rt.Warned{Text: "warned of " + secret})
		run.Observe(rt.Retrying{Cause: "because of " + secret})
	}
	var seen strings.Builder
	var lines strings.Builder
	program := &rt.Program{Mission: "M", Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
		return func(context.Context, *rt.Strand) error { log(run); return nil }
	}}
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&lines, nil), slog.NewTextHandler(&lines, nil)} {
		_, err := rt.Execute(t.Context(), program, rt.Options{
			Logger: slog.New(handler),
			Observer: watcher(func(e rt.Event) {
				switch e := e.(type) {
				case rt.Warned:
					seen.WriteString(e.Text)
				case rt.Retrying:
					seen.WriteString(e.Cause)
				}
			}),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range []string{lines.String(), seen.String()} {
		if strings.Contains(text, "tok") {
			t.Errorf("the secret is told:\n%s", text)
		}
	}
	if got := strings.Count(lines.String(), "[redacted]"); got != 18 {
		t.Errorf("%d places of the log are redacted, want 9 of each handler:\n%s", got, &lines)
	}
	if !strings.Contains(lines.String(), `"number":7`) {
		t.Errorf("what is no secret is gone:\n%s", &lines)
	}
	if got := strings.Count(seen.String(), "[redacted]"); got != 4 {
		t.Errorf("%d events are redacted, want 4: %s", got, &seen)
	}
}

// lazy is a value that makes its text only when the log is written.
type lazy string

func (l lazy) LogValue() slog.Value { return slog.StringValue(string(l)) }
