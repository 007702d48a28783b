package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hinshun/vt10x"
	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
)

// thirty is a mission of thirty actions, of which three run at a time, each for
// ten seconds and the next one begins a second later.
func thirty() *rt.Program {
	var names []string
	for n := range 30 {
		names = append(names, fmt.Sprintf("Action%02d", n+1))
	}
	return &rt.Program{
		Mission: "Thirty", Source: "thirty.reqon",
		Stages: []rt.StagePlan{{Text: "[…]", At: "thirty.reqon:9:7", Actions: names, Group: true}},
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			limit := run.MaxConcurrency(3)
			return func(ctx context.Context, s *rt.Strand) error {
				stage := s.Stage(1)
				g := new(errgroup.Group)
				g.SetLimit(limit)
				for i, name := range names {
					g.Go(func() error {
						return stage.Settle(ctx, name, func(ctx context.Context, s *rt.Strand) error {
							if i == 0 {
								return s.Fail("thirty.reqon:2:5", rt.CodeStore, "no room")
							}
							return rt.Sleep(ctx, 10*time.Second)
						})
					})
				}
				return stage.End(ctx, g.Wait())
			}
		},
	}
}

// Where there are more actions than rows, those that run are shown, then those
// that failed, and the others are a number; also after the terminal has got
// lower, and higher again.
func TestMoreActionsThanRows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		terminal := vt10x.New(vt10x.WithSize(80, 10))
		ended := make(chan int)
		go func() {
			size := func() (int, int) { // which the terminal gives without its lock
				terminal.Lock()
				defer terminal.Unlock()
				return terminal.Size()
			}
			c := &console{w: terminalLines{terminal}, screen: &screen{size: size}}
			ended <- execute(t.Context(), thirty(), &flags{logFormat: "text"}, io.Discard, c)
		}()
		look := func(rows int, want ...string) {
			t.Helper()
			var got []string
			for line := range strings.Lines(shown(terminal)) {
				got = append(got, strings.Trim(line, "| \n"))
			}
			if len(got) > rows {
				t.Errorf("on %d rows there are %d:\n%s", rows, len(got), strings.Join(got, "\n"))
			}
			for i, line := range want {
				if i >= len(got) || !strings.HasPrefix(got[i], line) {
					t.Errorf("the screen is\n%s\nwant lines that begin\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
					return
				}
			}
		}
		time.Sleep(12050 * time.Millisecond)
		look(10, "Action01  failed", "Action02  done", "Action03  done", "Action04  done",
			"Action05  running", "Action06  running", "Action07  running", "… and 23 more actions", "12.0s: 4 of 30 actions over, 3/3 running")
		terminal.Resize(80, 6)
		time.Sleep(time.Second)
		look(6, "Action05  running", "Action06  running", "Action07  running", "… and 27 more actions", "13.0s: 4 of 30 actions over")
		terminal.Resize(80, 2)
		time.Sleep(time.Second)
		look(2, "14.0s: 4 of 30 actions over")
		terminal.Resize(80, 60)
		time.Sleep(10 * time.Second)
		if text := shown(terminal); strings.Count(text, "waiting") != 20 || strings.Count(text, "Action") != 30 {
			t.Errorf("on 60 rows there are not all actions:\n%s", text)
		}
		<-ended
	})
}
