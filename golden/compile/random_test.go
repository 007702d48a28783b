package compile_test

import (
	"flag"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/golden/internal/random"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
)

var (
	missions  = flag.Int("missions", 1000, "how many random missions are compiled")
	firstSeed = flag.Uint64("seed", 0, "the seed of the first of them")
	texts     = flag.Bool("texts", false, "print what the compiler says of each")
)

// TestRandomMissions compiles missions of many seeds. Each becomes Go that
// compiles, or is refused at a place in its text; few are, and together they use
// the whole language.
func TestRandomMissions(t *testing.T) {
	var (
		seeds   atomic.Uint64
		mu      sync.Mutex
		reached = constructs{}
		refused = map[diag.Code]int{}
		count   int // of those refused
		wait    sync.WaitGroup
	)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for n := seeds.Add(1) - 1; n < uint64(*missions); n = seeds.Add(1) - 1 {
				seed := *firstSeed + n
				t.Run(fmt.Sprint("seed", seed), func(t *testing.T) {
					defer func() {
						if v := recover(); v != nil {
							t.Errorf("panic: %v", v)
						}
						if t.Failed() {
							t.Errorf("replay: go test ./golden/compile -run 'TestRandomMissions$' -missions 1 -seed %d", seed)
						}
					}()
					text := random.Mission(random.Choices(seed))
					codes := compileRandom(t, text, both[seed%2:][:1])
					mu.Lock()
					defer mu.Unlock()
					if len(codes) == 0 {
						reached.count(t, text)
						return
					}
					count++
					for _, code := range codes {
						refused[code]++
					}
				})
			}
		})
	}
	wait.Wait()
	t.Logf("%d of %d random missions are refused: %v", count, *missions, refused)
	reached.tell(t)
	if *missions < 1000 || t.Failed() {
		return
	}
	if count > *missions/10 {
		t.Errorf("%d of %d random missions are refused", count, *missions)
	}
	if missing := reached.missing(); len(missing) > 0 {
		t.Errorf("no random mission that is accepted has %s", strings.Join(missing, ", "))
	}
}

// compileRandom compiles a mission, and gives the codes of the errors that it is
// refused with: each has a place in the text.
func compileRandom(t *testing.T, text string, options []gen.Options) []diag.Code {
	if compiles(t, text, options) {
		return nil
	}
	var codes []diag.Code
	for _, d := range lang.Check(source.NewFile("mission.reqon", text)).Diagnostics {
		if d.Severity != diag.Error {
			continue
		}
		if !d.Span.IsValid() || d.Msg == "" {
			t.Errorf("an error without a place or a message: %+v\n%s", d, text)
		}
		if *texts {
			t.Logf("%s: %s: %s: %s", d.Span.Start(), d.Code, d.Msg, strings.Split(text, "\n")[d.Span.Start().Line()-1])
		}
		if !slices.Contains(codes, d.Code) {
			codes = append(codes, d.Code)
		}
	}
	if len(codes) == 0 {
		t.Errorf("neither accepted nor refused:\n%s", text)
	}
	return codes
}
