package rt_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

type action = func(context.Context, *rt.Strand) error

// group is a program of one group in the default mode, and a last stage.
func group(then action, names []string, actions ...action) *rt.Program {
	return &rt.Program{
		Mission: "Test", Source: "test.reqon",
		Stages: []rt.StagePlan{{Actions: names, Group: true, At: "test.reqon:1:1"}, {Actions: []string{"Then"}, At: "test.reqon:1:9"}},
		Steps:  []rt.Step{{At: "test.reqon:3:5", Text: `get "/a"`}, {At: "test.reqon:8:5", Text: `get "/b"`}, {At: "test.reqon:20:5", Text: "store x -> y"}},
		Open: func(*rt.Run) func(context.Context, *rt.Strand) error {
			return func(ctx context.Context, s *rt.Strand) error {
				stage := s.Stage(1)
				g := new(errgroup.Group)
				for i, a := range actions {
					g.Go(func() error { return stage.Settle(ctx, names[i], a) })
				}
				if err := stage.End(ctx, g.Wait()); err != nil {
					return err
				}
				return s.Stage(2).Only(ctx, "Then", then)
			}
		},
	}
}

func execute(t *testing.T, ctx context.Context, p *rt.Program, o rt.Options) *rt.Result {
	t.Helper()
	result, err := rt.Execute(ctx, p, o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func nothing(context.Context, *rt.Strand) error { return nil }

// A panic is the failure of its action alone, with the mission's position.
func TestPanicIsAFailure(t *testing.T) {
	other, then := false, false
	p := group(
		func(context.Context, *rt.Strand) error { then = true; return nil },
		[]string{"Breaks", "Goes"},
		func(_ context.Context, s *rt.Strand) error {
			s.Enter("test.reqon:8:5")
			var none []int
			_ = none[3]
			return nil
		},
		func(context.Context, *rt.Strand) error { other = true; return nil },
	)
	result := execute(t, t.Context(), p, rt.Options{})
	if result.Status != rt.Partial || !other || !then {
		t.Fatalf("the run is %s, the sibling ran: %v, the next stage: %v", result.Status, other, then)
	}
	want := "test.reqon:8:5: Breaks: panic: runtime error: index out of range [3] with length 0"
	if got := result.Failures[0].Error(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A panic in an iteration that runs on another goroutine is one too.
func TestPanicInALoop(t *testing.T) {
	p := group(nothing, []string{"Loops"}, func(ctx context.Context, s *rt.Strand) error {
		loop := s.ParallelLoop("test.reqon:3:5", rt.CollectFailures)
		g := new(errgroup.Group)
		for i, item := range loop.Over(ctx, []value.Value{value.Int(1), value.Int(2)}) {
			g.Go(func() error {
				return loop.Do(ctx, i, item, func(s *rt.Strand) error {
					s.Enter("test.reqon:8:5")
					if i == 1 {
						panic("no")
					}
					return nil
				})
			})
		}
		return loop.End(ctx, g.Wait())
	})
	result := execute(t, t.Context(), p, rt.Options{})
	want := "test.reqon:3:5: Loops: 1 iteration failed: item 2: test.reqon:8:5: panic: no"
	if len(result.Failures) != 1 || result.Failures[0].Error() != want {
		t.Errorf("got  %v\nwant %s", result.Failures, want)
	}
}

// `errors` has the failures in serial order, not the clock's, and what a
// reader sees of them is what came before it there.
func TestErrorsAreInSerialOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fails := func(after time.Duration, at value.Pos) action {
			return func(ctx context.Context, s *rt.Strand) error {
				if err := rt.Sleep(ctx, after); err != nil {
					return err
				}
				return s.FailWith(at, value.Int(503), "%s is busy", at)
			}
		}
		var seen, middle value.Value
		p := group(
			func(_ context.Context, s *rt.Strand) error { seen = s.Run().Errors(s); return nil },
			[]string{"Late", "Reads", "Early"},
			fails(2*time.Second, "test.reqon:3:5"),
			func(ctx context.Context, s *rt.Strand) error {
				if err := rt.Sleep(ctx, 3*time.Second); err != nil {
					return err
				}
				middle = s.Run().Errors(s)
				return nil
			},
			fails(time.Second, "test.reqon:20:7"),
		)
		execute(t, t.Context(), p, rt.Options{})
		const late = `{"action":"Late","stage":1,"step":"get \"/a\"","message":"test.reqon:3:5 is busy","code":503,"position":"test.reqon:3:5","item":null}`
		const early = `{"action":"Early","stage":1,"step":"store x -> y","message":"test.reqon:20:7 is busy","code":503,"position":"test.reqon:20:7","item":null}`
		if got, want := string(value.AppendJSON(nil, seen)), "["+late+","+early+"]"; got != want {
			t.Errorf("the next stage sees\n%s\nwant\n%s", got, want)
		}
		if got, want := string(value.AppendJSON(nil, middle)), "["+late+"]"; got != want {
			t.Errorf("the action between sees\n%s\nwant\n%s", got, want)
		}
	})
}

// An interrupt names the run even where an abort came before it on the clock.
func TestInterruptComesBeforeAll(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	waiting := make(chan struct{}) // nothing starts after an abort
	p := group(nothing, []string{"Aborts", "Waits"},
		func(_ context.Context, s *rt.Strand) error {
			<-waiting
			return s.Abort("test.reqon:3:5", value.String("no data"))
		},
		func(ctx context.Context, _ *rt.Strand) error {
			close(waiting)
			<-ctx.Done()
			cancel(rt.ErrInterrupted)
			return rt.StoppedBy(ctx)
		},
	)
	result := execute(t, ctx, p, rt.Options{})
	if result.Status != rt.Cancelled || !errors.Is(result.Err, rt.ErrInterrupted) {
		t.Errorf("the run is %s: %v", result.Status, result.Err)
	}
}

func TestAbortCancelsTheOthers(t *testing.T) {
	var other error
	waiting := make(chan struct{})
	p := group(nothing, []string{"Aborts", "Waits"},
		func(_ context.Context, s *rt.Strand) error {
			<-waiting
			return s.Abort("test.reqon:3:5", value.String("no data"))
		},
		func(ctx context.Context, _ *rt.Strand) error {
			close(waiting)
			other = rt.Sleep(ctx, time.Hour)
			return other
		},
	)
	result := execute(t, t.Context(), p, rt.Options{})
	if result.Status != rt.Aborted || result.Err.Error() != "test.reqon:3:5: Aborts: no data" {
		t.Errorf("the run is %s: %v", result.Status, result.Err)
	}
	if !rt.IsCancelled(other) {
		t.Errorf("the sibling ended with %v", other)
	}
	stage := result.Stages[0]
	if a, b := stage.Actions[0].State(), stage.Actions[1].State(); a != rt.Ended || b != rt.Dropped {
		t.Errorf("the actions are %s and %s", a, b)
	}
	if len(result.Failures) != 0 {
		t.Errorf("failures are told: %v", result.Failures)
	}
	if result.Stages[1].Actions[0].State() != rt.Waiting {
		t.Errorf("the next stage is %s", result.Stages[1].Actions[0].State())
	}
}

func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := group(nothing, []string{"Waits"}, func(ctx context.Context, _ *rt.Strand) error { return rt.Sleep(ctx, time.Hour) })
		begun := time.Now()
		result := execute(t, t.Context(), p, rt.Options{Timeout: 5 * time.Second})
		if result.Status != rt.Cancelled || !errors.Is(result.Err, rt.ErrTimeout) || time.Since(begun) != 5*time.Second {
			t.Errorf("after %v the run is %s: %v", time.Since(begun), result.Status, result.Err)
		}
	})
}

// Every setting that is missing is named at once, before anything runs.
func TestMissingSettings(t *testing.T) {
	ran := false
	p := group(nothing, []string{"A"}, func(context.Context, *rt.Strand) error { ran = true; return nil })
	p.Settings = []rt.Setting{{Name: "HOST", At: "test.reqon:2:9"}, {Name: "SET", At: "test.reqon:3:9"}, {Name: "TENANT", At: "test.reqon:4:9"}}
	_, err := rt.Execute(t.Context(), p, rt.Options{Env: func(name string) (string, bool) { return "", name == "SET" }})
	var settings *rt.SettingsError
	if !errors.As(err, &settings) {
		t.Fatalf("Execute gives %v", err)
	}
	if ran || len(settings.Problems) != 2 || !strings.Contains(err.Error(), "HOST") || !strings.Contains(err.Error(), "TENANT") {
		t.Errorf("ran: %v, told: %v", ran, err)
	}
}

// What a run holds as a secret is in none of its failures.
func TestSecretsAreRedacted(t *testing.T) {
	p := group(nothing, []string{"A"}, func(_ context.Context, s *rt.Strand) error {
		s.Run().Secret("s3cr3t-token")
		return s.Fail("test.reqon:3:5", rt.CodeConnection, "GET /?key=s3cr3t-token: refused")
	})
	result := execute(t, t.Context(), p, rt.Options{})
	if text := result.Failures[0].Error(); strings.Contains(text, "s3cr3t") || !strings.Contains(text, "[redacted]") {
		t.Errorf("told: %s", text)
	}
}

// An expression's failure is told at the operator, and the strand that a loop
// keeps going is free of it.
func TestExpressionFailures(t *testing.T) {
	p := group(nothing, []string{"A"}, func(ctx context.Context, s *rt.Strand) error {
		loop := s.Loop("test.reqon:3:5", rt.KeepGoing)
		for i, item := range loop.Over(ctx, []value.Value{value.Int(0), value.Int(2)}) {
			if err := loop.Do(ctx, i, item, func(s *rt.Strand) error {
				s.Div("test.reqon:3:20", value.Int(10), item)
				return nil
			}); err != nil {
				return err
			}
		}
		return loop.End(ctx, nil)
	})
	result := execute(t, t.Context(), p, rt.Options{})
	if result.Status != rt.Done || len(result.Failures) != 1 {
		t.Fatalf("the run is %s, failures %v", result.Status, result.Failures)
	}
	f := result.Failures[0]
	if f.At != "test.reqon:3:20" || f.Step != `get "/a"` || !value.Equal(f.Item, value.Int(0)) {
		t.Errorf("told at %s in %q for item %v: %v", f.At, f.Step, rt.Brief(f.Item), f)
	}
}
