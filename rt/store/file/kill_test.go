package file_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/store/file"
	"github.com/reqongen/reqongen/rt/store/storetest"
	"github.com/reqongen/reqongen/rt/value"
)

var (
	kills     = flag.Int("kills", 40, "how often TestKill kills a process that writes")
	firstSeed = flag.Uint64("seed", 0, "the first seed of the random tests")
)

const (
	// childDir makes the test's program one that writes until it is killed.
	childDir = "REQON_TEST_KILL_DIR"
	// childIdle makes that one open the store and do nothing.
	childIdle = "REQON_TEST_KILL_IDLE"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		stages := childStages
		if os.Getenv(childIdle) != "" {
			stages = 0
		}
		if err := writeStages(dir, stages); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// A said line is what the child tells of its writes: before one, with what it
// writes, and after it; and after each stage.
type said struct {
	Path  []int    `json:"path"`
	Ops   []saidOp `json:"ops,omitempty"`
	Done  bool     `json:"done,omitempty"`
	Stage bool     `json:"stage,omitempty"`
}

type saidOp struct {
	Kind    store.Kind  `json:"kind"`
	Keyless bool        `json:"keyless,omitempty"`
	Key     string      `json:"key"`
	Record  value.Value `json:"record"`
}

const (
	childStages = 500 // more than it lives to see
	childSide   = 4   // iterations at once: as many writes may be cut off
)

// writeStages runs short stages, each with a parallel loop of writes.
func writeStages(dir string, stages int) error {
	program := &rt.Program{Mission: "Kill"}
	for range stages {
		program.Stages = append(program.Stages, rt.StagePlan{Actions: []string{"A"}})
	}
	rng := rand.New(rand.NewPCG(uint64(os.Getpid()), uint64(time.Now().UnixNano())))
	say := func(l said) {
		line, err := json.Marshal(l)
		if err != nil {
			panic(err)
		}
		_, _ = os.Stdout.Write(append(line, '\n')) // one write: lines of two strands do not mix
	}
	program.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
		st := file.Open(run, "killed")
		action := func(ctx context.Context, s *rt.Strand, stage int) error {
			loop := s.ParallelLoop("m.reqon:1:1", rt.FailLoop)
			group := new(errgroup.Group)
			group.SetLimit(childSide)
			for i := range 1 + rng.IntN(30) {
				ops := childOps(rng, stage, i)
				group.Go(func() error {
					return loop.Do(ctx, i, value.Null, func(s *rt.Strand) error {
						for step, ops := range ops {
							path := []int{stage, i, step}
							l := said{Path: path}
							for _, op := range ops {
								l.Ops = append(l.Ops, saidOp(op))
							}
							say(l)
							if err := storetest.Do(ctx, s, st, ops); err != nil {
								return err
							}
							say(said{Path: path, Done: true})
						}
						return nil
					})
				})
			}
			return loop.End(ctx, group.Wait())
		}
		return func(ctx context.Context, s *rt.Strand) error {
			for stage := range stages {
				err := s.Stage(stage+1).Only(ctx, "A", func(ctx context.Context, s *rt.Strand) error { return action(ctx, s, stage) })
				if err != nil {
					return err
				}
				say(said{Path: []int{stage, 1 << 20}, Stage: true})
			}
			return nil
		}
	}
	result, err := rt.Execute(context.Background(), program, rt.Options{StateDir: dir})
	if err != nil {
		return err
	}
	return result.Err
}

func childOps(rng *rand.Rand, stage, i int) [][]store.Op {
	record := func(n int) value.Value {
		return value.NewShape("stage", "item", "n", "text").Object(value.Int(int64(stage)), value.Int(int64(i)), value.Int(int64(n)),
			value.String(strings.Repeat("x\n", rng.IntN(200))))
	}
	own := fmt.Sprintf("%d/%d", stage, i)
	steps := [][]store.Op{
		{{Kind: store.Put, Key: own, Record: record(0)}},
		{{Kind: store.Merge, Key: "shared", Record: record(1)}},
		{{Kind: store.Put, Keyless: true, Record: record(2)}, {Kind: store.Put, Keyless: true, Record: record(3)}},
		{{Kind: store.Delete, Key: own}},
		{{Kind: store.Delete, Key: "shared"}},
	}
	if rng.IntN(40) == 0 {
		steps = append(steps, []store.Op{{Kind: store.Clear}})
	}
	rng.Shuffle(len(steps), func(a, b int) { steps[a], steps[b] = steps[b], steps[a] })
	return steps[:1+rng.IntN(len(steps))]
}

// TestKill kills a process that writes, again and again on the same folder, at
// random moments, and looks at what is there then: every write that came back,
// in the serial order, and of those that were cut off each one whole or not at
// all.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes")
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(*firstSeed, 3))
	dir := t.TempDir()
	var base storetest.Records
	cutOff := 0
	for kill := range *kills {
		if kill%10 == 0 {
			dir, base = t.TempDir(), nil // the document is small again
		}
		lines := killed(t, program, dir, time.Duration(rng.IntN(40_000))*time.Microsecond)
		var m storetest.Model
		for i, r := range base {
			m.Write([]int{-1, i}, store.Op{Kind: store.Put, Key: r.Key, Record: r.Value})
		}
		open := map[string]said{}
		for _, l := range lines {
			key := fmt.Sprint(l.Path)
			switch {
			case l.Stage:
				m.Write(l.Path, store.Op{Kind: store.Number})
			case l.Done:
				m.Write(l.Path, opsOf(open[key])...)
				delete(open, key)
			default:
				open[key] = l
			}
		}
		cutOff += len(open)
		// The journal as it lies there, looked at by a dry run, which changes
		// nothing; then by a run that goes on with it.
		before := files(t, dir)
		dry := contents(t, rt.Options{StateDir: dir, DryRun: true})
		if after := files(t, dir); after != before {
			t.Fatalf("a dry run changed the folder from\n%s\nto\n%s", before, after)
		}
		if kill%2 == 0 { // one is killed while it takes that up
			child := command(program, dir, childIdle+"=1")
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(rng.IntN(20_000)) * time.Microsecond)
			_ = child.Process.Kill()
			_ = child.Wait()
		}
		got := contents(t, rt.Options{StateDir: dir})
		if dry.String() != got.String() {
			t.Fatalf("a dry run saw\n%s\nand the next run\n%s", dry, got)
		}
		if !anyOf(m, open, got.String()) {
			t.Fatalf("kill %d of seed %d: there is\n%s\nof what was written, with %d writes cut off:\n%s\nin the folder there was:\n%s", kill, *firstSeed,
				got, len(open), m.Before(nil), before)
		}
		if again := contents(t, rt.Options{StateDir: dir}); again.String() != got.String() {
			t.Fatalf("the second look differs:\n%s\nfirst:\n%s", again, got)
		}
		base = got
	}
	t.Logf("%d kills, %d writes cut off", *kills, cutOff)
}

// killed runs the child for a while after its first line, and gives the lines
// that it said.
func killed(t *testing.T, program, dir string, after time.Duration) []said {
	t.Helper()
	child := command(program, dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var lines []said
	scanner := bufio.NewScanner(out)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		if len(lines) == 0 {
			if got := problem(t, rt.Options{StateDir: dir}, "killed"); !strings.Contains(got, filepath.Join(dir, "killed.lock")) {
				t.Errorf("while another process writes: %s", got)
			}
			time.AfterFunc(after, func() { _ = child.Process.Kill() })
		}
		var l said
		if err := json.Unmarshal(scanner.Bytes(), &l); err != nil {
			break // cut off
		}
		lines = append(lines, l)
	}
	var exit *exec.ExitError
	if err := child.Wait(); !errors.As(err, &exit) || exit.Exited() {
		t.Fatalf("the child was not killed: %v", err)
	}
	return lines
}

func command(program, dir string, env ...string) *exec.Cmd {
	child := exec.Command(program)
	child.Env = append(append(os.Environ(), childDir+"="+dir), env...)
	child.Stderr = os.Stderr
	return child
}

func opsOf(l said) []store.Op {
	var ops []store.Op
	for _, op := range l.Ops {
		ops = append(ops, store.Op(op))
	}
	return ops
}

// anyOf tells whether there is what the model and some of the open writes
// come to when a run begins on it.
func anyOf(m storetest.Model, open map[string]said, got string) bool {
	var list []said
	for _, l := range open {
		list = append(list, l)
	}
	for some := range 1 << len(list) {
		try := m.Clone()
		for i, l := range list {
			if some>>i&1 == 1 {
				try.Write(l.Path, opsOf(l)...)
			}
		}
		try.Write([]int{1 << 30}, store.Op{Kind: store.Number})
		if try.Before(nil).String() == got {
			return true
		}
	}
	return false
}

// contents is what a run finds in the store.
func contents(t *testing.T, options rt.Options) storetest.Records {
	t.Helper()
	var records storetest.Records
	result, err := rt.Execute(t.Context(), &rt.Program{
		Mission: "Look",
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			st := file.Open(run, "killed")
			return func(_ context.Context, s *rt.Strand) error {
				records = storetest.RecordsOf(st, s)
				return nil
			}
		},
	}, options)
	if err != nil {
		t.Fatal(err)
	}
	if result.Err != nil {
		t.Fatal(result.Err)
	}
	return records
}

// files is everything in a folder.
func files(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "-- %s --\n%s\n", e.Name(), text)
	}
	return b.String()
}
