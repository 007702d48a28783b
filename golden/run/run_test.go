package run

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/golden/internal/casebuild"
	"github.com/reqongen/reqongen/rt/rttest"
)

var (
	update = flag.Bool("update", false, "write the outcomes anew; read them before you commit them")
	tag    = flag.String("tag", "", "build the missions with the build `tag` reqon_whole or reqon_safe, which must change nothing")
)

// TestCases runs every case and compares its outcome.
func TestCases(t *testing.T) {
	folders := cases(t)
	program, err := casebuild.Build(t.TempDir(), folders, *tag)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range folders {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runCase(t, program, name)
			file := filepath.Join(name, "want")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v (write it from what the language says)", err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("the outcome differs (-want +got):\n%s", diff)
			}
		})
	}
}

// cases are the folders; one without a mission fails the test.
func cases(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		if !exists(filepath.Join(e.Name(), "mission.reqon")) && !exists(filepath.Join(e.Name(), "main.reqon")) {
			t.Errorf("%s is no case: it has neither mission.reqon nor main.reqon", e.Name())
			continue
		}
		names = append(names, e.Name())
	}
	return names
}

// most is how long a case may take; the slowest wait for a few seconds that
// the language prescribes.
const most = 60 * time.Second

// runCase runs the case's mission against its API and gives the outcome. It
// checks itself what the server saw.
func runCase(t *testing.T, program, name string) string {
	t.Helper()
	api, err := loadAPI(name)
	if err != nil {
		t.Fatal(err)
	}
	server := rttest.Serve(api)
	defer server.Close()
	dir, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	state := t.TempDir()
	if begin := filepath.Join(dir, "state"); exists(begin) {
		if err := os.CopyFS(state, os.DirFS(begin)); err != nil {
			t.Fatal(err)
		}
	}
	host := strings.TrimPrefix(server.URL, "http://")
	_, port, _ := strings.Cut(host, ":")
	fill := strings.NewReplacer("{server}", server.URL, "{port}", port, "{dir}", dir, "{state}", state)
	hide := strings.NewReplacer(server.URL, "{server}", host, "{server}", dir, "{dir}", state, "{state}")

	stores := filepath.Join(t.TempDir(), "stores.json")
	args := []string{name, "--state-dir", state, "--output", stores, "--no-progress"}
	withBase := true
	for _, line := range fileLines(t, filepath.Join(dir, "args")) {
		switch {
		case line == "no base":
			withBase = false
		default:
			args = append(args, fill.Replace(line))
			withBase = withBase && !strings.HasPrefix(line, "--base")
		}
	}
	if withBase {
		args = append(args, "--base="+server.URL)
	}
	ctx, cancel := context.WithTimeout(context.Background(), most)
	defer cancel()
	work := t.TempDir() // nothing of the surroundings is read, a .env above all
	var stdout, stderr bytes.Buffer
	var exits []string
	for range runs(t, dir) {
		cmd := exec.CommandContext(ctx, program, args...)
		cmd.Dir = work
		cmd.Env = []string{"HOME=" + cmd.Dir, "NO_COLOR=1"}
		for _, line := range fileLines(t, filepath.Join(dir, "env")) {
			cmd.Env = append(cmd.Env, fill.Replace(line))
		}
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		var exit *exec.ExitError
		if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		if ctx.Err() != nil {
			t.Fatalf("not done after %v; it said:\n%s", most, stderr.String())
		}
		exits = append(exits, strconv.Itoa(cmd.ProcessState.ExitCode()))
	}
	server.Await(5*time.Second, func(all rttest.Requests) bool { return all.InFlight() == 0 })
	requests := server.Requests()
	inOrder := checkRequests(t, requests, fileLines(t, filepath.Join(dir, "wire")))
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("standard error:\n%s", stderr.String())
		}
	})

	var out outcome
	out.section("exit %s", strings.Join(exits, ", "))
	asked := requests.Lines()
	if !inOrder {
		slices.SortFunc(asked, naturally)
	}
	out.lines("requests", asked)
	out.lines("stores", storeLines(t, stores))
	out.lines("state", stateLines(t, state))
	out.lines("standard output", textLines(stdout.String()))
	out.lines("told", told(stderr.String()))
	return hide.Replace(out.String())
}

// runs is how often the mission runs.
func runs(t *testing.T, dir string) int {
	t.Helper()
	lines := fileLines(t, filepath.Join(dir, "runs"))
	if len(lines) == 0 {
		return 1
	}
	n, err := strconv.Atoi(lines[0])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// loadAPI reads the case's canned answers; a case without any gets an API
// that answers nothing.
func loadAPI(name string) (*rttest.API, error) {
	files, err := filepath.Glob(filepath.Join(name, "*.api"))
	if err != nil || len(files) == 0 {
		return rttest.MustParse(""), err
	}
	return rttest.Load(name)
}
