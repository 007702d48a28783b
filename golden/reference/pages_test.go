package reference

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/golden/compile"
	"github.com/reqongen/reqongen/golden/internal/casebuild"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/format"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/rt/rttest"
)

const pages = "../../examples/reference"

// A sample is a mission of a page with what follows it.
type sample struct {
	name    string // of the page and the line
	mission string
	api     string // "" where it is only compiled
	stores  string // "" where any will do
}

// samples are the missions of every page, in order.
func samples(t *testing.T) []sample {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(pages, "*.md"))
	if err != nil || len(files) < 12 {
		t.Fatalf("only %d pages: %v", len(files), err)
	}
	var all []sample
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		language, block := "", ""
		for i, line := range strings.Split(string(text), "\n") {
			switch fence, opens := strings.CutPrefix(line, "```"); {
			case !opens:
				block += line + "\n"
				continue
			case fence != "":
				language, block = fence, ""
				if fence == "reqon" {
					page := strings.TrimSuffix(filepath.Base(file), ".md")
					all = append(all, sample{name: fmt.Sprintf("%s-%d", page, i+2)})
				}
				continue
			}
			if len(all) > 0 {
				last := &all[len(all)-1]
				switch language {
				case "reqon":
					last.mission = block
				case "http":
					last.api = block
				case "json":
					last.stores = block
				}
			}
			language, block = "", ""
		}
	}
	return all
}

func TestMissionsOfThePages(t *testing.T) {
	for _, s := range samples(t) {
		t.Run(s.name, func(t *testing.T) {
			file := source.NewFile("mission.reqon", s.mission)
			out, diags := format.Source(file)
			if len(diags) == 0 && string(out) != s.mission {
				t.Errorf("it is not laid out (-page +fmt):\n%s", cmp.Diff(s.mission, string(out)))
			}
			result := lang.Check(file)
			for _, d := range result.Diagnostics {
				if d.Severity != diag.Note {
					t.Errorf("%v: %s: %s", d.Span, d.Code, d.Msg)
				}
			}
			for _, m := range result.Missions {
				files, err := gen.Generate(m, gen.Options{})
				if err == nil {
					err = compile.Check(files)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestRunsOfThePages(t *testing.T) {
	work := t.TempDir()
	var run []sample
	var folders []string
	for _, s := range samples(t) {
		if s.api == "" {
			if s.stores != "" {
				t.Errorf("%s says its stores, and has no API to run against", s.name)
			}
			continue
		}
		folder := filepath.Join(work, s.name)
		write(t, filepath.Join(folder, "mission.reqon"), s.mission)
		run, folders = append(run, s), append(folders, folder)
	}
	if len(run) < 15 {
		t.Fatalf("only %d missions are run", len(run))
	}
	program, err := casebuild.Build(filepath.Join(work, "build"), folders)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range run {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			api, err := rttest.Parse(s.name, s.api)
			if err != nil {
				t.Fatal(err)
			}
			server := rttest.Serve(api)
			defer server.Close()
			stores := runProgram(t, program, folders[i], server.URL)
			if unexpected := server.Requests().Unexpected(); len(unexpected) > 0 {
				t.Errorf("the API has no answer to %q", unexpected.Lines())
			}
			if s.stores == "" {
				return
			}
			stores = strings.ReplaceAll(stores, server.URL, "{server}")
			if diff := cmp.Diff(strings.Split(s.stores, "\n"), strings.Split(stores, "\n")); diff != "" {
				t.Errorf("it leaves other stores than the page says (-page +left):\n%s", diff)
			}
		})
	}
}

// runProgram runs a mission of the program to its end and gives its stores.
func runProgram(t *testing.T, program, name, url string) string {
	t.Helper()
	dir := t.TempDir()
	stores := filepath.Join(dir, "stores.json")
	cmd := exec.Command(program, name, "--base="+url, "--state-dir="+dir, "--output="+stores, "--no-progress", "--allow-partial")
	cmd.Dir = dir
	cmd.Env = []string{"HOME=" + dir, "NO_COLOR=1", "SHOP_TOKEN=t", "REQON_SHOP_TOKEN=t", "REGION=eu"}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	text, err := os.ReadFile(stores)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
