package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/reqongen/reqongen/golden/internal/casebuild"
)

// program is all missions of testdata, compiled.
var program string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "wire-")
		if err == nil {
			defer os.RemoveAll(dir)
			program, err = build(dir)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return m.Run()
	}())
}

func build(dir string) (string, error) {
	folders, err := filepath.Glob("testdata/*")
	if err != nil {
		return "", err
	}
	return casebuild.Build(dir, folders)
}

// A running mission.
type running struct {
	t      *testing.T
	cmd    *exec.Cmd
	stderr bytes.Buffer
	state  string // its state folder
	stores string // where it writes its stores
}

// start runs the mission against the server at the URL; extra are settings of
// its environment.
func start(t *testing.T, mission, url string, extra ...string) *running {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	dir := t.TempDir()
	r := &running{t: t, state: filepath.Join(dir, "state"), stores: filepath.Join(dir, "stores.json")}
	r.cmd = exec.CommandContext(ctx, program, filepath.Join("testdata", mission),
		"--base="+url, "--state-dir="+r.state, "--output="+r.stores, "--no-progress")
	r.cmd.Dir = dir
	r.cmd.Env = append([]string{"HOME=" + dir}, extra...)
	r.cmd.Stderr = &r.stderr
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		if r.cmd.ProcessState == nil {
			_ = r.cmd.Wait()
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", mission, r.stderr.String())
		}
	})
	return r
}

// exits waits for the program's end and wants its exit status.
func (r *running) exits(status int) {
	r.t.Helper()
	var exit *exec.ExitError
	if err := r.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		r.t.Fatal(err)
	}
	if got := r.cmd.ProcessState.ExitCode(); got != status {
		r.t.Errorf("it exits with %d, want %d", got, status)
	}
}

// store reads the records of a store that the program left.
func (r *running) store(name string) []map[string]any {
	r.t.Helper()
	text, err := os.ReadFile(r.stores)
	if err != nil {
		r.t.Fatal(err)
	}
	var stores map[string][]map[string]any
	if err := json.Unmarshal(text, &stores); err != nil {
		r.t.Fatal(err)
	}
	records, ok := stores[name]
	if !ok {
		r.t.Fatalf("it left no store %s", name)
	}
	return records
}
