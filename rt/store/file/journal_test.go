package file

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/value"
)

// equalValues lets cmp compare values.
var equalValues = cmp.Comparer(func(a, b value.Value) bool {
	return string(value.AppendJSON(nil, a)) == string(value.AppendJSON(nil, b))
})

var unexported = cmp.AllowUnexported(writing{}, mark{}, undoing{})

func decode(t testing.TB, doc string) value.Value {
	t.Helper()
	v, err := value.Decode([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestLines(t *testing.T) {
	w := writing{at: []uint64{0, 1, 18446744073709551, 3}, ops: []store.Op{
		{Kind: store.Put, Key: "a\n\"é\u2028", Record: decode(t, `{"x":[1,{"y":"\n"}],"big":9007199254740993}`)},
		{Kind: store.Put, Keyless: true, Record: decode(t, `{}`)},
		{Kind: store.Merge, Key: "", Record: decode(t, `{"x":null}`)},
		{Kind: store.Delete, Key: "b"},
		{Kind: store.Clear},
	}}
	for _, want := range []any{w, mark{"abc"}, mark{absent}, undoing{[]uint64{1, 0, 4, 18, 0}, []uint64{1, 0, 5}}} {
		var line []byte
		switch want := want.(type) {
		case writing:
			line = appendWriting([]byte("before"), want)
		case mark:
			line = appendMark([]byte("before"), want)
		case undoing:
			line = appendUndoing([]byte("before"), want)
		}
		line, ok := bytes.CutPrefix(line, []byte("before"))
		if !ok || bytes.Count(line, []byte("\n")) != 1 || line[len(line)-1] != '\n' {
			t.Fatalf("no line: %q", line)
		}
		got, err := parseLine(line[:len(line)-1])
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if diff := cmp.Diff(want, got, equalValues, unexported); diff != "" {
			t.Error(diff)
		}
		// No byte of it can change unnoticed.
		for i := range len(line) - 1 {
			broken := bytes.Clone(line[:len(line)-1])
			broken[i] ^= 1
			if got, err := parseLine(broken); err == nil {
				t.Fatalf("%q reads as %v", broken, got)
			}
		}
	}
}

// What another version wrote is not understood, and not taken for torn.
func TestUnknownLines(t *testing.T) {
	for _, payload := range []string{
		`{}`, `[]`, `{"at":[1],"do":[]}`, `{"at":[],"do":[["clear"]]}`, `{"at":[-1],"do":[["clear"]]}`, `{"at":["1"],"do":[["clear"]]}`,
		`{"at":[1],"do":[["burn"]]}`, `{"at":[1],"do":[[]]}`, `{"at":[1],"do":["clear"]}`, `{"at":[1],"do":[["clear","x"]]}`,
		`{"at":[1],"do":[["put","x"]]}`, `{"at":[1],"do":[["put",1,{}]]}`, `{"at":[1],"do":[["put","x",7]]}`, `{"at":[1],"do":[["add",7]]}`,
		`{"at":[1],"do":[["delete",1]]}`, `{"document":7}`,
		`{"undo":7}`, `{"undo":[[1]]}`, `{"undo":[[1],[]]}`, `{"undo":[[1],[-1]]}`, `{"undo":[["1"],[2]]}`, `{"undo":[[1],[2],[3]]}`,
	} {
		line := appendLine(nil, func(b []byte) []byte { return append(b, payload...) })
		got, err := parseLine(line[:len(line)-1])
		if err == nil || err == errTorn {
			t.Errorf("%s: %v, %v", payload, got, err)
		}
	}
}

func FuzzParseLine(f *testing.F) {
	f.Add([]byte(`{"document":""}`))
	f.Add([]byte(`{"at":[1,0,4],"do":[["put","k",{"id":1}],["add",{}],["merge","k",{}],["delete","k"],["clear"]]}`))
	f.Add([]byte(`{"undo":[[1,0,4,18,0],[1,0,5]]}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		if bytes.ContainsRune(payload, '\n') {
			return
		}
		line := appendLine(nil, func(b []byte) []byte { return append(b, payload...) })
		parsed, err := parseLine(line[:len(line)-1])
		if err != nil {
			return
		}
		var again []byte
		switch parsed := parsed.(type) {
		case writing:
			again = appendWriting(nil, parsed)
		case mark:
			again = appendMark(nil, parsed)
		case undoing:
			again = appendUndoing(nil, parsed)
		}
		second, err := parseLine(again[:len(again)-1])
		if err != nil {
			t.Fatalf("%s: %v", again, err)
		}
		if diff := cmp.Diff(parsed, second, equalValues, unexported); diff != "" {
			t.Error(diff)
		}
	})
}

// Documents of random records read back as they were written, line by line,
// and as a whole too.
func TestDocumentRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 6))
	text := func() string {
		var b strings.Builder
		for range rng.IntN(6) {
			b.WriteRune([]rune("a\",: \\\n\t{}é表\u2028\x00\U0001F600")[rng.IntN(15)])
		}
		return b.String()
	}
	path := filepath.Join(t.TempDir(), "d")
	for range 200 {
		want := map[string]value.Value{}
		var keys []string
		for range rng.IntN(8) {
			var b value.Builder
			for range rng.IntN(4) {
				b.Set(text(), []value.Value{value.String(text()), value.Int(rng.Int64()), value.Null, value.Float(0.1)}[rng.IntN(4)])
			}
			key := text()
			if _, ok := want[key]; !ok {
				keys = append(keys, key)
				want[key] = b.Object()
			}
		}
		all := func(yield func(string, value.Value) bool) {
			for _, key := range keys {
				if !yield(key, want[key]) {
					return
				}
			}
		}
		written, err := writeDocument(path, 0o600, all)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		reads := map[string]func(each func(string, value.Value)) error{
			"lines": func(each func(string, value.Value)) error {
				if !readLines(bufio.NewReaderSize(bytes.NewReader(doc), 16), each) {
					return fmt.Errorf("it does not read line by line")
				}
				return nil
			},
			"whole": func(each func(string, value.Value)) error { return readWhole(path, doc, each) },
			"file": func(each func(string, value.Value)) error {
				read, err := readDocument(path, each)
				if read != written {
					t.Errorf("written as %s, read as %s", written, read)
				}
				return err
			},
		}
		for _, name := range slices.Sorted(maps.Keys(reads)) {
			var gotKeys []string
			got := map[string]value.Value{}
			err := reads[name](func(key string, record value.Value) {
				gotKeys = append(gotKeys, key)
				got[key] = record
			})
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, doc)
			}
			if diff := cmp.Diff(keys, gotKeys) + cmp.Diff(want, got, equalValues); diff != "" {
				t.Fatalf("%s: %s\n%s", name, diff, doc)
			}
		}
	}
}

// A faulty disk takes so many bytes and no more.
type faulty struct {
	*os.File
	room     int
	stuck    bool // nor can it be cut
	failures int
}

func (f *faulty) WriteAt(b []byte, at int64) (int, error) {
	if len(b) <= f.room {
		f.room -= len(b)
		return f.File.WriteAt(b, at)
	}
	f.failures++
	n, _ := f.File.WriteAt(b[:f.room], at)
	f.room = 0
	return n, &os.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
}

func (f *faulty) Truncate(size int64) error {
	if f.stuck {
		return &os.PathError{Op: "truncate", Path: f.Name(), Err: syscall.EIO}
	}
	return f.File.Truncate(size)
}

// Whatever room there is on the disk: what failed to be written is not there,
// what did not fail is, and when there is room again it goes on. Two lines go
// together, as those of strands that write at once do.
func TestFullDisk(t *testing.T) {
	lines := func(n int) []byte {
		var b []byte
		for i := range 2 {
			b = appendWriting(b, writing{[]uint64{uint64(n), uint64(i)}, []store.Op{{Kind: store.Delete, Key: fmt.Sprint(n, i)}}})
		}
		return b
	}
	for room := range 800 {
		again := room%2 == 0 // there is room again later on
		room /= 2
		path := filepath.Join(t.TempDir(), "j")
		j := newJournal(path, absent)
		disk := &faulty{room: room}
		j.create = func(path string) (journalFile, error) {
			f, err := os.Create(path)
			disk.File = f
			return disk, err
		}
		var want []string
		for n := range 6 {
			if n == 4 && again {
				disk.room = 1 << 20
			}
			err := j.write(lines(n))
			if err == nil {
				want = append(want, fmt.Sprint(n, 0), fmt.Sprint(n, 1))
			} else if n >= 4 && again || !strings.HasSuffix(err.Error(), "no space left on device") {
				t.Fatalf("room %d, write %d: %v", room, n, err)
			}
		}
		if disk.failures == 0 && room < 100 {
			t.Fatalf("nothing failed with room for %d bytes", room)
		}
		var got []string
		if _, err := readJournal(path, absent, func(op store.Op) {
			if op.Kind == store.Delete {
				got = append(got, op.Key)
			}
		}); err != nil {
			t.Fatalf("room %d: %v", room, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("room %d: %s", room, diff)
		}
	}
}

// A journal that cannot be cut back takes nothing more, and is not sealed.
func TestStuckJournal(t *testing.T) {
	for _, room := range []int{30, 120} { // in the first write, and after it
		path := filepath.Join(t.TempDir(), "j")
		j := newJournal(path, absent)
		disk := &faulty{room: room, stuck: true}
		j.create = func(path string) (journalFile, error) {
			f, err := os.Create(path)
			disk.File = f
			return disk, err
		}
		line := appendWriting(nil, writing{[]uint64{1}, []store.Op{{Kind: store.Clear}}})
		var failed error
		for failed == nil {
			failed = j.write(line)
		}
		disk.room, disk.stuck = 1<<20, false
		if err := j.write(line); err == nil {
			t.Error("it takes another line")
		}
		if err := j.seal("x"); err == nil {
			t.Error("it is sealed")
		}
	}
}

// Many strands write at once; every line that came back is whole.
func TestGroupCommit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j := newJournal(path, absent)
	const strands, lines = 16, 200
	var all sync.WaitGroup
	for s := range strands {
		all.Go(func() {
			for n := range lines {
				w := writing{[]uint64{0, uint64(s), uint64(n)}, []store.Op{{Kind: store.Delete, Key: fmt.Sprintf("%d/%d", s, n)}}}
				if err := j.write(appendWriting(nil, w)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if err := j.close(); err != nil {
		t.Fatal(err)
	}
	var got []string
	l, err := readJournal(path, absent, func(op store.Op) {
		if op.Kind == store.Delete {
			got = append(got, op.Key)
		}
	})
	if err != nil || l.ops != strands*lines {
		t.Fatalf("%v, %d ops", err, l.ops)
	}
	for i, key := range got {
		if want := fmt.Sprintf("%d/%d", i/lines, i%lines); key != want {
			t.Fatalf("write %d is %s, want %s: not in the order of places", i, key, want)
		}
	}
}

// TestReplaceStepByStep leaves the files as they are between any two steps of
// a replacement, and after one that failed and was followed by more writes.
func TestReplaceStepByStep(t *testing.T) {
	dir := t.TempDir()
	document, path := filepath.Join(dir, "s.json"), filepath.Join(dir, "s.journal")
	one := func(yield func(string, value.Value) bool) { yield("1", decode(t, `{}`)) }
	two := func(yield func(string, value.Value) bool) {
		_ = yield("1", decode(t, `{}`)) && yield("2", decode(t, `{}`))
	}
	first, err := writeDocument(document, 0o600, one)
	if err != nil {
		t.Fatal(err)
	}
	j := newJournal(path, first)
	check := func(when string, want ...string) {
		t.Helper()
		var got []string
		read, err := readDocument(document, func(key string, _ value.Value) { got = append(got, key) })
		if err != nil {
			t.Fatal(when, err)
		}
		if _, err := readJournal(path, read, func(op store.Op) {
			if op.Kind == store.Put {
				got = append(got, "+"+op.Key)
			}
		}); err != nil {
			t.Fatal(when, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", when, diff)
		}
	}
	put := func(at uint64, key string) {
		t.Helper()
		if err := j.write(appendWriting(nil, writing{[]uint64{at}, []store.Op{{Kind: store.Put, Key: key, Record: decode(t, `{}`)}}})); err != nil {
			t.Fatal(err)
		}
	}
	check("nothing was written", "1")
	put(5, "2")
	check("a write", "1", "+2")
	next := filepath.Join(dir, "s.tmp")
	second, err := writeDocument(next, 0o600, two)
	if err != nil {
		t.Fatal(err)
	}
	check("the next document is written", "1", "+2")
	if err := j.seal(second); err != nil {
		t.Fatal(err)
	}
	check("the journal is sealed", "1", "+2")
	put(4, "3") // the replacement failed here, and another stage wrote
	check("a write after the seal", "1", "+2", "+3")
	if err := os.Rename(next, document); err != nil {
		t.Fatal(err)
	}
	check("the document is in its place", "1", "2", "+3")
	j.restart(second)
	check("the journal is gone", "1", "2")
	put(1, "4")
	check("a write after that", "1", "2", "+4")
}
