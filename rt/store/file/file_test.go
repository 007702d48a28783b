package file_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/store/file"
	"github.com/reqongen/reqongen/rt/value"
)

// at is the position of every step of these tests.
const at = "m.reqon:3:1"

func decode(t *testing.T, doc string) value.Value {
	t.Helper()
	v, err := value.Decode([]byte(doc))
	if err != nil {
		t.Fatalf("%s: %v", doc, err)
	}
	return v
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// mission is one stage over the stores of those names.
func mission(names []string, work func(ctx context.Context, s *rt.Strand, stores []*store.Store) error) *rt.Program {
	return &rt.Program{
		Mission: "M",
		Stages:  []rt.StagePlan{{Actions: []string{"A"}, At: "m.reqon:1:1"}},
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			var stores []*store.Store
			for _, name := range names {
				stores = append(stores, file.Open(run, name))
			}
			return func(ctx context.Context, s *rt.Strand) error {
				return s.Stage(1).Only(ctx, "A", func(ctx context.Context, s *rt.Strand) error { return work(ctx, s, stores) })
			}
		},
	}
}

// write runs the work on the store that contents looks at.
func write(t *testing.T, dir string, work func(ctx context.Context, s *rt.Strand, st *store.Store) error) {
	t.Helper()
	result, err := rt.Execute(t.Context(), mission([]string{"killed"}, func(ctx context.Context, s *rt.Strand, stores []*store.Store) error {
		return work(ctx, s, stores[0])
	}), rt.Options{StateDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if result.Err != nil {
		t.Fatal(result.Err)
	}
}

func save(t *testing.T, doc string) func(ctx context.Context, s *rt.Strand, st *store.Store) error {
	return func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		return st.Save(ctx, s, at, decode(t, doc), store.Options{})
	}
}

// problem is what the run says that does not begin.
func problem(t *testing.T, options rt.Options, names ...string) string {
	t.Helper()
	_, err := rt.Execute(t.Context(), mission(names, func(context.Context, *rt.Strand, []*store.Store) error {
		t.Error("the run began")
		return nil
	}), options)
	var settings *rt.SettingsError
	if !errors.As(err, &settings) {
		t.Fatalf("no problem: %v", err)
	}
	return err.Error()
}

func TestDocument(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "here")
	write(t, dir, save(t, `[{"id":"b","n":9007199254740993,"z":1,"a":[1.5,null]},{"id":"ключ \"1\"\n"},{"x":1}]`))
	const want = `{
  "b": {"id":"b","n":9007199254740993,"z":1,"a":[1.5,null]},
  "ключ \"1\"\n": {"id":"ключ \"1\"\n"},
  "2": {"x":1}
}
`
	path := filepath.Join(dir, "killed.json")
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%v, the document is\n%s\nwant\n%s", err, got, want)
	}
	if names := list(t, dir); names != "killed.json" {
		t.Errorf("the folder has %s", names)
	}
	for path, mode := range map[string]os.FileMode{dir: 0o700, path: 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, mode %v, want %v", path, err, info.Mode(), mode)
		}
	}

	// What a person made of the file's mode and text stays, or is read.
	if err := os.Chmod(path, 0o664); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "killed.json", "{ \"b\":\n\t{\"id\": \"b\"}, \"c\": {} }")
	write(t, dir, save(t, `{"id":"d"}`))
	if got := contents(t, rt.Options{StateDir: dir}).String(); got != "\"b\":{\"id\":\"b\"}\n\"c\":{}\n\"d\":{\"id\":\"d\"}\n" {
		t.Errorf("the store has\n%s", got)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o664 {
		t.Errorf("%v, mode %v, want 0664", err, info.Mode())
	}

	write(t, dir, func(ctx context.Context, s *rt.Strand, st *store.Store) error { return st.Clear(ctx, s, at) })
	if got, err := os.ReadFile(path); err != nil || string(got) != "{}\n" {
		t.Errorf("%v, the document of an empty store is %q", err, got)
	}
}

// A run that writes nothing leaves no file, and the one that is there alone.
func TestUnchanged(t *testing.T) {
	dir := t.TempDir()
	nothing := func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		st.Len(s)
		return nil
	}
	write(t, dir, nothing)
	if names := list(t, dir); names != "" {
		t.Errorf("the folder has %s", names)
	}
	put(t, dir, "killed.json", `{"a":{}}`)
	write(t, dir, nothing)
	if got := files(t, dir); got != "-- killed.json --\n{\"a\":{}}\n" {
		t.Errorf("the folder has %s", got)
	}
}

func TestStateDir(t *testing.T) {
	t.Chdir(t.TempDir())
	env := func(name string) (string, bool) {
		if name == "REQON_STATE_DIR" {
			return "from-environment", true
		}
		return "", false
	}
	none := func(string) (string, bool) { return "", false }
	for _, options := range []rt.Options{{Env: none}, {Env: env}, {Env: env, StateDir: "from-options"}} {
		result, err := rt.Execute(t.Context(), mission([]string{"s"}, func(ctx context.Context, s *rt.Strand, stores []*store.Store) error {
			return stores[0].Save(ctx, s, at, decode(t, `{"id":1}`), store.Options{})
		}), options)
		if err != nil || result.Err != nil {
			t.Fatal(err, result.Err)
		}
	}
	for _, dir := range []string{".reqon-data", "from-environment", "from-options"} {
		if names := list(t, dir); names != "s.json" {
			t.Errorf("%s has %s", dir, names)
		}
	}
}

func TestDryRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	dry := rt.Options{StateDir: dir, DryRun: true}
	run := func() *rt.Result {
		result, err := rt.Execute(t.Context(), mission([]string{"killed"}, func(ctx context.Context, s *rt.Strand, stores []*store.Store) error {
			return stores[0].Save(ctx, s, at, decode(t, `{"id":"dry"}`), store.Options{})
		}), dry)
		if err != nil || result.Err != nil {
			t.Fatal(err, result.Err)
		}
		return result
	}
	run()
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a dry run made the state folder: %v", err)
	}
	write(t, dir, save(t, `{"id":"wet"}`))
	before := files(t, dir)
	if records := run().Stores[0].Records; len(records) != 2 {
		t.Errorf("a dry run has %d records", len(records))
	}
	if after := files(t, dir); after != before {
		t.Errorf("a dry run left\n%s\nof\n%s", after, before)
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"":                       "it has no name",
		"../x":                   "begins or ends with a dot or a space",
		"a/b":                    `'/' in it`,
		`a\b`:                    `'\\' in it`,
		"a:b":                    `':' in it`,
		"a\nb":                   `'\n' in it`,
		"a\x00b":                 `'\x00' in it`,
		".":                      "begins or ends with a dot or a space",
		"..":                     "begins or ends with a dot or a space",
		"x ":                     "begins or ends with a dot or a space",
		"NUL":                    "a device on Windows",
		"com1.items":             "a device on Windows",
		"\xff":                   "no UTF-8",
		strings.Repeat("é", 101): "more than 200 bytes",
	} {
		dir := t.TempDir()
		if got := problem(t, rt.Options{StateDir: dir}, name); !strings.Contains(got, want) || !strings.Contains(got, fmt.Sprintf("file(%q)", name)) {
			t.Errorf("%q: %s\nwant: %s", name, got, want)
		}
		if names := list(t, dir); names != "" {
			t.Errorf("%q: the folder has %s", name, names)
		}
	}
	dir := t.TempDir()
	good := []string{"items", "items.json", "items.journal", "Ünïcödé 表", "a-b_c", "com", strings.Repeat("x", 200)}
	result, err := rt.Execute(t.Context(), mission(good, func(ctx context.Context, s *rt.Strand, stores []*store.Store) error {
		for i, st := range stores {
			if err := st.Save(ctx, s, at, decode(t, fmt.Sprintf(`{"id":%d}`, i)), store.Options{}); err != nil {
				return err
			}
		}
		return nil
	}), rt.Options{StateDir: dir})
	if err != nil || result.Err != nil {
		t.Fatal(err, result.Err)
	}
	for i, name := range good {
		got, err := os.ReadFile(filepath.Join(dir, name+".json"))
		if want := fmt.Sprintf("{\n  \"%d\": {\"id\":%d}\n}\n", i, i); err != nil || string(got) != want {
			t.Errorf("%s: %v, %s", name, err, got)
		}
	}
}

func TestSameNames(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  string
	}{
		{[]string{"items", "other", "items"}, "two stores of the mission have this name"},
		{[]string{"items", "Items"}, `file("items") differs from it in case alone`},
		{[]string{"ключ", "КЛЮЧ"}, `file("ключ") differs from it in case alone`},
	} {
		dir := t.TempDir()
		if got := problem(t, rt.Options{StateDir: dir}, c.names...); !strings.Contains(got, c.want) {
			t.Errorf("%s\nwant: %s", got, c.want)
		}
		if names := list(t, dir); names != "" {
			t.Errorf("the folder has %s", names)
		}
	}
}

// A second run is told so, with the lock's path; after the end of the first it
// goes on.
func TestLock(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		got := problem(t, rt.Options{StateDir: dir}, "killed")
		want := `the store file("killed"): another run is using it: it holds the lock ` + filepath.Join(dir, "killed.lock")
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s\nwant: %s", got, want)
		}
		// Another store of the folder is free, and so is a look.
		if _, err := rt.Execute(ctx, mission([]string{"other"}, func(context.Context, *rt.Strand, []*store.Store) error { return nil }),
			rt.Options{StateDir: dir}); err != nil {
			t.Error(err)
		}
		contents(t, rt.Options{StateDir: dir, DryRun: true})
		return st.Save(ctx, s, at, decode(t, `{"id":1}`), store.Options{})
	})
	write(t, dir, save(t, `{"id":2}`))
	if names := list(t, dir); names != "killed.json" {
		t.Errorf("the folder has %s", names)
	}
}

// What cannot be read is told with its place, and stays as it is.
func TestBrokenDocuments(t *testing.T) {
	journal := func(lines ...string) string { return strings.Join(lines, "\n") + "\n" }
	const emptyMark = `3d1672a9 {"document":""}`
	for _, c := range []struct{ name, document, journal, want string }{
		{"empty", "", "", "killed.json:1:1: this is no JSON: the document ends"},
		{"cut", "{\n  \"a\": {\"id\":1},\n  \"b\": {\"i", "", "killed.json:3:"},
		{"two documents", "{}\n{}\n", "", "killed.json:2:1: this is no JSON"},
		{"no object", "[1]", "", "killed.json: this is an array, and a store is an object from key to record"},
		{"no record", "{\n  \"a\": {},\n  \"b\": 7\n}\n", "", `killed.json: under "b" is the number 7, and a record is an object`},
		{"no UTF-8", "{\n  \"a\": {\"x\":\"\xff\"}\n}\n", "", "killed.json:2: this is no UTF-8"},
		{"a journal damaged in its middle", "", journal(emptyMark, "xx"+emptyMark, emptyMark), "killed.journal:2 is damaged, and line 3 after it is not"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if c.journal == "" {
				put(t, dir, "killed.json", c.document)
			} else {
				put(t, dir, "killed.journal", c.journal)
			}
			before := files(t, dir)
			for _, dry := range []bool{false, true} {
				if got := problem(t, rt.Options{StateDir: dir, DryRun: dry}, "killed"); !strings.Contains(got, filepath.Join(dir, c.want)) {
					t.Errorf("%s\nwant: %s", got, c.want)
				}
			}
			if after := files(t, dir); after != before {
				t.Errorf("the folder was\n%s\nand is\n%s", before, after)
			}
		})
	}
}

// A document that somebody changed between a kill and the next run is not
// mixed with a journal that knows another one.
func TestForeignDocument(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, save(t, `{"id":"a"}`))
	var left string
	write(t, dir, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		err := st.Save(ctx, s, at, decode(t, `{"id":"b"}`), store.Options{})
		left = copyFiles(t, dir)
		return err
	})
	put(t, left, "killed.json", `{"c":{}}`)
	got := problem(t, rt.Options{StateDir: left}, "killed")
	if want := "killed.journal was written for another version of the document beside it"; !strings.Contains(got, want) {
		t.Errorf("%s\nwant: %s", got, want)
	}
	// Both ways out that it names work.
	put(t, left, "killed.json", "{\n  \"a\": {\"id\":\"a\"}\n}\n")
	if got := contents(t, rt.Options{StateDir: left, DryRun: true}).String(); got != "\"a\":{\"id\":\"a\"}\n\"b\":{\"id\":\"b\"}\n" {
		t.Errorf("with the old document there is\n%s", got)
	}
	put(t, left, "killed.json", `{"c":{}}`)
	if err := os.Remove(filepath.Join(left, "killed.journal")); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, rt.Options{StateDir: left}).String(); got != "\"c\":{}\n" {
		t.Errorf("without the journal there is\n%s", got)
	}
}

func TestStateFolderInTheWay(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "file", "")
	got := problem(t, rt.Options{StateDir: filepath.Join(dir, "file", "state")}, "killed")
	if !strings.Contains(got, "the state folder cannot be made") || !strings.Contains(got, "--state-dir") {
		t.Error(got)
	}
}

func TestStateFolderClosed(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere")
	}
	closed := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(closed, 0o500); err != nil {
		t.Fatal(err)
	}
	if got := problem(t, rt.Options{StateDir: closed}, "killed"); !strings.Contains(got, "killed.lock: permission denied") {
		t.Error(got)
	}
}

// A write that the journal does not take fails its step, and is not there.
func TestJournalInTheWay(t *testing.T) {
	dir := t.TempDir()
	result, err := rt.Execute(t.Context(), mission([]string{"killed"}, func(ctx context.Context, s *rt.Strand, stores []*store.Store) error {
		st := stores[0]
		way := filepath.Join(dir, "killed.journal")
		if err := os.Mkdir(way, 0o700); err != nil {
			return err
		}
		err := st.Save(ctx, s, at, decode(t, `{"id":1}`), store.Options{})
		var f *rt.Failure
		if want := "killed cannot store: open " + way + ": is a directory"; !errors.As(err, &f) || f.Message != want || f.At != at {
			t.Errorf("%v\nwant: %s", err, want)
		}
		if n := st.Len(s); n != 0 {
			t.Errorf("%d records are there", n)
		}
		if err := os.Remove(way); err != nil {
			return err
		}
		return st.Save(ctx, s, at, decode(t, `{"id":2}`), store.Options{})
	}), rt.Options{StateDir: dir})
	if err != nil || result.Err != nil {
		t.Fatal(err, result.Err)
	}
	if got := contents(t, rt.Options{StateDir: dir}).String(); got != "\"2\":{\"id\":2}\n" {
		t.Errorf("there is\n%s", got)
	}
}

// A document that cannot be replaced fails the run, and nothing is lost.
func TestDocumentInTheWay(t *testing.T) {
	dir := t.TempDir()
	way := filepath.Join(dir, "killed.tmp")
	result, err := rt.Execute(t.Context(), mission([]string{"killed"}, func(ctx context.Context, s *rt.Strand, stores []*store.Store) error {
		return errors.Join(os.MkdirAll(filepath.Join(way, "full"), 0o700), save(t, `{"id":1}`)(ctx, s, stores[0]))
	}), rt.Options{StateDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if result.Status != rt.Failed || !strings.Contains(result.Err.Error(), "killed.json cannot be replaced: open "+way) {
		t.Errorf("%s, %v", result.Status, result.Err)
	}
	if err := os.RemoveAll(way); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, rt.Options{StateDir: dir}).String(); got != "\"1\":{\"id\":1}\n" {
		t.Errorf("there is\n%s", got)
	}
}
