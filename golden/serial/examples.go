package serial

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/cli"
	"github.com/reqongen/reqongen/rt/rttest"
)

// RunExamples runs each program, which is an example in the folder of its name
// below root, with the seeds 1 to n of --shuffle against its canned API. Each
// must leave what it leaves without a seed: the bytes that --output writes, the
// stores' files in the state folder, the exit status.
func RunExamples(t *testing.T, programs map[string]*rt.Program, n uint64, root string) {
	// What os/signal begins with its first caller must not belong to a fake clock.
	first := make(chan os.Signal, 1)
	signal.Notify(first, os.Interrupt)
	signal.Stop(first)
	for name, p := range programs {
		dir := filepath.Join(root, strings.ReplaceAll(name, "_", "-"))
		want := runExample(t, p, dir, 0)
		same := uint64(0)
		for seed := uint64(1); seed <= n; seed++ {
			got := runExample(t, p, dir, seed)
			if got != want {
				t.Errorf("%s --shuffle %d leaves\n%s\nand unshuffled\n%s", dir, seed, got, want)
				break
			}
			same++
		}
		t.Logf("%s leaves the same %d bytes with %d of %d seeds", filepath.Base(dir), len(want), same, n)
	}
}

// runExample runs the program as a person does, and gives what it leaves.
func runExample(t *testing.T, p *rt.Program, dir string, seed uint64) string {
	var left strings.Builder
	synctest.Test(t, func(t *testing.T) {
		api := rttest.MustParse("")
		if files, _ := filepath.Glob(filepath.Join(dir, "*.api")); len(files) > 0 {
			var err error
			if api, err = rttest.Load(dir); err != nil {
				t.Fatal(err)
			}
		}
		server := rttest.ServeInMemory(api)
		defer server.Close()
		transport := server.Transport()
		defer transport.CloseIdleConnections()
		through := *p
		through.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
			run.Options().Transport = transport
			return p.Open(run)
		}

		work := t.TempDir()
		state, output := filepath.Join(work, "state"), filepath.Join(work, "stores.json")
		if begin := filepath.Join(dir, "state"); exists(begin) {
			if err := os.CopyFS(state, os.DirFS(begin)); err != nil {
				t.Fatal(err)
			}
		}
		args := append(exampleFlags(t, dir, server.URL), "--no-progress", "--state-dir="+state, "--output="+output)
		if seed != 0 {
			args = append(args, fmt.Sprintf("--shuffle=%d", seed))
		}
		var said bytes.Buffer
		status := cli.Run(&through, args, strings.NewReader(""), &said, &said)
		fmt.Fprintf(&left, "exit status %d\n", status)
		err := fs.WalkDir(os.DirFS(work), ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := os.ReadFile(filepath.Join(work, path))
			fmt.Fprintf(&left, "%s:\n%s\n", path, data)
			return err
		})
		if err != nil || !exists(output) {
			t.Fatalf("%s: %v: exit status %d\n%s", dir, err, status, &said)
		}
	})
	return left.String()
}

// exampleFlags are those in the example's file args; without one the server is
// the base of every source.
func exampleFlags(t *testing.T, dir, server string) []string {
	path := filepath.Join(dir, "args")
	if !exists(path) {
		return []string{"--base=" + server}
	}
	args, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(strings.NewReplacer("{server}", server, "{dir}", dir).Replace(string(args)))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
