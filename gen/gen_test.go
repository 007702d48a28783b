package gen

import (
	"strings"
	"testing"
	"time"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/rt"
)

func TestPackageNames(t *testing.T) {
	for _, name := range []string{"main", "_", "func", "a-b", "1a", "a.b"} {
		if _, err := Generate(&plan.Mission{Name: "M"}, Options{Package: name}); err == nil {
			t.Errorf("a package named %q is generated", name)
		}
	}
}

// TestRefusesWhatItCannotWrite gives plans that the checker makes none of: an
// error says so, and nothing is written.
func TestRefusesWhatItCannotWrite(t *testing.T) {
	store := &plan.Store{Name: "s", Label: "s", Kind: plan.StoreKind(99)}
	request := &plan.Request{Method: "GET", Source: &plan.Source{Name: "default"}, Path: &plan.Literal{Value: "/"}, Again: true}
	nobody := &plan.Var{Name: "nobody", Kind: plan.LetVar}
	for want, m := range map[string]*plan.Mission{
		"no code for this kind of store": {Stores: []*plan.Store{store}},
		"stands in another loop than its request": {Actions: []*plan.Action{{Name: "A", Body: &plan.Block{Steps: []plan.Step{
			request,
			&plan.For{
				Var: &plan.Var{Name: "x"}, In: &plan.Array{}, OnError: plan.ContinueLoop,
				Body: &plan.Block{Steps: []plan.Step{&plan.RetryStep{Request: request}}},
			},
		}}}}},
		"reads the store s": {
			Stores: []*plan.Store{{Name: "s"}},
			Lets:   []*plan.Let{{Var: &plan.Var{Name: "l", Global: true}, X: &plan.Unary{Op: plan.Neg, X: &plan.StoreRef{Store: store}}}},
		},
		"reads the variable nobody": {Stages: []*plan.Stage{{
			Actions: []*plan.Action{{Name: "A"}}, If: &plan.VarRef{Var: nobody},
		}}},
	} {
		files, err := Generate(m, Options{})
		if err == nil || !strings.Contains(err.Error(), want) || files != nil {
			t.Errorf("%d files and the error %v, want one about %q", len(files), err, want)
		}
	}
}

// TestDefaultMaxDelay holds the emitter's knowledge of the runtime's default
// against the runtime.
func TestDefaultMaxDelay(t *testing.T) {
	if got := rt.Defaults.MaxDelay; got != defaultMaxDelay*time.Millisecond {
		t.Errorf("the runtime waits %v at most", got)
	}
}

func TestFileNames(t *testing.T) {
	for _, c := range []struct{ mission, file, want string }{
		{"mission.reqon", "mission.reqon", "mission.reqon"},
		{"/home/someone/shop.reqon", "/home/someone/shop.reqon", "shop.reqon"},
		{"shop/mission.reqon", "shop/actions/fetch.reqon", "actions/fetch.reqon"},
		{"shop/mission.reqon", "lib/common.reqon", "../lib/common.reqon"},
		{"shop/mission.reqon", "/elsewhere/common.reqon", "common.reqon"},
	} {
		g := &generator{mission: &plan.Mission{File: source.NewFile(c.mission, "")}}
		if got := g.fileName(source.NewFile(c.file, "")); got != c.want {
			t.Errorf("%s of %s is called %s, want %s", c.file, c.mission, got, c.want)
		}
	}
}

func TestComments(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"plain", "// plain"},
		{"", "//"},
		{"  ", "//"},
		{"a\tb", "// a b"},
		{"go:build ignore", "// (go:build ignore)"},
		{" +build ignore", "// ( +build ignore)"},
		{"a\x00b\r\u202ec\ufeff", "// abc"},
		{"bad \xff end", "// bad  end"},
		{"größe 日本 🙂", "// größe 日本 🙂"},
	} {
		if got := comment(c.line); got != c.want {
			t.Errorf("comment(%q) = %q, want %q", c.line, got, c.want)
		}
	}
}

func TestDurations(t *testing.T) {
	for ms, want := range map[int64]string{
		1: "time.Millisecond", 250: "250 * time.Millisecond", 1000: "time.Second", 1500: "1500 * time.Millisecond",
		90_000: "90 * time.Second", 120_000: "2 * time.Minute", 3_600_000: "time.Hour", 604_800_000: "168 * time.Hour", 0: "0",
	} {
		if got := duration(ms).GoString(); got != want {
			t.Errorf("%d ms are written %s, want %s", ms, got, want)
		}
	}
}
