package run

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// outcome is the text that want holds.
type outcome struct{ strings.Builder }

func (o *outcome) section(format string, args ...any) { fmt.Fprintf(o, format+"\n", args...) }

// lines writes a section, unless there is nothing in it.
func (o *outcome) lines(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	o.section("\n%s", title)
	for _, line := range lines {
		o.section("  %s", line)
	}
}

// storeLines are the stores of an --output file, by name, each record on a
// line of its own as it was written: fields in order, numbers as they stand.
func storeLines(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	stores := fields(t, text)
	slices.SortFunc(stores, func(a, b field) int { return strings.Compare(a.name, b.name) })
	for _, store := range stores {
		var records []json.RawMessage
		if err := json.Unmarshal(store.value, &records); err != nil {
			t.Fatalf("store %s of --output: %v", store.name, err)
		}
		if len(records) == 0 {
			found = append(found, store.name+": none")
			continue
		}
		found = append(found, store.name+":")
		for _, r := range records {
			found = append(found, "  "+compact(t, r))
		}
	}
	return found
}

// stateLines are the files that are left in the state folder, with the key
// and the record of each field; a broken one as it stands.
func stateLines(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, filepath.Base(file))
		if !json.Valid(text) {
			found = append(found, "  "+strings.TrimSpace(string(text)))
			continue
		}
		for _, f := range fields(t, text) {
			found = append(found, fmt.Sprintf("  %s: %s", f.name, compact(t, f.value)))
		}
	}
	return found
}

type field struct {
	name  string
	value json.RawMessage
}

// fields are those of a JSON object, in order.
func fields(t *testing.T, text []byte) []field {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		t.Fatalf("an object is wanted, not %v (%v)", token, err)
	}
	var found []field
	for d.More() {
		var f field
		name, err := d.Token()
		if err == nil {
			f.name = name.(string)
			err = d.Decode(&f.value)
		}
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, f)
	}
	return found
}

func compact(t *testing.T, text json.RawMessage) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// advice is what a run says on what to do. It is the business of rt/report.
const (
	advice = "  to do: "
	goesOn = "               " // the line before it, which was long
)

// told is what standard error says of a run that is not simply done: what went
// wrong, up to the table of its stages.
func told(stderr string) []string {
	var found []string
	advised := false
	for _, line := range textLines(stderr) {
		if table.MatchString(line) {
			break
		}
		rest, more := strings.CutPrefix(line, goesOn)
		if more && !advised && len(found) > 0 {
			found[len(found)-1] += " " + rest
		}
		advised = strings.HasPrefix(line, advice) || more && advised
		if advised || more {
			continue
		}
		if !done.MatchString(line) {
			line = elapsed.ReplaceAllString(progress.ReplaceAllString(line, ""), "$1 TIME")
			found = append(found, runID.ReplaceAllString(stamp.ReplaceAllString(line, "time=TIME"), " run=RUN "))
		}
	}
	return found
}

var (
	done  = regexp.MustCompile(`^\S+: done in `)
	table = regexp.MustCompile(`^ +stage +time +requests`)
	stamp = regexp.MustCompile(`^time=\S+`)
	runID = regexp.MustCompile(` run=[0-9a-f]{16} `)
	// progress of an action that did not come to its end: in a parallel loop the
	// clock says how far it got.
	progress = regexp.MustCompile(` \(\d+ of \d+ items?\)`)
	elapsed  = regexp.MustCompile(`\b(in|after|for another) (\d+h)?(\d+m)?\d+(\.\d+)?(ms|µs|ns|s)\b`)
)

// naturally sorts item 2 before item 10.
func naturally(a, b string) int {
	if c := strings.Compare(padded(a), padded(b)); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

var digits = regexp.MustCompile(`\d+`)

func padded(text string) string {
	return digits.ReplaceAllStringFunc(text, func(n string) string {
		return strings.Repeat("0", max(0, 20-len(n))) + n
	})
}

// fileLines are the lines of a file that may be missing, without comments.
func fileLines(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(textLines(string(text)), func(line string) bool { return strings.HasPrefix(line, "#") })
}

// textLines are the lines that hold anything.
func textLines(text string) []string {
	var found []string
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, "\r\n "); line != "" {
			found = append(found, line)
		}
	}
	return found
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
