// Package real runs generated programs against a REST server that is not ours:
// json-server, which pages, filters and stores what it is sent. Where it is not
// installed (.ci/servers does that), the test says that it was not run.
package real

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/golden/internal/casebuild"
)

// patience is how long the server may take to start on a slow machine.
const patience = time.Minute

// jsonServer starts one with the data and gives its URL.
func jsonServer(t *testing.T, data any) string {
	t.Helper()
	cache, _ := os.UserCacheDir()
	program := filepath.Join(cache, "reqongen", "servers", "node_modules", ".bin", "json-server")
	if _, err := os.Stat(program); err != nil {
		if program, err = exec.LookPath("json-server"); err != nil {
			if slices.Contains(strings.Fields(os.Getenv("REQONGEN_SERVERS")), "json-server") {
				t.Fatal("json-server is installed, and not found")
			}
			fmt.Fprintf(os.Stderr, "not run: %s: json-server is not installed (.ci/servers)\n", t.Name())
			t.SkipNow()
		}
	}
	file := filepath.Join(t.TempDir(), "db.json")
	text, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	_ = listener.Close()
	var told bytes.Buffer
	server := exec.Command(program, "--host=127.0.0.1", "--port="+port, "--quiet", file)
	server.Stdout, server.Stderr = &told, &told
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	url := "http://127.0.0.1:" + port
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) { // nothing tells when it listens
		if answer, err := http.Get(url + "/orders?_limit=1"); err == nil {
			_ = answer.Body.Close()
			return url
		}
		if time.Now().After(end) {
			t.Fatalf("json-server does not answer: %s", told.String())
		}
	}
}

// TestJSONServer pages through what a filter leaves, posts a record for each,
// changes and deletes, and finds the server as that leaves it.
func TestJSONServer(t *testing.T) {
	type object = map[string]any
	var orders []object
	for id := 1; id <= 70; id++ {
		state := "done"
		if id%2 == 1 {
			state = "open"
		}
		orders = append(orders, object{"id": id, "state": state, "price": 1.25, "count": id})
	}
	url := jsonServer(t, object{"orders": orders, "invoices": []object{}})
	program, err := casebuild.Build(t.TempDir(), []string{"testdata/orders"})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cmd := exec.Command(program, "testdata/orders", "--base="+url, "--output=stores.json", "--state-dir=state", "--no-progress")
	cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(dir, "stores.json"))
	if err != nil {
		t.Fatal(err)
	}
	var stores map[string][]object
	if err := json.Unmarshal(text, &stores); err != nil {
		t.Fatal(err)
	}
	var open, invoices []object
	for id := 1; id <= 70; id += 2 {
		open = append(open, object{"id": float64(id), "state": "open", "price": 1.25, "count": float64(id)})
		invoices = append(invoices, object{"id": float64(id), "total": 1.25 * float64(id)})
	}
	want := map[string][]object{
		"open":     open,
		"invoices": invoices,
		"lookups": {
			{"id": 1.0, "found": true, "total": 1.25},
			{"id": 2.0, "found": false},
			{"id": "left", "orders": 33.0},
		},
		"billed": {{"id": 3.0, "state": "billed", "price": 1.25, "count": 3.0}},
	}
	if diff := cmp.Diff(want, stores); diff != "" {
		t.Errorf("the stores differ (-want +got):\n%s", diff)
	}
}
