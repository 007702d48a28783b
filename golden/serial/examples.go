package serial

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
	"github.com/reqongen/reqongen/rt/value"
)

// RunExamples runs each program, which is an example in the folder of its name
// below root, with the seeds 1 to n of --shuffle against its canned API. Each
// must leave what it leaves without a seed.
func RunExamples(t *testing.T, programs map[string]*rt.Program, n uint64, root string) {
	for name, p := range programs {
		dir := filepath.Join(root, strings.ReplaceAll(name, "_", "-"))
		want := runExample(t, p, dir, 0)
		if status, records, _ := strings.Cut(want, "\n"); records == "" && status != string(rt.Failed) {
			t.Errorf("%s is %s, and leaves nothing", dir, status)
		}
		for seed := uint64(1); seed <= n; seed++ {
			if got := runExample(t, p, dir, seed); got != want {
				t.Errorf("%s --shuffle %d leaves\n%s\nand unshuffled\n%s", dir, seed, got, want)
				break
			}
		}
	}
}

// runExample gives how the run ended, and the records of every store.
func runExample(t *testing.T, p *rt.Program, dir string, seed uint64) string {
	var b strings.Builder
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
		options := exampleOptions(t, dir, server.URL)
		transport := server.Transport()
		defer transport.CloseIdleConnections()
		options.Transport, options.Shuffle, options.StateDir = transport, seed, t.TempDir()
		if begin := filepath.Join(dir, "state"); exists(begin) {
			if err := os.CopyFS(options.StateDir, os.DirFS(begin)); err != nil {
				t.Fatal(err)
			}
		}
		result, err := rt.Execute(t.Context(), p, options)
		if err != nil {
			t.Fatalf("%s: %v", dir, err)
		}
		b.WriteString(string(result.Status) + "\n")
		for _, s := range result.Stores {
			for _, record := range s.Records {
				b.WriteString(s.Name + ": " + string(value.AppendJSON(nil, record)) + "\n")
			}
		}
	})
	return b.String()
}

// exampleOptions are what the flags in the example's file args say; without one
// the server is the base of every source.
func exampleOptions(t *testing.T, dir, server string) rt.Options {
	options := rt.Options{Env: env, Bases: map[string]string{}}
	args, err := os.ReadFile(filepath.Join(dir, "args"))
	if errors.Is(err, fs.ErrNotExist) {
		options.Bases[""] = server
	} else if err != nil {
		t.Fatal(err)
	}
	for _, flag := range strings.Fields(strings.NewReplacer("{server}", server, "{dir}", dir).Replace(string(args))) {
		name, said, _ := strings.Cut(flag, "=")
		switch name {
		case "--base":
			source, base, _ := strings.Cut(said, "=")
			options.Bases[source] = base
		case "--auth":
			data, err := os.ReadFile(said)
			if err != nil {
				t.Fatal(err)
			}
			if options.Credentials, err = fetch.LoadCredentials(data, env); err != nil {
				t.Fatal(err)
			}
		default:
			t.Fatalf("%s: no way to say %s here", dir, flag)
		}
	}
	return options
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
