package fetch_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
	"github.com/reqongen/reqongen/rt/value"
)

// patience is how long what is to come may take on a slow machine.
const patience = time.Minute

// requests is how many each of the missions below sends where nothing goes
// wrong.
const requests = 5

// faultMission sends five requests, to /0 … /4, or for five pages.
func faultMission(kind string, failFast bool, base string, retry rt.Retry) *rt.Program {
	actions := []string{"A"}
	if kind == "group" {
		actions = []string{"A0", "A1", "A2", "A3", "A4"}
	}
	return &rt.Program{
		Mission: "Faults", Stages: []rt.StagePlan{{At: at, Actions: actions, Group: kind == "group"}},
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			src := fetch.Open(run, fetch.Config{Name: "Api", Base: base, Insecure: true, Retry: retry})
			one := func(n int) func(context.Context, *rt.Strand) error {
				return func(ctx context.Context, s *rt.Strand) error {
					_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/" + strconv.Itoa(n)})
					return err
				}
			}
			return func(ctx context.Context, s *rt.Strand) error {
				stage := s.Stage(1)
				switch kind {
				case "sequential":
					return stage.Only(ctx, "A", func(ctx context.Context, s *rt.Strand) error {
						for n := range requests {
							if err := one(n)(ctx, s); err != nil {
								return err
							}
						}
						return nil
					})
				case "pages":
					return stage.Only(ctx, "A", func(ctx context.Context, s *rt.Strand) error {
						_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/pages", Pages: &fetch.Pages{
							By: fetch.ByCursor, Param: "after", Next: "next", Items: "records",
						}})
						return err
					})
				case "loop":
					return stage.Only(ctx, "A", func(ctx context.Context, s *rt.Strand) error {
						onError := rt.CollectFailures
						group, inner := new(errgroup.Group), ctx
						if failFast {
							onError = rt.FailLoop
							group, inner = errgroup.WithContext(ctx)
						}
						loop := s.ParallelLoop(at, onError)
						for i, item := range loop.Over(inner, make([]value.Value, requests)) {
							group.Go(func() error {
								return loop.Do(inner, i, item, func(s *rt.Strand) error { return one(i)(inner, s) })
							})
						}
						return loop.End(ctx, group.Wait())
					})
				}
				group, inner := new(errgroup.Group), ctx
				action := stage.Settle
				if failFast {
					group, inner = errgroup.WithContext(ctx)
					action = stage.Run
				}
				for n, name := range actions {
					group.Go(func() error { return action(inner, name, one(n)) })
				}
				return stage.End(ctx, group.Wait())
			}
		},
	}
}

// fiveItems is the API without a fault: /0 … /4, /pages?after=1 … 4 and a token
// endpoint.
func fiveItems(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	switch r.URL.Path {
	case "/token":
		_, _ = fmt.Fprint(w, `{"access_token": "token-1", "token_type": "Bearer"}`)
	case "/pages":
		after, _ := strconv.Atoi(r.URL.Query().Get("after"))
		next := ""
		if after < requests-1 {
			next = fmt.Sprintf(`, "next": %d`, after+1)
		}
		_, _ = fmt.Fprintf(w, `{"records": [{"id": %d}]%s}`, after, next)
	default:
		_, _ = fmt.Fprintf(w, `{"id": %s}`, strings.TrimPrefix(r.URL.Path, "/"))
	}
}

// TestFaults has each kind of fault hit the first, a middle and the last request
// of a sequential action, a group, a parallel loop and a paginated fetch, in
// both modes: the outcome is as written, the run ends in bounded time, and no
// goroutine (synctest sees to that) and no connection is left.
func TestFaults(t *testing.T) {
	defer fetch.SetEndless(50)()
	const mostTime = 4 * time.Minute
	faults := rttest.Faults()
	if len(faults) < 36 {
		t.Errorf("only %d kinds", len(faults))
	}
	log.SetOutput(io.Discard) // net/http logs what comes on an idle connection
	defer log.SetOutput(os.Stderr)
	missions := []string{"sequential", "group", "loop", "pages"}
	table := fmt.Sprintf("%-38s %-28s %-28s %-28s %-28s %s\n", "fault", missions[0], missions[1], missions[2], missions[3], "longest")
	runs := 0
	for _, fault := range faults {
		row := fmt.Sprintf("%-38s", fault.Name)
		longest := time.Duration(0)
		for _, mission := range missions {
			var told []string
			for _, failFast := range []bool{false, true} {
				for _, hit := range []int{0, requests / 2, requests - 1} {
					runs++
					var run faultRun
					synctest.Test(t, func(t *testing.T) { run = runFault(t, fault, mission, failFast, hit) })
					longest = max(longest, run.took)
					if run.took > mostTime {
						run.wrong = append(run.wrong, fmt.Sprintf("it took %v", run.took))
					}
					if want := wanted(fault, mission, failFast); run.outcome != want {
						run.wrong = append(run.wrong, run.outcome+"; want "+want)
					}
					for _, wrong := range run.wrong {
						t.Errorf("%s, %s, fail-fast %v, request %d: %s", fault.Name, mission, failFast, hit, wrong)
					}
					if !slices.Contains(told, run.outcome) {
						told = append(told, run.outcome)
					}
				}
			}
			row += fmt.Sprintf(" %-28s", strings.Join(told, ", "))
		}
		table += row + " " + longest.Round(time.Second).String() + "\n"
	}
	t.Logf("%d kinds, %d runs\n%s", len(faults), runs, table)
}

// wanted is how the run is to end, and the code of its one failure.
func wanted(fault rttest.Fault, mission string, failFast bool) string {
	code := fault.Code
	if mission == "pages" && fault.PagesCode != "" {
		code = fault.PagesCode
	}
	switch {
	case code == "":
		return "done"
	case mission == "group" && !failFast:
		return "partial " + code
	}
	return "failed " + code
}

// faultRun is what became of a run. What is wrong is told outside of its bubble,
// where the test goes on after it.
type faultRun struct {
	outcome string
	took    time.Duration
	wrong   []string
}

func runFault(t *testing.T, fault rttest.Fault, mission string, failFast bool, hit int) (run faultRun) {
	return runFaultOn(t, rttest.ServeInMemory, rt.Retry{}, fault, mission, failFast, hit)
}

func runFaultOn(t *testing.T, serve func(http.Handler) *rttest.Server, retry rt.Retry, fault rttest.Fault, mission string, failFast bool, hit int) (run faultRun) {
	wrong := func(format string, args ...any) { run.wrong = append(run.wrong, fmt.Sprintf(format, args...)) }
	faulty := &rttest.Faulty{API: http.HandlerFunc(fiveItems), Fault: fault, Hits: func(r *http.Request) bool {
		if r.URL.Path == "/pages" {
			after, _ := strconv.Atoi(r.URL.Query().Get("after"))
			return after == hit || after > hit && fault.PagesCode != "" || r.URL.Query().Get("after") == "again"
		}
		return r.URL.Path == "/"+strconv.Itoa(hit)
	}}
	server := serve(faulty)
	defer server.Close()
	transport := server.Transport()
	transport.DisableCompression = false
	options := rt.Options{
		Env: env(), Transport: faulty.RoundTripper(transport),
		Credentials: map[string]rt.Credential{"Api": {Type: "oauth2", Token: "token-0", RefreshToken: "refresh", TokenURL: server.URL + "/token"}},
	}
	begin := time.Now()
	result, err := rt.Execute(t.Context(), faultMission(mission, failFast, server.URL, retry), options)
	if err != nil {
		t.Fatal(err)
	}
	run.took = time.Since(begin)
	transport.CloseIdleConnections()
	if !server.Await(patience, func(all rttest.Requests) bool { return all.InFlight() == 0 }) {
		wrong("a request is still in flight")
	}
	if !server.Await(patience, func(rttest.Requests) bool { return server.Connections() == 0 }) {
		wrong("%d connections are left open", server.Connections())
	}
	if faulty.Struck() == 0 {
		wrong("the fault never hit")
	}
	if leaked := faulty.Leaked(); len(leaked) != 0 {
		wrong("another host was sent %v", leaked)
	}
	run.outcome = string(result.Status)
	for _, failure := range result.Failures {
		run.outcome += " " + strings.Trim(asJSON(failure.Code), `"`)
	}
	return run
}
