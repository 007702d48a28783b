package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/reqongen/reqongen/rt/value"
)

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func decode(t *testing.T, text string) value.Value {
	t.Helper()
	v, err := value.Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestOutput(t *testing.T) {
	dir := clean(t)
	first, second := decode(t, `{"id":9007199254740993,"b":1,"a":"<&>"}`), decode(t, `{"id":2,"deep":{"x":[1,2]}}`)
	p := mission(store(first), store(second), nil, nil)
	const array = `[
  {"id":9007199254740993,"b":1,"a":"<&>"},
  {"id":2,"deep":{"x":[1,2]}}
]`
	object := "{\n  \"items\": " + strings.ReplaceAll(array, "\n", "\n  ") + ",\n  \"none\": []\n}\n"

	if _, stdout, stderr := invoke(t, p, "--output", "-"); stdout != object {
		t.Errorf("-: %s\nwant %s\n%s", stdout, object, stderr)
	}
	for _, path := range []string{"out.json", filepath.Join(dir, "out.txt"), "out.json"} {
		status, stdout, stderr := invoke(t, p, "--output", path)
		if got := read(t, path); status != 0 || stdout != "" || got != object {
			t.Errorf("%s: status %d, %s\nwant %s\n%s", path, status, got, object, stderr)
		}
	}
	if err := os.Mkdir("there", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"there", "new/deep/"} {
		status, _, stderr := invoke(t, p, "--output", path)
		if status != 0 {
			t.Fatalf("%s: status %d\n%s", path, status, stderr)
		}
		if got := read(t, filepath.Join(path, "items.json")); got != array+"\n" {
			t.Errorf("%s: %s\nwant %s", path, got, array)
		}
		if got := read(t, filepath.Join(path, "none.json")); got != "[]\n" {
			t.Errorf("%s: %q", path, got)
		}
	}
	if found, _ := filepath.Glob(".*"); len(found) > 0 {
		t.Errorf("left behind: %q", found)
	}
}

func TestOutputOfARunThatFailed(t *testing.T) {
	clean(t)
	status, _, _ := invoke(t, mission(store(value.Int(1)), fails, nil, fails), "--output", "out.json")
	if status != 1 {
		t.Errorf("status %d, want 1", status)
	}
	if got, want := read(t, "out.json"), "{\n  \"items\": [\n    1\n  ],\n  \"none\": []\n}\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestOutputThatCannotBe(t *testing.T) {
	dir := clean(t)
	if err := os.WriteFile("file", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"none/out.json":  "--output: there is no folder none",
		"file/":          "--output: file is a file, and the slash at the end asks for a folder",
		"file/below":     "--output: ",
		"file/below/":    "--output: ",
		dir + "/no\x00t": "--output: ",
	} {
		status, _, stderr := invoke(t, mission(nil, nil, nil, nil), "--output", path)
		if status != 3 || !strings.Contains(stderr, want) {
			t.Errorf("%q: status %d, want 3 and %q:\n%s", path, status, want, stderr)
		}
	}
}

func TestOutputToADevice(t *testing.T) {
	clean(t)
	status, _, stderr := invoke(t, mission(nil, nil, nil, nil), "--output", os.DevNull)
	if status != 0 {
		t.Errorf("status %d:\n%s", status, stderr)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatalf("%s was replaced: %v", os.DevNull, err)
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestAReaderThatHasSeenEnough(t *testing.T) {
	clean(t)
	p := mission(nil, nil, nil, nil)
	for _, c := range []struct {
		err    error
		status int
	}{
		{&os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}, 0},
		{errors.New("disk is full"), 1},
	} {
		var stderr strings.Builder
		status := Run(p, []string{"--output", "-", "--quiet"}, nil, brokenWriter{c.err}, &stderr)
		if status != c.status {
			t.Errorf("%v: status %d, want %d", c.err, status, c.status)
		}
		if told := strings.Contains(stderr.String(), "could not be written"); told != (c.status != 0) {
			t.Errorf("%v: says %q", c.err, &stderr)
		}
	}
	// Nobody reads the progress: the run goes on.
	if status := Run(p, nil, nil, io.Discard, brokenWriter{syscall.EPIPE}); status != 0 {
		t.Errorf("status %d, want 0", status)
	}
}

func TestFileName(t *testing.T) {
	for store, want := range map[string]string{"items": "items", "a/../b": "a_.._b", `c:\d`: "c__d", "日本": "日本"} {
		if got := fileName(store); got != want {
			t.Errorf("%q becomes %q, want %q", store, got, want)
		}
	}
}
