package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/lang/effects"
	"github.com/reqongen/reqongen/lang/graph"
)

// patience is how long a program that draws may take on a slow machine.
const patience = 5 * time.Minute

// missing ends a test of a program that is not installed (.ci/servers does that).
func missing(t *testing.T, program string) {
	t.Helper()
	if slices.Contains(strings.Fields(os.Getenv("REQONGEN_SERVERS")), program) {
		t.Fatalf("%s is installed, and not found", program)
	}
	fmt.Fprintf(os.Stderr, "not run: %s: %s is not installed (.ci/servers)\n", t.Name(), program)
	t.SkipNow()
}

// shown is what is to be seen of a mission: the lines of each action by the name
// of its node, the title of each group, and the stores that flow.
func shown(g *graph.Graph, group string) map[string]string {
	lines := map[string]string{}
	flows := map[[4]string]string{}
	for _, f := range g.Flows {
		if f.From > 0 {
			between := [4]string{fmt.Sprint(f.From), f.FromAction, fmt.Sprint(f.To), f.ToAction}
			if flows[between] != "" {
				flows[between] += ", "
			}
			flows[between] += f.Store
		}
	}
	for _, stores := range flows {
		lines[stores] = "edge"
	}
	for _, s := range g.Stages {
		if s.Group {
			title := "side by side, " + g.Mode
			if g.MaxConcurrency != "" {
				title = "at most " + g.MaxConcurrency + " " + title
			}
			if s.If != "" {
				title += ", if " + s.If
			}
			lines[fmt.Sprintf("%s%d", group, s.Number)] = title
		}
		for i, a := range s.Actions {
			label := a.Name
			if !s.Group && s.If != "" {
				label += " if " + s.If
			}
			if a.Requests != "none" {
				label += "\nrequests: " + a.Requests
				if a.Concurrency != "1" {
					label += ", " + a.Concurrency + " at once"
				}
			}
			lines[fmt.Sprintf("a%d_%d", s.Number, i+1)] = label
		}
	}
	return lines
}

// TestGraphvizDraws has Graphviz draw every mission, and reads what is to be
// seen in the drawing.
func TestGraphvizDraws(t *testing.T) {
	program, err := exec.LookPath("dot")
	if err != nil {
		missing(t, "dot")
	}
	var all []*effects.Mission
	var in, out, told bytes.Buffer
	for _, file := range everywhere(t) {
		for _, e := range missions(t, file) {
			all = append(all, e)
			in.WriteString(graph.Of(e).DOT())
		}
	}
	cmd := exec.Command(program, "-Tsvg")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = &in, &out, &told
	if err := cmd.Run(); err != nil || told.Len() > 0 {
		t.Fatalf("dot: %v\n%s", err, &told)
	}
	decoder := xml.NewDecoder(&out)
	for _, e := range all {
		if diff := cmp.Diff(shown(graph.Of(e), "cluster_stage"), drawing(t, decoder)); diff != "" {
			t.Errorf("%s (-want +drawn):\n%s", e.Plan.Name, diff)
		}
	}
}

// drawing reads the nodes of the next SVG.
func drawing(t *testing.T, decoder *xml.Decoder) map[string]string {
	type group struct {
		Class  string   `xml:"class,attr"`
		Title  string   `xml:"title"`
		Text   []string `xml:"text"`
		Groups []group  `xml:"g"`
	}
	for {
		token, err := decoder.Token()
		if err != nil {
			t.Fatalf("a drawing is missing: %v", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "svg" {
			continue
		}
		var svg group
		if err := decoder.DecodeElement(&svg, &start); err != nil {
			t.Fatal(err)
		}
		nodes := map[string]string{}
		for _, g := range svg.Groups[0].Groups {
			text := strings.ReplaceAll(strings.Join(g.Text, "\n"), "\u00a0", " ")
			switch {
			case g.Class != "edge":
				nodes[g.Title] = text
			case text != "":
				nodes[text] = "edge"
			}
		}
		return nodes
	}
}

// TestMermaidDraws has Mermaid, in Chromium, read every mission and draw those
// of this folder and of the examples, and reads what is to be seen in the
// drawing.
func TestMermaidDraws(t *testing.T) {
	cache, _ := os.UserCacheDir()
	script := filepath.Join(cache, "reqongen", "servers", "node_modules", "mermaid", "dist", "mermaid.min.js")
	if _, err := os.Stat(script); err != nil {
		missing(t, "mermaid")
	}
	ctx := browse(t, script)
	for _, file := range everywhere(t) {
		for _, e := range missions(t, file) {
			g := graph.Of(e)
			if strings.HasPrefix(file, "../race/") || strings.HasPrefix(file, "../run/") {
				run(t, ctx, e.Plan.Name, fmt.Sprintf(`mermaid.parse(%s).then(() => "", String)`, literal(t, g.Mermaid())), nil)
				continue
			}
			nodes := map[string]string{}
			run(t, ctx, e.Plan.Name, fmt.Sprintf(`draw(%s).catch(String)`, literal(t, g.Mermaid())), &nodes)
			if diff := cmp.Diff(shown(g, "stage"), nodes); diff != "" {
				t.Errorf("%s (-want +drawn):\n%s", e.Plan.Name, diff)
			}
		}
	}
}

// browse opens a page with Mermaid in it.
func browse(t *testing.T, script string) context.Context {
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		missing(t, "chromium")
	}
	page := filepath.Join(t.TempDir(), "page.html")
	html := `<!doctype html><meta charset="utf-8"><script src="file://` + script + `"></script><script>
mermaid.initialize({ startOnLoad: false })
let drawn = 0
async function draw(text) {
  const { svg } = await mermaid.render("drawing" + drawn++, text)
  const page = new DOMParser().parseFromString("<body>" + svg, "text/html")
  const nodes = {}
  for (const node of page.querySelectorAll("g.node, g.cluster")) {
    const label = node.querySelector(".nodeLabel")
    for (const br of label.querySelectorAll("br")) br.replaceWith("\n")
    nodes[node.id.match(/a\d+_\d+|stage\d+/)[0]] = label.textContent
  }
  for (const label of page.querySelectorAll("g.edgeLabel")) {
    const text = label.textContent.trim()
    if (text) nodes[text] = "edge"
  }
  return JSON.stringify(nodes)
}
</script>`
	if err := os.WriteFile(page, []byte(html), 0o666); err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WSURLReadTimeout(time.Minute))
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) })
	if err := chromedp.Run(ctx, chromedp.Navigate("file://"+page)); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// run evaluates a script whose promise gives a text: JSON for the answer, else
// what went wrong.
func run(t *testing.T, ctx context.Context, mission, script string, answer any) {
	t.Helper()
	var text string
	await := func(p *cdpruntime.EvaluateParams) *cdpruntime.EvaluateParams { return p.WithAwaitPromise(true) }
	if err := chromedp.Run(ctx, chromedp.Evaluate(script, &text, await)); err != nil {
		t.Fatal(err)
	}
	switch {
	case answer == nil && text != "":
		t.Errorf("%s: %s", mission, text)
	case answer != nil:
		if err := json.Unmarshal([]byte(text), answer); err != nil {
			t.Errorf("%s: %s", mission, text)
		}
	}
}

// literal is the text as one of JavaScript.
func literal(t *testing.T, text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
