package telemetry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

const token = "cAn4ry-of-the-shop"

var program string // the mission's, with --otel

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "telemetry-*")
	if err == nil {
		program, err = build(dir)
	}
	status := 1
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		status = m.Run()
	}
	_ = os.RemoveAll(dir)
	os.Exit(status)
}

// build compiles the mission with the compiler of the module around this one.
func build(dir string) (string, error) {
	reqongen, path := filepath.Join(dir, "reqongen"), filepath.Join(dir, "followed")
	compiler := exec.Command("go", "build", "-o", reqongen, "./cmd/reqongen")
	compiler.Dir = filepath.Join("..", "..")
	for _, cmd := range []*exec.Cmd{compiler, exec.Command(reqongen, "build", "--otel", "-o", path, "testdata/mission.reqon")} {
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%v: %w\n%s", cmd.Args, err, out)
		}
	}
	return path, nil
}

// shop is the mission's API.
type shop struct {
	*httptest.Server
	holds chan struct{} // closed when a request came that gets no answer; nil: all get one

	mu      sync.Mutex
	flaky   int
	parents map[string]string // traceparent by method and URI; of several, the last
}

func newShop(t *testing.T) *shop {
	s := &shop{parents: map[string]string{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.parents[r.Method+" "+r.URL.RequestURI()] = r.Header.Get("Traceparent")
	if r.URL.Path == "/flaky" {
		s.flaky++
	}
	flaky, holds := s.flaky, s.holds
	s.mu.Unlock()
	status, body := http.StatusOK, `{"id": 1}`
	switch {
	case r.URL.Path == "/items":
		body = `[{"id": 1}, {"id": 2}, {"id": 3}]`
	case r.URL.Path == "/pricing" && holds != nil:
		s.mu.Lock()
		if s.holds != nil {
			close(s.holds)
			s.holds = nil
		}
		s.mu.Unlock()
		<-r.Context().Done()
		return
	case r.URL.Path == "/pricing":
		body = `{"price": 7}`
	case r.URL.Path == "/flaky" && flaky < 3:
		status = http.StatusServiceUnavailable
	case strings.HasPrefix(r.URL.Path, "/broken"):
		status, body = http.StatusNotFound, `{"message": "no such thing for `+token+`"}`
	case r.URL.Path == "/reviews/2":
		status = http.StatusGone
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// ran is what came of a run.
type ran struct {
	exit           int
	stdout, stderr string
	report         report
	figures        string // what --metrics-file wrote
}

// report is what is compared of --report.
type report struct {
	Run     struct{ ID, Status string }
	Actions []struct {
		Name                                     string
		Stage                                    int
		State                                    string
		Requests, Retries, Read, Stored, BytesIn int64
		FailedItems                              int64
		Waits                                    []struct {
			Kind  string
			Count int64
		}
	}
	Loops []struct {
		Action       int
		Done, Failed int64
	}
	Failures struct{ Count int64 }
	Stores   []struct {
		Name    string
		Records int64
	}
}

// run runs the mission against the shop, with those variables. while is called
// once it has started, where it is not nil.
func run(t *testing.T, s *shop, while func(*os.Process), environment ...string) ran {
	t.Helper()
	return runWith(t, s, nil, while, environment...)
}

// runWith is run with more flags.
func runWith(t *testing.T, s *shop, flags []string, while func(*os.Process), environment ...string) ran {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), program, append(flags, "--report=run.json", "--metrics-file=run.prom", "--output=-", "--no-progress")...)
	cmd.Dir = dir
	cmd.Env = append([]string{"HOME=" + dir, "NO_COLOR=1", "SHOP=" + s.URL, "REQON_SHOP_TOKEN=" + token}, environment...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if while != nil {
		while(cmd.Process)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	r := ran{exit: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
	data, err := os.ReadFile(filepath.Join(dir, "run.json"))
	if err == nil {
		err = json.Unmarshal(data, &r.report)
	}
	if err != nil {
		t.Fatalf("no report was written: %v\n%s", err, r.stderr)
	}
	figures, err := os.ReadFile(filepath.Join(dir, "run.prom"))
	if err != nil {
		t.Fatal(err)
	}
	r.figures = string(figures)
	return r
}

// interrupted presses Ctrl-C when the shop holds a request.
func interrupted(s *shop) func(*os.Process) {
	held := make(chan struct{})
	s.holds = held
	return func(p *os.Process) {
		<-held
		_ = p.Signal(syscall.SIGINT)
	}
}

// noSecret fails where a text has the token.
func noSecret(t *testing.T, what, text string) {
	t.Helper()
	if strings.Contains(text, token) {
		t.Errorf("the token is in %s", what)
	}
}
