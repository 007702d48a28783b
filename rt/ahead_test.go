package rt

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/reqongen/reqongen/rt/value"
)

// onStrand runs the work as the only action of a run, or beside another one.
func onStrand(t *testing.T, parallel bool, work func(ctx context.Context, s *Strand) error) error {
	t.Helper()
	p := &Program{
		Stages: []StagePlan{{Actions: []string{"A", "B"}, Group: true}},
		Open: func(*Run) func(context.Context, *Strand) error {
			return func(ctx context.Context, s *Strand) error {
				stage := s.Stage(1)
				if !parallel {
					return stage.Only(ctx, "A", work)
				}
				err := stage.Settle(ctx, "A", work)
				return stage.End(ctx, errors.Join(err, stage.Settle(ctx, "B", func(context.Context, *Strand) error { return nil })))
			}
		},
	}
	if !parallel {
		p.Stages = []StagePlan{{Actions: []string{"A"}}}
	}
	result, err := Execute(t.Context(), p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return result.Err
}

// numbers gives an Ahead of a loop over numbers: those are its items of which 10 / (n - 3)
// is not 0, and of each it makes 10 / (n - 5).
func numbers(s *Strand, calls *int) *Ahead {
	quotient := func(at value.Pos, n value.Value, of int64) value.Value {
		*calls++
		return s.Div(at, value.Int(10), s.Sub(at, n, value.Int(of)))
	}
	return &Ahead{
		Strand: s,
		Where:  func(n value.Value) value.Value { return quotient("where", n, 3) },
		Make:   func(n value.Value) value.Value { return quotient("make", n, 5) },
	}
}

// walk goes through the items as a generated loop does.
func (a *Ahead) walk(response value.Value) (got []string, err error) {
	items := a.Items("items", response)
	if err := a.Strand.Fault(); err != nil {
		return nil, err
	}
	for _, item := range items {
		made := a.Made(item)
		if err := a.Strand.Fault(); err != nil {
			return got, err
		}
		got = append(got, made.String())
	}
	return got, nil
}

// TestAhead wants the same of a loop that began while its answer was decoded and of
// one that did not.
func TestAhead(t *testing.T) {
	seen := value.Select("[].x").Each()
	for _, c := range []struct {
		doc, want, failure string
		calls              int // where it began
	}{
		{"[]", "", "", 0},
		{"[1, 2]", "-2.5 -3.3333333333333335", "", 4},
		{"[4, 5, 6]", "-10", "division by zero", 8},   // tried, and once more in its turn
		{"[4, 3, 6, 5]", "", "division by zero", 8},   // nothing is chosen where one cannot be
		{`[4, "x", 5]`, "", `the string "x"`, 6},      // the first is told
		{`[4, 5, "x"]`, "", `the string "x"`, 7},      // of choosing, before any is made
		{`{"a":1}`, "", "wants an array", 0},          // not what was expected
		{`[{"x":1,"y":2}]`, "", "from object", 1 + 1}, // what is told is not what was read
	} {
		for _, begins := range []bool{true, false} {
			calls := 0
			var got []string
			err := onStrand(t, false, func(_ context.Context, s *Strand) (err error) {
				ahead := numbers(s, &calls)
				selection := seen
				if begins {
					selection = ahead.Seen(seen)
				}
				response, err := value.DecodeSelected([]byte(c.doc), selection)
				if err != nil || s.EvalErr() != nil {
					t.Error(err, s.EvalErr())
				}
				if _, begun := response.Begun(); begun != (begins && seen != nil && strings.HasPrefix(c.doc, "[") && c.doc != "[]") {
					t.Errorf("%s: begun is %v", c.doc, begun)
				}
				got, err = ahead.walk(response)
				return err
			})
			if strings.Join(got, " ") != c.want || (err == nil) != (c.failure == "") || err != nil && !strings.Contains(err.Error(), c.failure) {
				t.Errorf("%s: %v, %v; want %s, %s", c.doc, got, err, c.want, c.failure)
			}
			if begins && seen != nil && calls != c.calls {
				t.Errorf("%s: %d calls, want %d", c.doc, calls, c.calls)
			}
		}
	}
}

// TestAheadTakesLittleTime: what takes long is done when the request has ended, and no
// request that is answered in time is late because of it.
func TestAheadTakesLittleTime(t *testing.T) {
	for _, each := range []time.Duration{50 * time.Microsecond, 10 * time.Millisecond, time.Second} {
		synctest.Test(t, func(t *testing.T) {
			err := onStrand(t, false, func(_ context.Context, s *Strand) error {
				seen := value.Select("").Each()
				began := time.Now()
				ahead := &Ahead{Strand: s, Make: func(n value.Value) value.Value { time.Sleep(each); return s.Add("", n, value.Int(1)) }}
				const count = 20_000
				response, err := value.DecodeSelected([]byte("["+strings.Repeat("1,", count-1)+"1]"), ahead.Seen(seen))
				if took, most := time.Since(began), max(aheadMost, each)+timedOf*tookLong; err != nil || took > most {
					t.Errorf("%v each: %v, after %v", each, err, took)
				}
				got, err := ahead.walk(response)
				if len(got) != count || slices.ContainsFunc(got, func(n string) bool { return n != "2" }) {
					t.Errorf("%v each: %d items", each, len(got))
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// TestAheadOfWhatOthersWrite: where others are at work, no record is looked up before
// its time.
func TestAheadOfWhatOthersWrite(t *testing.T) {
	for _, parallel := range []bool{false, true} {
		for _, stores := range []bool{false, true} {
			err := onStrand(t, parallel, func(_ context.Context, s *Strand) error {
				seen := value.Select("").Each()
				ahead := &Ahead{Strand: s, Stores: stores, Make: func(n value.Value) value.Value { return n }}
				response, err := value.DecodeSelected([]byte("[1]"), ahead.Seen(seen))
				if _, begun := response.Begun(); begun != (seen != nil && !(parallel && stores)) {
					t.Errorf("in parallel %v, with stores %v: begun is %v", parallel, stores, begun)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
}
