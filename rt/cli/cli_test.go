package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// records is a store for tests.
type records struct {
	name string
	mu   sync.Mutex
	kept []value.Value
}

func (r *records) Name() string             { return r.name }
func (r *records) Snapshot() []value.Value  { return r.kept }
func (r *records) Settle() error            { return nil }
func (r *records) Undo(_, _ rt.Place) error { return nil }
func (r *records) Close() error             { return nil }

func (r *records) add(s *rt.Strand, v value.Value) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept = append(r.kept, v)
	s.Action().Stored.Add(1)
}

type step = func(ctx context.Context, s *rt.Strand, items *records) error

// mission is a program of the stages Fetch, [Left, Right], Merge, written by
// hand the way the emitter writes it. Steps that are nil do nothing.
func mission(fetch, left, right, merge step) *rt.Program {
	return &rt.Program{
		Mission: "Sync",
		Source:  "sync.reqon",
		Stages: []rt.StagePlan{
			{Text: "Fetch", At: "sync.reqon:9:5", Actions: []string{"Fetch"}},
			{Text: "[Left, Right]", At: "sync.reqon:9:16", Actions: []string{"Left", "Right"}, Group: true},
			{Text: "Merge", At: "sync.reqon:9:36", Actions: []string{"Merge"}},
		},
		Sources: []rt.SourcePlan{
			{Name: "Xero", At: "sync.reqon:2:3", Base: "https://api.xero.com", Auth: "bearer"},
			{Name: "Shop", At: "sync.reqon:4:3", Auth: "oauth2"},
			{Name: "default"},
		},
		Settings: []rt.Setting{
			{Name: "SYNC_REGION", At: "sync.reqon:3:20"},
			{Name: "SYNC_OPTION", At: "sync.reqon:5:20", Optional: true},
		},
		Steps: []rt.Step{{At: "sync.reqon:6:5", Text: `get "/left"`}},
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			items := &records{name: "items"}
			run.Open(items)
			run.Open(&records{name: "none"})
			run.Secret("s3cret")
			action := func(do step) func(context.Context, *rt.Strand) error {
				return func(ctx context.Context, s *rt.Strand) error {
					if do == nil {
						return nil
					}
					return do(ctx, s, items)
				}
			}
			return func(ctx context.Context, s *rt.Strand) error {
				if err := s.Stage(1).Only(ctx, "Fetch", action(fetch)); err != nil {
					return err
				}
				group := s.Stage(2)
				err := errors.Join(group.Settle(ctx, "Left", action(left)), group.Settle(ctx, "Right", action(right)))
				if err := group.End(ctx, err); err != nil {
					return err
				}
				return s.Stage(3).Only(ctx, "Merge", action(merge))
			}
		},
	}
}

func store(v value.Value) step {
	return func(_ context.Context, s *rt.Strand, items *records) error {
		items.add(s, v)
		return nil
	}
}

func fails(_ context.Context, s *rt.Strand, _ *records) error {
	return s.FailWith("sync.reqon:6:5", value.Int(503), "GET https://api.test/left: 503 Service Unavailable")
}

func aborts(_ context.Context, s *rt.Strand, _ *records) error {
	return s.Abort("sync.reqon:7:5", value.String("no data available"))
}

func waits(ctx context.Context, _ *rt.Strand, _ *records) error {
	<-ctx.Done()
	return rt.StoppedBy(ctx)
}

// invoke runs the program in an empty folder, with what it wants of the
// environment, and gives the exit status and what it said.
func invoke(t *testing.T, p *rt.Program, words ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	status = Run(p, words, strings.NewReader(""), &out, &err)
	return status, out.String(), err.String()
}

func clean(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("SYNC_REGION", "eu")
	return dir
}

// wants checks that the text holds every one of the parts, in their order.
func wants(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Errorf("%s does not tell %q (after what comes before it):\n%s", what, part, text)
			return
		}
		rest = after
	}
}

func TestExitStatus(t *testing.T) {
	one := store(value.Int(1))
	for _, c := range []struct {
		name    string
		program *rt.Program
		words   []string
		want    int
		says    []string
	}{
		{"done", mission(one, nil, nil, nil), nil, 0, []string{"Sync: done in "}},
		{"failed", mission(fails, nil, nil, nil), nil, 1, []string{
			"Sync: failed after ", "failed:      Fetch", "not started: Left, Right, Merge",
			"sync.reqon:6:5: Fetch: GET https://api.test/left: 503 Service Unavailable",
		}},
		{"aborted", mission(nil, aborts, nil, nil), nil, 1, []string{
			"Sync: aborted after ", "sync.reqon:7:5: Left: no data available", "aborted:     Left", "not started: Right, Merge",
		}},
		{"partial", mission(one, fails, one, one), nil, 4, []string{
			"Sync: partial: it ran to its end in ", "failed:      Left", "sync.reqon:6:5: Left: GET",
		}},
		{"partial is fine", mission(one, fails, one, one), []string{"--allow-partial"}, 0, []string{"Sync: partial"}},
		{"out of time", mission(waits, nil, nil, nil), []string{"--timeout", "10ms"}, 1, []string{
			"Sync: cancelled after ", "the time limit of the run is over", "cancelled:   Fetch", "not started: Left, Right, Merge",
		}},
		{"shuffled", mission(one, nil, nil, nil), []string{"--shuffle", "7", "--chaos=18446744073709551615"}, 0, []string{
			"Sync: done in ", "; again with --shuffle 7 --chaos 18446744073709551615\n",
		}},
		{"unknown flag", mission(nil, nil, nil, nil), []string{"--timout", "1s"}, 2, []string{
			"Sync: unknown flag --timout: did you mean --timeout?", "--help",
		}},
		{"an argument", mission(nil, nil, nil, nil), []string{"out.json"}, 2, []string{`"out.json" is one too many`}},
		{"no value", mission(nil, nil, nil, nil), []string{"--output"}, 2, []string{"--output wants a value: --output PATH"}},
		{"a panic in an action", mission(nil, func(context.Context, *rt.Strand, *records) error { panic("ouch") }, nil, nil), nil, 4, []string{
			"failed:      Left", "Left: panic: ouch",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			clean(t)
			status, stdout, stderr := invoke(t, c.program, c.words...)
			if status != c.want {
				t.Errorf("exit status %d, want %d", status, c.want)
			}
			if stdout != "" {
				t.Errorf("standard output, unasked: %q", stdout)
			}
			wants(t, "standard error", stderr, c.says...)
			if strings.Contains(stderr, "goroutine") {
				t.Errorf("a Go stack is shown:\n%s", stderr)
			}
		})
	}
}

func TestEveryWrongSettingIsToldAtOnce(t *testing.T) {
	dir := clean(t)
	if err := os.Unsetenv("SYNC_REGION"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("auth.json", []byte(`{ "Xero": `), 0o600); err != nil {
		t.Fatal(err)
	}
	started := false
	p := mission(func(context.Context, *rt.Strand, *records) error { started = true; return nil }, nil, nil, nil)
	status, _, stderr := invoke(t, p,
		"--max-concurrency", "none", "--shuffle", "0", "--chaos", "much", "--timeout", "soon", "--log-level", "loud", "--log-format", "xml",
		"--base", "Xreo=https://me:s3cret@a.test", "--base", "Xero=", "--base", "Pipedrive=http://a.test", "--auth", "auth.json",
		"--env", "missing.env", "--output", filepath.Join(dir, "none", "out.json"),
	)
	if status != 3 {
		t.Errorf("exit status %d, want 3", status)
	}
	if started {
		t.Error("the mission was run all the same")
	}
	wants(t, "standard error", stderr, "nothing was run: 13 settings are missing or wrong")
	for _, part := range []string{
		"sync.reqon:3:20: the environment variable SYNC_REGION is not set",
		`--max-concurrency wants a whole number from 1 up, and this is "none"`,
		`--shuffle wants a whole number from 1 up, and this is "0"`,
		`--chaos wants a whole number from 1 up, and this is "much"`,
		`--timeout wants milliseconds or a time such as "30s", "1h30m" or "7d", and this is "soon"`,
		`--log-level wants debug, info, warn or error, and this is "loud"`,
		`--log-format wants text or json, and this is "xml"`,
		"--base Xreo=…: the mission has no source Xreo: did you mean Xero?",
		"--base Pipedrive=…: the mission has no source Pipedrive: it has Xero, Shop, default",
		`--base wants [SOURCE=]URL, and there is no URL in "Xero="`,
		"--auth: auth.json:1:",
		"--env: there is no file missing.env",
		"--output: there is no folder " + filepath.Join(dir, "none"),
	} {
		if !strings.Contains(stderr, part) {
			t.Errorf("%q is not told:\n%s", part, stderr)
		}
	}
	if strings.Contains(stderr, "s3cret") {
		t.Errorf("a password in a URL is told:\n%s", stderr)
	}
	if strings.Contains(stderr, "SYNC_OPTION") {
		t.Errorf("env(\"SYNC_OPTION\") need not be set:\n%s", stderr)
	}
}

func TestDotEnv(t *testing.T) {
	region := func(told *string) *rt.Program {
		p := mission(nil, nil, nil, nil)
		open := p.Open
		p.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
			*told, _ = run.LookupEnv("SYNC_REGION")
			return open(run)
		}
		return p
	}
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	clean(t)
	write(".env", "SYNC_REGION=from .env\n")
	write("other.env", "SYNC_REGION=from other.env\n")
	write("broken.env", "A=1\nB=\"two\nlines\"\nSECRET s3cret\nC=1\n")
	var got string
	for _, c := range []struct {
		environment string // "-" is unset
		words       []string
		status      int
		want        string
	}{
		{"-", nil, 0, "from .env"},
		{"-", []string{"--env", "other.env"}, 0, "from other.env"},
		{"set", nil, 0, "set"},
		{"", nil, 0, ""}, // set to nothing is set
	} {
		t.Setenv("SYNC_REGION", c.environment)
		if c.environment == "-" {
			_ = os.Unsetenv("SYNC_REGION")
		}
		got = "unread"
		status, _, stderr := invoke(t, region(&got), c.words...)
		if status != c.status || got != c.want {
			t.Errorf("environment %q, %q: status %d, the mission reads %q, want %q\n%s", c.environment, c.words, status, got, c.want, stderr)
		}
	}

	if err := errors.Join(os.Remove(".env"), os.Mkdir(".env", 0o777)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SYNC_REGION", "set")
	if status, _, stderr := invoke(t, region(&got)); status != 0 || got != "set" {
		t.Errorf("with a folder .env: status %d, %q\n%s", status, got, stderr)
	}

	status, _, stderr := invoke(t, region(&got), "--env", "broken.env")
	if status != 3 || !strings.Contains(stderr, "--env: broken.env:4: not a line of the form NAME=value") {
		t.Errorf("status %d:\n%s", status, stderr)
	}
	if strings.Contains(stderr, "s3cret") {
		t.Errorf("the file's content is shown:\n%s", stderr)
	}
}

func TestOptionsReachTheRun(t *testing.T) {
	clean(t)
	if err := os.WriteFile("auth.json", []byte(`{"Xero": {"type": "bearer", "token": "$TOKEN"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(".env", []byte("TOKEN=abc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := mission(nil, nil, nil, nil)
	var got rt.Options
	open := p.Open
	p.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
		got = *run.Options()
		return open(run)
	}
	status, _, stderr := invoke(t, p,
		"--auth", "auth.json", "--state-dir", "state", "--max-concurrency", "7", "--timeout", "1h30m", "--dry-run",
		"--shuffle", "3", "--chaos", "4",
		"--base", "Xero=https://x.test/a=b", "--base", "https://all.test?x=y")
	if status != 0 {
		t.Fatalf("status %d:\n%s", status, stderr)
	}
	if got.StateDir != "state" || got.MaxConcurrency != 7 || got.Timeout != 90*time.Minute || !got.DryRun || got.Shuffle != 3 || got.Chaos != 4 {
		t.Errorf("%+v", got)
	}
	if got.Bases["Xero"] != "https://x.test/a=b" || got.Bases[""] != "https://all.test?x=y" || len(got.Bases) != 2 {
		t.Errorf("bases %q", got.Bases)
	}
	if got.Credentials["Xero"].Token != "abc" || got.Credentials["Xero"].Type != "bearer" {
		t.Errorf("credentials %+v", got.Credentials)
	}
}

func TestProgressAndSummary(t *testing.T) {
	clean(t)
	p := mission(store(value.Int(1)), fails, store(value.Int(2)), nil)
	_, _, stderr := invoke(t, p)
	wants(t, "standard error", stderr,
		"  Fetch started\n",
		"  Fetch done in ", ": 0 requests, 1 record\n",
		"  Left started\n",
		"  Left failed after ", ": sync.reqon:6:5: GET https://api.test/left: 503",
		"  Merge done in ",
		"Sync: partial",
		"stage", "time", "requests", "retries", "read", "stored", "failed",
		"1  Fetch", "done",
		"2  group of 2",
		"Left", "failed",
		"Right", "done",
		"3  Merge", "done",
		"records in stores: items 2, none 0",
	)

	_, _, stderr = invoke(t, p, "--no-progress")
	if strings.Contains(stderr, "started\n") || !strings.Contains(stderr, "3  Merge") {
		t.Errorf("--no-progress:\n%s", stderr)
	}
	_, _, stderr = invoke(t, p, "--quiet")
	if strings.Contains(stderr, "started\n") || strings.Contains(stderr, "3  Merge") || !strings.Contains(stderr, "sync.reqon:6:5: Left: GET") {
		t.Errorf("--quiet:\n%s", stderr)
	}
	if _, _, stderr = invoke(t, mission(nil, nil, nil, nil), "-q"); stderr != "" {
		t.Errorf("--quiet of a run that is done says:\n%s", stderr)
	}
}

func TestASkippedStage(t *testing.T) {
	clean(t)
	p := mission(nil, nil, nil, nil)
	p.Stages = p.Stages[:1]
	p.Open = func(*rt.Run) func(context.Context, *rt.Strand) error {
		return func(_ context.Context, s *rt.Strand) error {
			s.Stage(1).Skip()
			return nil
		}
	}
	status, _, stderr := invoke(t, p)
	if status != 0 {
		t.Errorf("status %d", status)
	}
	wants(t, "standard error", stderr, "Fetch skipped: its condition does not hold\n", "1  Fetch  skipped\n")
}

func TestNothingSaysASecret(t *testing.T) {
	clean(t)
	leak := func(_ context.Context, s *rt.Strand, _ *records) error {
		s.Run().Log().Warn("sent s3cret", "header", "Bearer s3cret")
		s.Run().Observe(rt.Warned{Text: "token s3cret is old"})
		s.Run().Observe(rt.WouldSend{Method: "GET", URL: "https://a.test/?key=s3cret"})
		return errors.New("s3cret was refused")
	}
	panics := func(context.Context, *rt.Strand, *records) error { panic("with s3cret in it") }
	for _, format := range []string{"text", "json"} {
		status, _, stderr := invoke(t, mission(nil, leak, panics, nil), "--log-level", "debug", "--log-format", format)
		if status != 4 || strings.Count(stderr, "[redacted]") < 5 {
			t.Errorf("status %d:\n%s", status, stderr)
		}
		if strings.Contains(stderr, "s3cret") {
			t.Errorf("a secret is told:\n%s", stderr)
		}
	}
}

func TestAPanicWhileItOpens(t *testing.T) {
	clean(t)
	p := mission(nil, nil, nil, nil)
	p.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
		run.Secret("s3cret")
		panic("no s3cret today")
	}
	status, _, stderr := invoke(t, p)
	if status != 1 {
		t.Errorf("exit status %d, want 1", status)
	}
	wants(t, "standard error", stderr, "Sync: the program is at fault", "no [redacted] today", "--log-level debug")
	if strings.Contains(stderr, "goroutine") {
		t.Errorf("a Go stack is shown:\n%s", stderr)
	}
	if _, _, stderr = invoke(t, p, "--log-level", "debug"); !strings.Contains(stderr, "goroutine") {
		t.Errorf("--log-level debug shows no stack:\n%s", stderr)
	}
}

func TestInterrupt(t *testing.T) {
	clean(t)
	interrupts := func(ctx context.Context, s *rt.Strand, items *records) error {
		items.add(s, value.Int(1))
		self, err := os.FindProcess(os.Getpid())
		if err := errors.Join(err, self.Signal(os.Interrupt)); err != nil {
			t.Error(err)
		}
		return waits(ctx, s, items)
	}
	status, stdout, stderr := invoke(t, mission(interrupts, nil, nil, nil), "--output", "-")
	if status != 130 {
		t.Errorf("exit status %d, want 130", status)
	}
	wants(t, "standard error", stderr, "Sync: interrupted: ", "once more", "Sync: interrupted after ", "cancelled:   Fetch", "not started: Left, Right, Merge")
	wants(t, "standard output", stdout, `"items": [`, "1")
}

func TestHelpAndVersion(t *testing.T) {
	clean(t)
	_ = os.Unsetenv("SYNC_REGION") // no setting is wanted for help
	p := mission(nil, nil, nil, nil)
	status, stdout, stderr := invoke(t, p, "--help")
	if status != 0 || stderr != "" {
		t.Errorf("status %d, %q", status, stderr)
	}
	wants(t, "--help", stdout,
		"The mission Sync, compiled from sync.reqon.",
		"Usage:", "Example:", "--auth credentials.json --base Shop=https://api.example.com --base default=https://api.example.com --output out.json",
		"Stages:", "1  Fetch\n", "2  [Left, Right]\n", "3  Merge\n",
		"Sources:", "Xero  https://api.xero.com  auth: bearer", "Shop  (its base is computed, or given with --base or REQON_SHOP_BASE)  auth: oauth2",
		"default  (its base is given with --base or REQON_BASE)",
		"Flags:", "--auth FILE", "--env FILE", "--base [SOURCE=]URL", "--output PATH", "--state-dir DIR", "--max-concurrency N",
		"--timeout D", "--dry-run", "--log-level L", "--log-format F", "--quiet", "--no-progress", "--allow-partial", "--version", "--help",
		"Environment:", "SYNC_REGION", "must be set (sync.reqon:3:20)", "SYNC_OPTION", "REQON_XERO_BASE", "REQON_XERO_TOKEN", "REQON_SHOP_CLIENT_SECRET", "REQON_BASE",
		"REQON_STATE_DIR", "Exit status:",
	)
	if strings.Contains(stdout, "REQON_XERO_PASSWORD") {
		t.Errorf("a bearer source has no password:\n%s", stdout)
	}
	status, stdout, _ = invoke(t, p, "--version")
	if status != 0 || !strings.HasPrefix(stdout, "Sync, compiled from sync.reqon by reqongen") {
		t.Errorf("--version: status %d, %q", status, stdout)
	}
}
