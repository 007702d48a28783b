package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/examples/internal/canned"
	"github.com/reqongen/reqongen/rt/rttest"
)

// expectation is what must come of an example, beside its stores.json.
type expectation struct {
	exit  int
	says  string                         // on standard error
	holds func(all rttest.Requests) bool // of what the API saw
	// leaves is a folder whose files those of the state folder must be; "" for any.
	leaves string
}

var expectations = map[string]expectation{
	"fan-out-fan-in": {holds: func(all rttest.Requests) bool {
		return all.To("/pricing").Overlap(all.To("/inventory")) && !all.To("/items").Overlap(all.To("/"))
	}},
	"multi-source-sync": {holds: func(all rttest.Requests) bool { return all.MaxInFlight() == 3 }},
	"data-processing":   {holds: func(all rttest.Requests) bool { return len(all) == 0 }},
	"bounded-loop":      {holds: func(all rttest.Requests) bool { return all.To("/orders/").MaxInFlight() == 5 }},
	"partial-results": {
		exit: 4, says: "mission.reqon:9:5: FetchSouth: GET {server}/south/offers: 403 Forbidden: your contract has ended",
		holds: func(all rttest.Requests) bool { return len(all) == 2 },
	},
	"fail-fast": {
		exit: 1, says: "mission.reqon:12:5: FetchRates: GET {server}/rates: 410 Gone",
		holds: func(all rttest.Requests) bool { return len(all) == 3 && len(all.Gone()) == 2 },
	},
	"vendor-invoices": {
		says:  `a customer is named (.customer is \"(unknown)\")`,
		holds: func(all rttest.Requests) bool { return all.MaxInFlight() == 3 },
	},
	"order-reconciliation": {holds: func(all rttest.Requests) bool { return all.MaxInFlight() == 3 }},
	"customer-enrichment": {
		says: "Enrich: GET {server}/shop/orders?customer=7: 410 Gone: this account was merged",
		holds: func(all rttest.Requests) bool {
			told := slices.DeleteFunc(all.Lines(), func(line string) bool { return !strings.HasPrefix(line, "PATCH ") })
			return len(told) == 4 && all.To("/shop/").MaxInFlight() <= 6
		},
	},
	"dead-letters": {
		holds:  func(all rttest.Requests) bool { return len(all.To("/warehouse/picklists")) == 5 },
		leaves: "dead-letters-retry/state",
	},
	"dead-letters-retry": {holds: func(all rttest.Requests) bool { return len(all) == 2 }},
}

// TestExamples runs each example as its README says, with the compiler's own
// command.
func TestExamples(t *testing.T) {
	compiler, err := canned.Compiler(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	names, err := canned.Missions()
	if err != nil {
		t.Fatal(err)
	}
	if len(names) != len(expectations) {
		t.Errorf("the examples are %q, and there are %d expectations", names, len(expectations))
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, known := expectations[name]
			if !known {
				t.Fatal("it has no expectation")
			}
			runsAsExpected(t, compiler, name, want)
		})
	}
}

func runsAsExpected(t *testing.T, compiler, name string, want expectation) {
	server, err := canned.Serve(name)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	dir, err := canned.Dir(name)
	if err != nil {
		t.Fatal(err)
	}
	flags, err := canned.Flags(name, server.URL)
	if err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	state, stores := filepath.Join(work, "state"), filepath.Join(work, "stores.json")
	if err := canned.State(name, state); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"run", filepath.Join(dir, "mission.reqon"), "--state-dir=" + state, "--output=" + stores}, flags...)
	cmd := exec.Command(compiler, args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("it said:\n%s", stderr.String())
		}
	})
	if got := cmd.ProcessState.ExitCode(); got != want.exit {
		t.Errorf("it exits with %d, want %d", got, want.exit)
	}
	if says := strings.ReplaceAll(want.says, "{server}", server.URL); !strings.Contains(stderr.String(), says) {
		t.Errorf("it does not say %q", says)
	}
	if !server.Await(5*time.Second, func(all rttest.Requests) bool { return all.InFlight() == 0 }) {
		t.Error("a request is in flight after its end")
	}
	all := server.Requests()
	if unexpected := all.Unexpected(); len(unexpected) > 0 {
		t.Errorf("the API has no answer to %q", unexpected.Lines())
	}
	if !want.holds(all) {
		t.Errorf("the API saw %q, at most %d at once", all.Lines(), all.MaxInFlight())
	}
	if want.leaves != "" {
		sameFiles(t, want.leaves, state)
	}
	got, err := os.ReadFile(stores)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(filepath.Join(dir, "stores.json"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(got), server.URL, "{server}")
	if diff := cmp.Diff(strings.Split(string(kept), "\n"), strings.Split(text, "\n")); diff != "" {
		t.Errorf("it leaves other stores than stores.json has (-want +got):\n%s", diff)
	}
}

// sameFiles wants the files of a folder to be those of another.
func sameFiles(t *testing.T, want, got string) {
	t.Helper()
	read := func(folder string) map[string]string {
		found := map[string]string{}
		files, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no files: %v", folder, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found[filepath.Base(file)] = string(text)
		}
		return found
	}
	if diff := cmp.Diff(read(want), read(got)); diff != "" {
		t.Errorf("it leaves other files than %s has (-want +got):\n%s", want, diff)
	}
}

// The command itself, as a newcomer types it.
func TestCommand(t *testing.T) {
	var list, none bytes.Buffer
	if status, err := run(t.Context(), nil, &list, &none); status != 0 || err != nil {
		t.Fatal(status, err)
	}
	for name := range expectations {
		if !strings.Contains(list.String(), name) {
			t.Errorf("%s is not listed", name)
		}
	}
	var stdout, stderr bytes.Buffer
	status, err := run(t.Context(), []string{"partial-results"}, &stdout, &stderr)
	if status != 4 || err != nil {
		t.Errorf("partial-results ends with %d and %v, want 4\n%s", status, err, stderr.String())
	}
	if !strings.Contains(stdout.String(), `"unchecked":true`) {
		t.Errorf("standard output has no stores:\n%s", stdout.String())
	}
	if _, err := run(t.Context(), []string{"no-such"}, &stdout, &stderr); err == nil || !strings.Contains(err.Error(), `"no-such"`) {
		t.Errorf("an example that is none: %v", err)
	}
	for _, name := range programs {
		if _, err := run(t.Context(), []string{name}, &stdout, &stderr); err == nil || !strings.Contains(err.Error(), "go run ./examples/"+name) {
			t.Errorf("%s, which has a program of its own: %v", name, err)
		}
	}
}

// --serve answers as the example's API does, until it is interrupted.
func TestServe(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	said, told := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		_, err := run(ctx, []string{"--serve", "fan-out-fan-in"}, told, io.Discard)
		ended <- err
	}()
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }() // the rest
	_, url, _ := strings.Cut(strings.TrimSpace(line), "listens at ")
	answer, err := http.Get(url + "/pricing?itemId=3")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, _ := io.ReadAll(answer.Body); !strings.Contains(string(body), `"price": 13.5`) {
		t.Errorf("it answers %s", body)
	}
	interrupt()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// Every folder is in the README's table, and says how it is run.
func TestReadmes(t *testing.T) {
	index, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() || e.Name() == "internal" {
			continue
		}
		if !strings.Contains(string(index), "["+e.Name()+"]("+e.Name()+")") {
			t.Errorf("README.md does not name %s", e.Name())
		}
		text, err := os.ReadFile(filepath.Join(e.Name(), "README.md"))
		if e.Name() == "demo" || e.Name() == "reference" {
			continue // the one's documentation is the command's, the other is documentation
		}
		if err != nil {
			t.Error(err)
			continue
		}
		commands := []string{"    go run ./examples " + e.Name() + "\n", "    go run ./examples/" + e.Name() + "\n"}
		if !slices.ContainsFunc(commands, func(c string) bool { return strings.Contains(string(text), c) }) {
			t.Errorf("%s/README.md does not say how to run it", e.Name())
		}
	}
}
