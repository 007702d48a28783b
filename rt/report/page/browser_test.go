package page

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/report"
)

// generous ends a test whose browser hangs; nothing is measured by it.
const generous = 3 * time.Minute

// untilDone has a condition waited for as long as the test may take.
var untilDone = chromedp.WithPollingTimeout(0)

// A browser is Chromium with one page of a report. It keeps what the console
// says, and which addresses the page asks for.
type browser struct {
	t   *testing.T
	ctx context.Context

	mu      sync.Mutex
	console []string
	asked   []string
}

// open opens the page of the report in Chromium, and waits until it can be used.
func open(t *testing.T, r *report.Report) *browser {
	t.Helper()
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		if strings.Contains(os.Getenv("REQONGEN_SERVERS"), "chromium") {
			t.Fatal("there is no Chromium, and REQONGEN_SERVERS says that it is here")
		}
		t.Skip("not run: there is no Chromium to open the page of a report in")
	}
	file := filepath.Join(t.TempDir(), "run.html")
	if err := os.WriteFile(file, []byte(pageOf(t, r)), 0o666); err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 900),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.WSURLReadTimeout(time.Minute))
	ctx, cancel := context.WithTimeout(context.Background(), generous)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	// Asked to, the browser ends its own processes before its folder goes.
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) })

	b := &browser{t: t, ctx: ctx}
	chromedp.ListenTarget(ctx, func(event any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch e := event.(type) {
		case *cdpruntime.EventConsoleAPICalled:
			b.console = append(b.console, fmt.Sprint(e.Type, e.Args))
		case *cdpruntime.EventExceptionThrown:
			b.console = append(b.console, e.ExceptionDetails.Error())
		case *network.EventRequestWillBeSent:
			b.asked = append(b.asked, e.Request.URL)
		}
	})
	b.do(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}, {Name: "prefers-reduced-motion", Value: "reduce"}}),
		network.Enable(), chromedp.Navigate("file://"+file), chromedp.WaitReady(`html[data-ready]`, chromedp.ByQuery))
	return b
}

func (b *browser) do(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

func ask[T any](b *browser, script string) (answer T) {
	b.t.Helper()
	b.do(chromedp.Evaluate(script, &answer))
	return answer
}

// quiet tells of what went wrong in the page, and of what it fetched.
func (b *browser) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.console) > 0 {
		b.t.Errorf("the console says %q", b.console)
	}
	for _, url := range b.asked {
		if !strings.HasPrefix(url, "file://") {
			b.t.Errorf("the page asked for %s", url)
		}
	}
}

// shot keeps a picture of the whole page where REQONGEN_SHOTS names a folder.
func (b *browser) shot(name string) {
	b.t.Helper()
	folder := os.Getenv("REQONGEN_SHOTS")
	if folder == "" {
		return
	}
	var picture []byte
	b.do(chromedp.FullScreenshot(&picture, 100))
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o666); err != nil {
		b.t.Fatal(err)
	}
}

// painted is how many pixels of the chart are not empty.
const painted = `(() => {
	const c = document.querySelector(".chart canvas"), d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data
	let n = 0
	for (let i = 3; i < d.length; i += 4) if (d[i]) n++
	return n
})()`

// back is the color that the page is on.
const back = `getComputedStyle(document.body).backgroundColor`

// view is the chart's picture as text: another part of the run is another one.
const view = `document.querySelector(".chart canvas").toDataURL()`

func TestThePageInABrowser(t *testing.T) {
	b := open(t, sample(600, ""))
	if n := ask[int](b, painted); n < 10_000 {
		t.Errorf("%d pixels of the chart are painted", n)
	}
	b.shot("light")

	// The pointer over the middle of an action's bar, and over a request's.
	type point struct{ X, Y float64 }
	at := ask[point](b, `(() => {
		const over = document.querySelector(".chart .u-over")
		over.scrollIntoView()
		const box = over.getBoundingClientRect()
		return {X: box.left + box.width / 2, Y: box.top}
	})()`)
	hover := func(y float64) string {
		before := ask[string](b, `document.querySelector(".tip").innerText`)
		b.do(input.DispatchMouseEvent(input.MouseMoved, at.X, at.Y+y))
		var text string
		b.do(chromedp.PollFunction(`(was) => {
			const tip = document.querySelector(".tip")
			return !tip.hidden && tip.innerText !== was && tip.innerText
		}`, &text, untilDone, chromedp.WithPollingArgs(before)))
		return text
	}
	const prices = 10 + 12 + 1 + 6 + 10 // pixels above the bar of Prices: FetchMaster and its one request
	if text := hover(prices + 6); !strings.Contains(text, "Prices: done") || !strings.Contains(text, "37 waited for a rate limit: 3.20s") {
		t.Errorf("over an action the tooltip says %q", text)
	}
	if text := hover(prices + 13 + 3); !strings.Contains(text, "GET https://api.example.com/v1/prices?itemId=") || !strings.Contains(text, "shop.reqon:16:7") {
		t.Errorf("over a request the tooltip says %q", text)
	}
	b.shot("hover")

	whole := ask[string](b, view)
	changes := func(what string, back bool, actions ...chromedp.Action) {
		t.Helper()
		before := ask[string](b, view)
		b.do(actions...)
		var now bool
		if back {
			b.do(chromedp.PollFunction(`(was) => document.querySelector(".chart canvas").toDataURL() === was`, &now, untilDone, chromedp.WithPollingArgs(whole)))
			return
		}
		b.do(chromedp.PollFunction(`(was) => document.querySelector(".chart canvas").toDataURL() !== was`, &now, untilDone, chromedp.WithPollingArgs(before)))
		if !now {
			t.Errorf("%s does not change the chart", what)
		}
	}
	// Zoom: by dragging, by double-click back, by the keyboard.
	changes("dragging", false,
		input.DispatchMouseEvent(input.MousePressed, at.X-200, at.Y+prices).WithButton(input.Left).WithClickCount(1),
		input.DispatchMouseEvent(input.MouseMoved, at.X, at.Y+prices).WithButton(input.Left),
		input.DispatchMouseEvent(input.MouseReleased, at.X, at.Y+prices).WithButton(input.Left).WithClickCount(1))
	changes("a double-click", true, chromedp.MouseClickXY(at.X, at.Y+prices, chromedp.ClickCount(2)))
	wheel := func(delta float64) chromedp.Action {
		return input.DispatchMouseEvent(input.MouseWheel, at.X, at.Y+prices).WithDeltaX(0).WithDeltaY(delta).WithModifiers(input.ModifierCtrl)
	}
	changes("the wheel with Ctrl", false, wheel(-120))
	changes("the wheel the other way", true, wheel(120))
	button := func(label string) chromedp.Action {
		return chromedp.Click(`.tools button[aria-label="`+label+`"]`, chromedp.ByQuery)
	}
	changes("the button +", false, button("Zoom in"))
	changes("the button −", true, button("Zoom out"))
	changes("the button + again", false, button("Zoom in"))
	changes("the button for the whole run", true, button("Show the whole run"))
	b.do(chromedp.Focus(".chart", chromedp.ByQuery))
	changes("+", false, chromedp.KeyEvent("+"))
	b.shot("zoomed")
	changes("the right arrow", false, chromedp.KeyEvent(kb.ArrowRight))
	changes("the arrow down", false, chromedp.KeyEvent(kb.ArrowDown))
	if text := ask[string](b, `document.querySelector(".told").innerText`); !strings.Contains(text, "GET https://") {
		t.Errorf("the request that the keyboard chose is told as %q", text)
	}
	changes("Escape", true, chromedp.KeyEvent(kb.Escape))

	// From the tables and the graph to the chart.
	changes("a slow request", false, chromedp.Click("#slowest tbody button", chromedp.ByQuery))
	changes("an action of the graph", false, chromedp.Click("#pipeline .action.failed", chromedp.ByQuery))
	if text := ask[string](b, `document.querySelector("#failures tbody").innerText`); !strings.Contains(text, `get "/stock" { params: { itemId: item.id } }`) || !strings.Contains(text, "shop.reqon:22:7") {
		t.Errorf("the table of failures says %q", text)
	}
	if lines := ask[[]string](b, `Array.from(document.querySelectorAll("#failures .lines > *"), (line) => line.localName + " " + line.textContent.trimEnd())`); !slices.Equal(lines, []string{
		"span 20 │ action Stock {",
		"span 21 │   for item in items parallel 40 {",
		`mark 22 │     get "/stock" { params: { itemId: item.id } }`,
		"span 23 │     store response -> stock { key: item.id }",
		"span 24 │   }",
	}) {
		t.Errorf("the mission's lines are shown as %q", lines)
	}
	if text := ask[string](b, `document.querySelector("#limits tbody").innerText`); !strings.Contains(text, "requests at once of Stock\tshop.reqon:21:32\t31\t\n40\t") {
		t.Errorf("the limits are told as %q", text)
	}

	// Dark: by the button, and by the system.
	light := ask[string](b, back)
	changes("the dark page", false, chromedp.Click("#theme", chromedp.ByQuery))
	if dark := ask[string](b, back); dark == light {
		t.Errorf("the dark page is on %s, as the light one", dark)
	}
	b.shot("dark")
	b.do(chromedp.Reload(), chromedp.WaitReady(`html[data-ready]`, chromedp.ByQuery))
	if again := ask[string](b, `document.documentElement.dataset.theme`); again != "dark" {
		t.Errorf("opened again, the page that was made dark is %s", again)
	}
	b.do(chromedp.Click("#theme", chromedp.ByQuery))
	if again := ask[string](b, back); again != light {
		t.Errorf("the page is on %s again, and was on %s", again, light)
	}
	b.quiet()
}

func TestThePageFollowsTheSystem(t *testing.T) {
	b := open(t, sample(50, ""))
	light := ask[string](b, back)
	var dark bool
	b.do(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}),
		chromedp.Poll(`document.documentElement.dataset.theme === "dark"`, &dark, untilDone))
	if now := ask[string](b, back); now == light {
		t.Errorf("where the system is dark the page is on %s, as where it is light", now)
	}

	// On paper it is light, and without what only serves a screen.
	b.do(emulation.SetEmulatedMedia().WithMedia("print").WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}))
	if now := ask[string](b, back); now != light {
		t.Errorf("on paper the page is on %s, and the light one is on %s", now, light)
	}
	if shown := ask[string](b, `getComputedStyle(document.getElementById("theme")).display`); shown != "none" {
		t.Errorf("on paper the button stands as %q", shown)
	}
	var paper []byte
	b.do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		paper, _, err = cdppage.PrintToPDF().WithPrintBackground(false).Do(ctx)
		return err
	}))
	if !strings.HasPrefix(string(paper), "%PDF-") {
		t.Errorf("the page prints as %d bytes that are no PDF", len(paper))
	}
	if folder := os.Getenv("REQONGEN_SHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "paper.pdf"), paper, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	b.quiet()
}

// apply gives what the function, which sees a module of the page's sources as
// module, makes of the argument.
func apply[T any](b *browser, module, function string, argument any) (result T) {
	b.t.Helper()
	source, err := os.ReadFile(filepath.Join("web", "src", module))
	if err != nil {
		b.t.Fatal(err)
	}
	in, err := json.Marshal([]any{string(source), argument})
	if err != nil {
		b.t.Fatal(err)
	}
	b.do(cdppage.SetBypassCSP(true), chromedp.Reload(), chromedp.Evaluate(`(async ([source, argument]) => {
		const module = await import(URL.createObjectURL(new Blob([source], {type: "text/javascript"})))
		return (`+function+`)(argument)
	})(`+string(in)+`)`, &result, func(p *cdpruntime.EvaluateParams) *cdpruntime.EvaluateParams { return p.WithAwaitPromise(true) }))
	return result
}

// The page unpacks the requests as they were, but for what it does not show.
func TestRequestsAreUnpackedAsTheyWere(t *testing.T) {
	want := sample(600, hostile).Requests.Kept
	want = append(want, report.Request{Action: -1, Attempts: []report.Attempt{}, Code: "dry", URL: "", Asked: 7, End: 9})
	got := apply[[]report.Request](open(t, sample(1, "")), "unpack.js", `module.unpack`, pack(want))
	for i := range want {
		want[i].Loop = ""
		for n := range want[i].Attempts {
			want[i].Attempts[n].BytesIn, want[i].Attempts[n].BytesOut = 0, 0
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("unpacked they differ (-want +got):\n%s", diff)
	}
}

// The page says times and what is waited for in the words of the summary.
func TestWordsAreThoseOfTheSummary(t *testing.T) {
	lengths := []report.Micros{0, 1, 49, 50, 51, 9_999, 10_000, 999_999, 1_000_000, 9_994_999, 9_999_999}
	for m := range report.Micros(1000) { // halves of what is shown
		lengths = append(lengths, 50*m, 1_000_000+5000*m, 10_000_000+50_000*m)
	}
	dice := rand.New(rand.NewPCG(2, 6))
	for range 2000 {
		lengths = append(lengths, report.Micros(dice.ExpFloat64()*math.Pow(10, 1+9*dice.Float64())))
	}
	kinds := []string{"something else"}
	for _, kind := range rt.WaitKinds {
		kinds = append(kinds, kind.String())
	}
	var want []string
	for _, m := range lengths {
		want = append(want, m.String())
	}
	for _, kind := range kinds {
		want = append(want, report.KindText(kind))
	}
	got := apply[[]string](open(t, sample(1, "")), "words.js", `([lengths, kinds]) => [...lengths.map(module.length), ...kinds.map(module.kindText)]`, []any{lengths, kinds})
	if len(got) != len(want) {
		t.Fatalf("%d words of %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			what := any(nil)
			if i < len(lengths) {
				what = int64(lengths[i])
			} else {
				what = kinds[i-len(lengths)]
			}
			t.Errorf("%v is %q on the page, and %q in the summary", what, got[i], want[i])
		}
	}
}

func TestHostileDataIsShownAsText(t *testing.T) {
	b := open(t, sample(50, hostile))
	if ask[bool](b, `"hacked" in window || document.querySelector("main img, main script") !== null`) {
		t.Error("text of the report became a part of the page")
	}
	if name := ask[string](b, `document.querySelector("h1").textContent`); name != "Shop"+hostile {
		t.Errorf("the mission's name is shown as %q", name)
	}
	b.quiet()
}

// How long it takes is told; that the chart is there and answers is what has to
// hold.
func TestManyRequests(t *testing.T) {
	b := open(t, sample(100_000, ""))
	if n := ask[int](b, painted); n < 10_000 {
		t.Errorf("%d pixels of the chart are painted", n)
	}
	var zoomed bool
	before := ask[string](b, view)
	b.do(chromedp.Focus(".chart", chromedp.ByQuery), chromedp.KeyEvent("+"),
		chromedp.PollFunction(`(was) => document.querySelector(".chart canvas").toDataURL() !== was`, &zoomed, untilDone, chromedp.WithPollingArgs(before)))
	t.Logf("with 100,000 requests the page can be used %sms after it was opened", ask[string](b, `document.documentElement.dataset.ready`))
	b.shot("many")
	b.quiet()
}
