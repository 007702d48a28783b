package flat

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/reqongen/reqongen/golden/internal/casebuild"
)

// most is what a mission may take above an empty one, in MiB.
const most = 64

const perPage = 100

// api has pages of a hundred records with a dozen fields each, by cursor, and
// counts what is posted on.
type api struct {
	pages  int
	posted atomic.Int64
	fields string
}

func newAPI(pages int) *api {
	a := &api{pages: pages}
	for i := range 12 {
		a.fields += fmt.Sprintf(`, "field%d": "some text that is not short, of the field number %d"`, i, i)
	}
	return a
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		_, _ = io.Copy(io.Discard, r.Body)
		a.posted.Add(1)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	at, _ := strconv.Atoi(r.URL.Query().Get("after"))
	w.Header().Set("Content-Type", "application/json")
	buf := []byte(`{"records": [`)
	for i := range perPage {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = fmt.Appendf(buf, `{"id": %d%s}`, at*perPage+i, a.fields)
	}
	buf = append(buf, ']')
	if at+1 < a.pages {
		buf = fmt.Appendf(buf, `, "next": "%d"`, at+1)
	}
	_, _ = w.Write(append(buf, '}'))
}

// run runs a mission against the API, and gives the peak of its resident memory
// in KiB and how many records it stored.
func run(tb testing.TB, program, mission string, a *api) (peak int64, stored int) {
	tb.Helper()
	server := httptest.NewServer(a)
	defer server.Close()
	output := filepath.Join(tb.TempDir(), "stores.json")
	cmd := exec.Command(program, mission, "--base", server.URL, "--output", output, "--quiet", "--state-dir", tb.TempDir())
	cmd.Dir = tb.TempDir()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	peak, err := highWater(cmd.Process.Pid, ended)
	if err != nil {
		tb.Fatalf("%s: %v\n%s", mission, err, stderr.String())
	}
	text, err := os.ReadFile(output)
	if err != nil {
		tb.Fatal(err)
	}
	var stores map[string][]json.RawMessage
	if err := json.Unmarshal(text, &stores); err != nil {
		tb.Fatal(err)
	}
	return peak, len(stores["kept"])
}

// highWater is the peak of a process's resident memory in KiB, as it stood a few
// milliseconds before its end. What the system tells behind its end is no less
// than the memory of the process that started it.
func highWater(pid int, ended <-chan error) (peak int64, err error) {
	for {
		select {
		case err := <-ended:
			return peak, err
		case <-time.After(5 * time.Millisecond):
			status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			_, rest, _ := strings.Cut(string(status), "VmHWM:")
			if fields := strings.Fields(rest); len(fields) > 0 {
				kib, _ := strconv.ParseInt(fields[0], 10, 64)
				peak = max(peak, kib)
			}
		}
	}
}

func build(tb testing.TB) string {
	tb.Helper()
	program, err := casebuild.Build(tb.TempDir(), []string{"nothing", "posted", "reduced"})
	if err != nil {
		tb.Fatal(err)
	}
	return program
}

// through runs a mission through so many pages, holds what it did against what
// it should have done, and gives the MiB that it took above an empty one.
func through(tb testing.TB, program, mission string, pages int) float64 {
	tb.Helper()
	empty, _ := run(tb, program, "nothing", newAPI(0))
	a := newAPI(pages)
	peak, stored := run(tb, program, mission, a)
	posted, kept := int64(pages*perPage), 0
	if mission == "reduced" {
		posted, kept = 0, pages
	}
	if a.posted.Load() != posted || stored != kept {
		tb.Fatalf("%s: %d records were posted, %d stored; want %d and %d", mission, a.posted.Load(), stored, posted, kept)
	}
	return float64(peak-empty) / 1024
}

// TestEveryRecord: whatever memory it takes, none is left out.
func TestEveryRecord(t *testing.T) {
	program := build(t)
	for _, mission := range []string{"posted", "reduced"} {
		t.Logf("%s: %.1f MiB", mission, through(t, program, mission, 30))
	}
}

// BenchmarkMemory goes through 1,000,000 records in 10,000 pages.
func BenchmarkMemory(b *testing.B) {
	program := build(b)
	for _, mission := range []string{"posted", "reduced"} {
		b.Run(mission, func(b *testing.B) {
			for b.Loop() {
				took := through(b, program, mission, 10_000)
				b.ReportMetric(took, "MiB-peak")
				if took >= most {
					b.Errorf("%.1f MiB above an empty mission; it may be %d", took, most)
				}
			}
		})
	}
}
