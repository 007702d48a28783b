//go:build unix

package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// inTmux has the test's binary be the program of the mission.
const inTmux = "REQON_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(inTmux) != "" {
		os.Exit(Main(fanOut(false, nil)))
	}
	os.Exit(m.Run())
}

// The program in a real terminal: what it draws while the API holds its
// answers, after the terminal got wider and narrower, and when a person
// interrupts it.
func TestTmux(t *testing.T) {
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("NO TMUX: how the live view looks in a real terminal is not tested; apt-get install tmux")
	}
	held := make(chan struct{})
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/items" {
			select {
			case <-held:
			case <-r.Context().Done():
			}
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, "[]")
	}))
	defer api.Close()
	defer close(held)

	socket := fmt.Sprintf("reqon-%d", os.Getpid())
	run := func(words ...string) string {
		t.Helper()
		out, err := exec.Command(tmux, append([]string{"-L", socket, "-f", "/dev/null"}, words...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %q: %v\n%s", words, err, out)
		}
		return string(out)
	}
	t.Setenv("LC_ALL", "C.UTF-8")
	run("-u", "new-session", "-d", "-x", "80", "-y", "30", "-e", inTmux+"=1", "-e", "NO_COLOR=1",
		fmt.Sprintf("'%s' --base %s; echo status $?; cat", os.Args[0], api.URL))
	defer func() { _ = exec.Command(tmux, "-L", socket, "kill-server").Run() }()

	// shows waits until the screen is that one, times and blanks aside.
	shows := func(what, want string) {
		t.Helper()
		screen := ""
		for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			if screen = masked(run("capture-pane", "-p")); screen == strings.TrimSpace(want) {
				return
			}
		}
		t.Errorf("%s: the screen is\n%s\nwant\n%s", what, screen, want)
	}
	const running = `
Items done TIME 1 req
Prices running TIME 0/12 3 req 3/3 in flight
Stock running TIME 1 req 1 in flight
Reviews waiting for a place: maxConcurrency 2
Combine waiting
TIME: 1 of 5 actions over, 2/2 running, 5 requests
`
	shows("running", running)
	run("resize-window", "-x", "200", "-y", "40")
	shows("wider", running)
	run("resize-window", "-x", "80", "-y", "40")
	shows("narrower", running)
	run("send-keys", "C-c")
	shows("interrupted", `
FanOut: interrupted: what is in flight is cancelled, what was stored stays; once
more ends it at once
FanOut: interrupted after TIME
cancelled: Prices (0 of 12 items), Stock
not started: Reviews, Combine
to do: run it again: it starts with its first stage
stage time requests retries read stored failed
1 Items done TIME 1 0 0 0 0
2 group of 3 TIME
Prices cancelled TIME 3 0 0 0 0
Stock cancelled TIME 1 0 0 0 0
Reviews not started
3 Combine not started
Items BAR TIME
Prices BAR TIME
Stock BAR TIME
critical path: PATH
held back: requests of Prices waited for concurrency 3, TIME on the clock
status 130
`)
}

var masks = []struct {
	what *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`,? +\d+\.\d/s`), ""},
	{regexp.MustCompile(`\d+(\.\d+)?(ms|s)\b`), "TIME"},
	{regexp.MustCompile(`critical path: .*`), "critical path: PATH"}, // of equals, the clock says which
	{regexp.MustCompile(`█+`), "BAR"},
	{regexp.MustCompile(` +`), " "},
	{regexp.MustCompile(`\n[\n ]*`), "\n"},
	{regexp.MustCompile(` \n`), "\n"},
}

func masked(screen string) string {
	for _, m := range masks {
		screen = m.what.ReplaceAllString(screen, m.with)
	}
	return strings.TrimSpace(screen)
}
