package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/gotooltest"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/reqongen/reqongen"
	"github.com/reqongen/reqongen/cmd/reqongen/internal/carry"
	"github.com/reqongen/reqongen/rt/rttest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"reqongen": main})
}

// TestScript runs testdata/script. Beside what testscript has, a script can say
//
//	status N COMMAND…     the command exits with N
//	publish VERSION DIR   makes DIR a module proxy that has this module as VERSION
//	serve FILE            serves the canned answers; $API is their URL
//	requests N            the API was asked N times so far
//	interrupt N PATH COMMAND…
//	                      runs the command, interrupts it N times when a request
//	                      to the path is in flight, and wants exit status 130;
//	                      what it says is in the files stdout and stderr
//
// $REPO is the root of this module.
func TestScript(t *testing.T) {
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	modCache := goEnv(t, "GOMODCACHE")
	cache := t.TempDir() // one for all, as a user has
	servers := map[string]*rttest.Server{}
	params := testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("REPO", repo)
			env.Setenv("MODCACHE", modCache)
			env.Setenv("GOMODCACHE", modCache)
			env.Setenv("GOPROXY", "off") // all that is needed was needed for this test, too
			env.Setenv("XDG_CACHE_HOME", cache)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status":  status,
			"publish": publish,
			"serve": func(ts *testscript.TestScript, _ bool, args []string) {
				api, err := rttest.Load(ts.MkAbs(args[0]))
				ts.Check(err)
				server := rttest.Serve(api)
				ts.Defer(server.Close)
				ts.Setenv("API", server.URL)
				servers[server.URL] = server
			},
			"requests": func(ts *testscript.TestScript, _ bool, args []string) {
				all := servers[ts.Getenv("API")].Requests()
				if want, err := strconv.Atoi(args[0]); err != nil || len(all) != want {
					ts.Fatalf("the API was asked %d times: %q", len(all), all.Lines())
				}
			},
			"interrupt": func(ts *testscript.TestScript, _ bool, args []string) {
				interrupt(ts, servers[ts.Getenv("API")], args)
			},
		},
	}
	if err := gotooltest.Setup(&params); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, params)
}

func status(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if err != nil || neg {
		ts.Fatalf("usage: status N COMMAND…")
	}
	got := 0
	var ended *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &ended):
		got = ended.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

func interrupt(ts *testscript.TestScript, server *rttest.Server, args []string) {
	times, err := strconv.Atoi(args[0])
	ts.Check(err)
	path, err := exec.LookPath(args[2])
	ts.Check(err)
	var stdout bytes.Buffer
	stderr := &said{heard: make(chan struct{})}
	cmd := exec.Command(path, args[3:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+ts.Getenv("XDG_CACHE_HOME"), "GOCACHE="+ts.Getenv("GOCACHE"))
	cmd.Stdout, cmd.Stderr = &stdout, stderr
	ts.Check(cmd.Start())
	hangs := time.AfterFunc(2*time.Minute, func() { _ = cmd.Process.Kill() }) // only where it fails
	defer hangs.Stop()
	inFlight := func(all rttest.Requests) bool { return all.To(args[1]).InFlight() > 0 }
	before := len(server.Requests().To(args[1]).Gone())
	if !server.Await(time.Minute, inFlight) {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		ts.Fatalf("the API is not asked for %s; the command says\n%s", args[1], stderr)
	}
	for i := range times {
		if i > 0 { // two signals at once may be delivered as one
			select {
			case <-stderr.heard:
			case <-time.After(time.Minute):
				_ = cmd.Process.Kill()
				ts.Fatalf("it says nothing of an interrupt:\n%s", stderr)
			}
		}
		if err := cmd.Process.Signal(os.Interrupt); err != nil && (i == 0 || !errors.Is(err, os.ErrProcessDone)) {
			ts.Fatalf("%v", err)
		}
	}
	err = cmd.Wait()
	ts.Check(os.WriteFile(ts.MkAbs("stdout"), stdout.Bytes(), 0o666))
	ts.Check(os.WriteFile(ts.MkAbs("stderr"), []byte(stderr.String()), 0o666))
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		ts.Fatalf("exit status %d (%v), want 130; it says\n%s", code, err, stderr)
	}
	left := func(all rttest.Requests) bool { return len(all.To(args[1]).Gone()) > before }
	if !server.Await(time.Minute, left) {
		ts.Fatalf("it waited for the answer to %s", args[1])
	}
}

// said is what a command says of itself; heard is closed when it has heard an
// interrupt.
type said struct {
	mu    sync.Mutex
	text  bytes.Buffer
	heard chan struct{}
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	const word = "once more ends it at once"
	before := strings.Contains(s.text.String(), word)
	s.text.Write(p)
	if !before && strings.Contains(s.text.String(), word) {
		close(s.heard)
	}
	return len(p), nil
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func TestFolderName(t *testing.T) {
	for mission, want := range map[string]string{
		"FanOutFanIn": "fanoutfanin",
		"Sync_2":      "sync2",
		"Internal":    "internalmission",
		"Vendor":      "vendormission",
		"Testdata":    "testdatamission",
		"Con":         "conmission", // no folder on Windows
		"Ärger":       "rger",
		"日本":          "mission",
	} {
		if got := folderName(mission); got != want {
			t.Errorf("%s becomes %q, want %q", mission, got, want)
		}
	}
}

func TestPackageNames(t *testing.T) {
	for name, want := range map[string]bool{"sync": true, "x1": true, "main": false, "_": false, "": false, "func": false, "a-b": false, "1a": false} {
		if got := isPackageName(name); got != want {
			t.Errorf("%q can be one: %v, want %v", name, got, want)
		}
	}
}

// A defect of the compiler is told without a stack on the screen.
func TestAPanicIsTold(t *testing.T) {
	var stdout, stderr strings.Builder
	t.Setenv("TMPDIR", t.TempDir())
	broken := &command{run: func(*app, *command, []string) int { panic("out of range") }}
	status := guarded(&app{commands: []*command{broken}, stdout: &stdout, stderr: &stderr}, []string{"a.reqon"})
	if status != exitFailed {
		t.Errorf("exit status %d, want %d", status, exitFailed)
	}
	text := stderr.String()
	if !strings.Contains(text, "the compiler is at fault: out of range") || strings.Contains(text, "goroutine") {
		t.Errorf("it says\n%s", text)
	}
	words := strings.Fields(text)
	kept, err := os.ReadFile(words[len(words)-1])
	if err != nil || !strings.Contains(string(kept), "goroutine") {
		t.Errorf("what is to be reported is not kept: %v\n%s", err, kept)
	}
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// What the compiler imports for the sake of generated code takes the same
// modules as that without telemetry, which the user is told to add.
func TestBringsWhatGeneratedCodeImports(t *testing.T) {
	data, err := os.ReadFile("brings.go")
	if err != nil {
		t.Fatal(err)
	}
	brought, err := carry.For([]carry.File{{Name: "brings.go", Data: data}}, reqongen.Path)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := carry.Whole(false)
	if err != nil {
		t.Fatal(err)
	}
	got, err := brought.Requirements()
	want, err2 := whole.Requirements()
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("brings.go brings %v, want %v", got, want)
	}
}
