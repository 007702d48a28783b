//go:build unix

package wire

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"github.com/reqongen/reqongen/rt/report"
)

var update = flag.Bool("update", false, "write the screens of testdata anew")

// What a program shows in a real terminal of 80 columns and one of 200, while
// the server holds its requests and after they were answered. The screens are
// those of the folders of the missions, times masked.
func TestScreens(t *testing.T) {
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("NO TMUX: what a program shows in a real terminal is not tested; apt-get install tmux")
	}
	const interrupted = "Ctrl-C"
	for _, c := range []struct {
		name, mission string
		script        func(h *holding, s *terminal)
	}{
		{"fan-out", "screen", func(h *holding, s *terminal) {
			begin(h)
			s.shows("running", "3/3 in flight", "0/3  1 req  1 in flight", "5 requests")
			s.resize(200, 40)
			s.shows("resized to 200 columns", "3/3 in flight", "0/3  1 req  1 in flight", "5 requests")
			s.resize(s.width, 40)
			s.shows(fmt.Sprintf("resized to %d columns", s.width), "3/3 in flight", "0/3  1 req  1 in flight", "5 requests")
			h.answer(200, "/stock/1")
			h.holds(4, "/stock/2")
			s.shows("after an answer", "1/3  2 req  1 in flight", "6 requests")
			h.answerAll(200)
			s.shows("ended", "status 0")
		}},
		{"rate-limit", "screen-rate-limit", func(h *holding, s *terminal) {
			h.holds(3)
			h.answerAll(200)
			s.shows("waiting for the limit", "limit of source Shop", "3/12")
			s.keys("C-c")
			s.shows(interrupted, "status 130")
		}},
		{"fail-fast", "screen-fail-fast", func(h *holding, s *terminal) {
			begin(h)
			h.answer(404, "/stock/1")
			s.shows("ended", "status 1")
		}},
		{"partial", "screen", func(h *holding, s *terminal) {
			begin(h)
			h.answer(404, "/stock/1")
			h.holds(4, "/reviews")
			s.shows("after the failure", "1 failed", "1 req  1 in flight", "6 requests")
			h.answerAll(200)
			s.shows("ended", "status 4")
		}},
		{"ctrl-c", "screen", func(h *holding, s *terminal) {
			begin(h)
			s.shows("running", "3/3 in flight", "0/3  1 req  1 in flight", "5 requests")
			s.keys("C-c")
			s.shows(interrupted, "status 130")
			s.reports("cancelled")
		}},
	} {
		for _, width := range []int{80, 200} {
			t.Run(fmt.Sprintf("%s-%d", c.name, width), func(t *testing.T) {
				t.Parallel()
				h := newHolding(t)
				s := newTerminal(t, tmux, width, filepath.Join("testdata", c.mission), h.URL, "NO_COLOR=1")
				c.script(h, s)
				s.compare(filepath.Join("testdata", c.mission, fmt.Sprintf("%s-%d.txt", c.name, width)))
			})
		}
	}
}

// What the environment and the flags say of the terminal: what is on it while the
// program runs, and how it ends.
func TestTerminals(t *testing.T) {
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("NO TMUX: what a program shows in a real terminal is not tested; apt-get install tmux")
	}
	const color = "\x1b["
	for _, c := range []struct {
		name  string
		words []string
		while string // on the screen while it runs
		not   string // never
		ended string
	}{
		{"colored", nil, color + "32m  Items", "started", "status 0"},
		{"without colors", []string{"NO_COLOR=1"}, "Items    done", color, "status 0"},
		{"NO_COLOR of nothing is not set", []string{"NO_COLOR="}, color + "32m  Items", "started", "status 0"},
		{"dumb", []string{"TERM=dumb"}, "s  Items done in ", color, "Shop: done in "},
		{"no kind", []string{"TERM="}, "s  Items done in ", color, "Shop: done in "},
		{"no progress", []string{"--no-progress"}, "", "Items    done", "Shop: done in "},
		{"quiet", []string{"--quiet"}, "", "Items", "status 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHolding(t)
			s := newTerminal(t, tmux, 100, filepath.Join("testdata", "screen"), h.URL, c.words...)
			begin(h)
			while := s.until(c.while)
			h.answerAll(200)
			ended := s.until("status 0")
			if !strings.Contains(ended, c.ended) {
				t.Errorf("at its end the screen lacks %q:\n%s", c.ended, ended)
			}
			if strings.Contains(while, c.not) || c.not != "Items    done" && strings.Contains(ended, c.not) {
				t.Errorf("%q is on the screen:\n%s\n%s", c.not, while, ended)
			}
		})
	}
}

// until waits for the text on the screen, and gives that with its escape
// sequences.
func (s *terminal) until(text string) string {
	s.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		switch screen := s.run("capture-pane", "-p", "-e"); {
		case strings.Contains(screen, text):
			return screen
		case time.Now().After(end):
			s.t.Fatalf("the screen does not come to show %q:\n%s", text, screen)
		}
	}
}

// begin answers Items, and waits until the two actions that may run have in
// flight what they may have.
func begin(h *holding) {
	h.t.Helper()
	h.wants("/items")
	h.answer(200, "/items")
	h.holds(4, "/stock/1")
}

// holds waits until so many requests are held, and the one to the path among
// them.
func (h *holding) holds(n int, path ...string) {
	h.t.Helper()
	if !h.await(patience, func(held []string) bool {
		return len(held) == n && !slices.ContainsFunc(path, func(p string) bool { return !slices.Contains(held, p) })
	}) {
		held, _ := h.paths()
		h.t.Fatalf("in flight are %q, want %d with %q", held, n, path)
	}
}

// A terminal is a window of tmux in which a mission's program runs.
type terminal struct {
	t      *testing.T
	run    func(words ...string) string
	width  int
	report string
	seen   strings.Builder // the screens, masked
}

// newTerminal starts the mission; words are settings of the environment and, behind
// them, flags.
func newTerminal(t *testing.T, tmux string, width int, mission, url string, words ...string) *terminal {
	t.Helper()
	dir := t.TempDir()
	s := &terminal{t: t, width: width, report: filepath.Join(dir, "run.json")}
	socket := filepath.Join(dir, "tmux")
	s.run = func(words ...string) string {
		t.Helper()
		cmd := exec.Command(tmux, append([]string{"-S", socket, "-f", os.DevNull}, words...)...)
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %q: %v\n%s", words, err, out)
		}
		return string(out)
	}
	flags := slices.IndexFunc(words, func(word string) bool { return strings.HasPrefix(word, "-") })
	if flags < 0 {
		flags = len(words)
	}
	s.run("-u", "new-session", "-d", "-x", fmt.Sprint(width), "-y", "40", "-c", dir, "-e", "HOME="+dir,
		fmt.Sprintf("env %s '%s' '%s' --base %s --state-dir '%s' --report '%s' %s; echo status $?; cat",
			strings.Join(words[:flags], " "), program, mission, url, dir, s.report, strings.Join(words[flags:], " ")))
	t.Cleanup(func() { _ = exec.Command(tmux, "-S", socket, "kill-server").Run() })
	return s
}

func (s *terminal) resize(width, height int) {
	s.run("resize-window", "-x", fmt.Sprint(width), "-y", fmt.Sprint(height))
}

func (s *terminal) keys(keys string) { s.run("send-keys", keys) }

// shows waits until the screen has all of the texts, and a second look shows the
// same, and keeps it.
func (s *terminal) shows(title string, texts ...string) {
	s.t.Helper()
	screen, before := "", ""
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		before, screen = screen, masked(s.run("capture-pane", "-p"))
		if screen == before && !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(screen, text) }) {
			fmt.Fprintf(&s.seen, "%s\n%s\n", title, screen)
			return
		}
	}
	s.t.Fatalf("%s: the screen does not come to show %q:\n%s", title, texts, screen)
}

// reports wants a whole report of a run that ended so.
func (s *terminal) reports(status string) {
	s.t.Helper()
	text, err := os.ReadFile(s.report)
	if err != nil {
		s.t.Fatal(err)
	}
	r, err := report.ReadJSON(text)
	if err != nil {
		s.t.Fatal(err)
	}
	sent := int64(0)
	for _, a := range r.Actions {
		sent += a.Requests
	}
	if r.Run.Status != status || len(r.Actions) != 5 || sent < 5 {
		s.t.Errorf("the report tells of a run that is %s, with %d actions and %d requests", r.Run.Status, len(r.Actions), sent)
	}
}

// compare wants the screens to be those of the file.
func (s *terminal) compare(file string) {
	s.t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(s.seen.String()), 0o666); err != nil {
			s.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), s.seen.String()); diff != "" {
		s.t.Errorf("the screens differ (-want +got):\n%s", diff)
	}
}

// masks take out of a screen what the clock says: a time in a column keeps the
// column's width.
var masks = []struct {
	what *regexp.Regexp
	with func(text string) string
}{
	{regexp.MustCompile(`(,|  ) ?\d+\.\d/s`), func(string) string { return "" }},
	{regexp.MustCompile(`  ≈.*…$`), func(string) string { return "  …" }}, // where it is cut, the widths of times say
	{regexp.MustCompile(`  ≈\S+ left`), func(string) string { return "" }},
	{regexp.MustCompile(`  +` + clock), func(text string) string { return fmt.Sprintf("%*s", len(text), "TIME") }},
	{regexp.MustCompile(clock), func(string) string { return "TIME" }},
	{regexp.MustCompile(`http://127\.0\.0\.1:\d+`), func(string) string { return "URL" }},
}

var (
	took = regexp.MustCompile(`  +(?:time\b|` + clock + `)`)
	rows = regexp.MustCompile(`(?m)(?:done|failed|cancelled|group of \d) +(` + clock + `)(?: +\d+ +\d+ +\d+ +\d+ +\d+)? *$`)
	// cancelled actions count a request that was about to be sent, or not.
	cancelled = regexp.MustCompile(`(cancelled +TIME +)\d`)
)

const clock = `\b(\d+m)?\d+(\.\d+)?(ms|s)\b`

// masked is a screen without what the clock says: the times, the bars of the
// time line but for their column, and what follows from them, which limits held
// what back. That is tested where the clock is a false one.
func masked(screen string) string {
	var b strings.Builder
	const wide = 6 // the column of the table's times; the longest of them says how wide it is
	longest := len("time")
	for _, row := range rows.FindAllStringSubmatch(screen, -1) {
		longest = max(longest, len(row[1]))
	}
	analysis, table := false, false
	for line := range strings.Lines(strings.TrimRight(screen, " \n") + "\n") {
		line = strings.TrimRight(line, " \n")
		if strings.HasPrefix(line, "  critical path:") {
			analysis = true
		}
		if analysis {
			if analysis = line != "" && strings.HasPrefix(line, "  "); analysis {
				continue
			}
		}
		if table = table && line != "" || strings.HasPrefix(line, "  stage "); table {
			line = took.ReplaceAllStringFunc(line, func(text string) string {
				return fmt.Sprintf("%*s", len(text)+wide-longest, "TIME")
			})
			line = cancelled.ReplaceAllString(line, "${1}N")
		}
		if bar := strings.IndexAny(line, "█░"); bar >= 0 {
			name := strings.TrimRight(line[:bar], " ")
			end := line[strings.LastIndexAny(line, "█░ ")+1:]
			space := runewidth.StringWidth(line) - runewidth.StringWidth(name) - len("  BAR") - len(end)
			line = name + "  BAR" + strings.Repeat(" ", space) + "TIME"
		} else {
			for _, m := range masks {
				line = m.what.ReplaceAllStringFunc(line, m.with)
			}
		}
		b.WriteString("|" + line + "\n")
	}
	return b.String()
}
