package whole

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
	}
	return found
}

func TestAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	if err := os.WriteFile(one, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}

	broken := errors.New("no more")
	var b Batch
	if err := b.Write(one, text("new")); err != nil {
		t.Fatal(err)
	}
	err := b.Write(two, func(w io.Writer) error { _, _ = io.WriteString(w, "half"); return broken })
	if !errors.Is(err, broken) {
		t.Fatalf("%v, want %v", err, broken)
	}
	b.Discard()
	if got := read(t, one); got != "old" {
		t.Errorf("before Commit the file holds %q", got)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"one"}) {
		t.Errorf("the folder holds %q", got)
	}

	b = Batch{Durable: true}
	for path, content := range map[string]string{one: "1", two: "2"} {
		if err := b.Write(path, text(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	b.Discard()
	if read(t, one) != "1" || read(t, two) != "2" {
		t.Errorf("after Commit: %q, %q", read(t, one), read(t, two))
	}
	if got := names(t, dir); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("the folder holds %q", got)
	}
	info, err := os.Stat(one)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode of a replaced file is %v, %v; want that it had", info.Mode(), err)
	}
}

func TestALinkStaysOne(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Skip(err)
	}
	var b Batch
	if err := b.Write(link, text("through")); err != nil {
		t.Fatal(err)
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info, err)
	}
	if got := read(t, file); got != "through" {
		t.Errorf("its file holds %q", got)
	}
}

func TestADeviceIsNotReplaced(t *testing.T) {
	before, err := os.Lstat(os.DevNull)
	if err != nil {
		t.Skip(err)
	}
	var b Batch
	if err := b.Write(os.DevNull, text("gone")); err != nil {
		t.Fatal(err)
	}
	if len(b.pending) != 0 {
		t.Fatalf("%v waits to take the place of %s", b.pending, os.DevNull)
	}
	if after, err := os.Lstat(os.DevNull); err != nil || !os.SameFile(before, after) {
		t.Errorf("%s is another file now", os.DevNull)
	}
}

func TestErrorsNameThePath(t *testing.T) {
	dir := t.TempDir()
	var b Batch
	if err := b.Write(dir, text("")); err == nil {
		t.Error("a folder can be written like a file")
	}
	if err := b.Write(filepath.Join(dir, "none", "file"), text("")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v, want that the folder is not there", err)
	}
}
