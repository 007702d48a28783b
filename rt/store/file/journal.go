package file

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"

	"github.com/reqongen/reqongen/rt/store"
)

// A journal takes the writes of a run in the order of the clock. It comes into
// being with the first of them and goes when the document holds them all.
type journal struct {
	path     string
	create   func(path string) (journalFile, error)
	document fingerprint // of the document that it begins with
	file     journalFile // nil until the first write
	size     int64       // of the file; beyond it, nothing counts
	broken   error       // what no write gets past any more

	mu      sync.Mutex // guards next
	next    *batch     // what the next write to the file takes along
	writing sync.Mutex // held by the one that writes; guards the rest
	spare   []byte     // for the lines of a batch to come
}

// A journalFile is what a journal needs of an *os.File.
type journalFile interface {
	io.WriterAt
	Truncate(size int64) error
	Sync() error
	Close() error
}

func createFile(path string) (journalFile, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_TRUNC, 0o600)
}

func newJournal(path string, document fingerprint) *journal {
	return &journal{path: path, create: createFile, document: document, next: new(batch)}
}

// resume takes up the journal that an earlier run left, as far as it is whole.
func (j *journal) resume(size int64) error {
	f, err := os.OpenFile(j.path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	j.file, j.size = f, size
	return f.Truncate(size)
}

// A batch is lines of several strands that go to the file in one write.
type batch struct {
	lines []byte
	done  bool
	err   error
}

// write puts a line into the journal and comes back when it is there; the line
// is the caller's again. Strands that come while another one writes are served
// together by the next write.
func (j *journal) write(line []byte) error {
	j.mu.Lock()
	b := j.next
	b.lines = append(b.lines, line...)
	j.mu.Unlock()

	j.writing.Lock()
	defer j.writing.Unlock()
	if !b.done {
		j.mu.Lock()
		j.next = &batch{lines: j.spare}
		j.mu.Unlock()
		b.err = j.append(b.lines)
		if j.spare = nil; cap(b.lines) <= keptBuffer {
			j.spare = b.lines[:0]
		}
		b.done, b.lines = true, nil
	}
	return b.err
}

// append puts lines at the end of the file: all of them, or none.
func (j *journal) append(lines []byte) error {
	if j.broken != nil {
		return j.broken
	}
	if j.file == nil {
		f, err := j.create(j.path)
		if err != nil {
			return err
		}
		j.file, j.size = f, 0
		lines = append(appendMark(nil, mark{j.document}), lines...)
	}
	_, err := j.file.WriteAt(lines, j.size)
	if err == nil {
		j.size += int64(len(lines))
		return nil
	}
	// What got there must go, or the next start would take it for written.
	if cut := j.file.Truncate(j.size); cut != nil {
		j.broken = errors.Join(err, cut)
		return j.broken
	}
	if j.size == 0 { // the mark is not there either
		_ = j.file.Close()
		j.file = nil
	}
	return err
}

// seal notes that the document with the fingerprint, once it is in its place,
// holds all that was written so far.
func (j *journal) seal(document fingerprint) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	if j.file == nil {
		return nil
	}
	if err := j.append(appendMark(nil, mark{document})); err != nil {
		return err
	}
	return j.file.Sync()
}

// restart removes the journal: the document with the fingerprint holds it all.
func (j *journal) restart(document fingerprint) {
	j.writing.Lock()
	defer j.writing.Unlock()
	j.document = document
	if j.file == nil {
		return
	}
	_ = j.file.Close()
	j.file, j.broken = nil, nil
	_ = os.Remove(j.path) // a sealed journal that stays is passed over by the next start
}

// close lets go of the file, and leaves it where it is.
func (j *journal) close() error {
	if j.file == nil {
		return nil
	}
	return j.file.Close()
}

// left is what an earlier run left in a journal.
type left struct {
	found bool  // there is a journal
	ops   int   // that the document lacks
	size  int64 // of the journal without a torn end
}

// readJournal carries out what a journal says beyond the document, stage by
// stage in the serial order.
func readJournal(path string, document fingerprint, redo func(store.Op)) (left, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return left{}, nil
	}
	if err != nil {
		return left{}, err
	}
	defer f.Close()

	l := left{found: true}
	var stages [][]writing // since the last mark of the document
	torn, marked, known := 0, false, false
	r := bufio.NewReaderSize(f, bufferSize)
	for number := 1; ; number++ {
		text, err := r.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return l, err
		}
		if len(text) == 0 {
			break
		}
		line, whole := bytes.CutSuffix(text, []byte("\n"))
		parsed, err := parseLine(line)
		switch {
		case errors.Is(err, errTorn) || !whole:
			if torn == 0 {
				torn = number
			}
			continue
		case err != nil:
			return l, fmt.Errorf("%s:%d: %w; a newer version of the program may have written it: let that one run to its end first", path, number, err)
		case torn > 0:
			return l, fmt.Errorf("%s:%d is damaged, and line %d after it is not; "+
				"move the journal away to go on with what the document has, which is all up to the last stage that ended",
				path, torn, number)
		}
		l.size += int64(len(text))
		switch parsed := parsed.(type) {
		case mark:
			marked = true
			if parsed.document == document {
				known, stages = true, nil
			}
			stages = append(stages, nil)
		case writing:
			if !marked {
				return l, fmt.Errorf("%s:%d: a write before the first mark: the journal was cut at its beginning", path, number)
			}
			last := len(stages) - 1
			stages[last] = append(stages[last], parsed)
		case undoing:
			if last := len(stages) - 1; last >= 0 {
				stages[last] = slices.DeleteFunc(stages[last], parsed.takesBack)
			}
		}
	}
	if marked && !known {
		return l, fmt.Errorf("%s was written for another version of the document beside it; "+
			"bring that back, or move the journal away to go on without what it holds", path)
	}
	for _, stage := range stages {
		slices.SortFunc(stage, func(a, b writing) int { return slices.Compare(a.at, b.at) })
		for _, w := range stage {
			for _, op := range w.ops {
				redo(op)
				l.ops++
			}
		}
		redo(store.Op{Kind: store.Number})
	}
	return l, nil
}
