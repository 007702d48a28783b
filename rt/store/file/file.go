package file

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/gofrs/flock"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/value"
)

// defaultDir is the state folder where nothing else is said.
const defaultDir = ".reqon-data"

// Open opens file("name") in the state folder, which it makes where it is
// missing: Options.StateDir, else REQON_STATE_DIR, else .reqon-data. It holds
// what earlier runs stored, killed ones too. What is in the way is a Problem of
// the run. A run with Options.DryRun begins with what is there and leaves it.
func Open(run *rt.Run, name string) *store.Store { return OpenAs(run, name, name) }

// OpenAs is Open for a store that the mission calls by another name than its
// file: messages and results have the mission's.
func OpenAs(run *rt.Run, name, file string) *store.Store {
	st := store.New(run, name)
	k, err := open(run, file, st)
	switch {
	case err != nil:
		run.Problem("the store file(%q): %v", file, err)
	case k != nil:
		st.Keep(k)
	}
	return st
}

// A keeper keeps one store in its files.
type keeper struct {
	path    string // without the ending
	lock    *flock.Flock
	journal *journal
}

// open fills the store. It gives no keeper for a dry run.
func open(run *rt.Run, name string, st *store.Store) (_ *keeper, err error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	if err := claim(run, name); err != nil {
		return nil, err
	}
	dir := stateDir(run)
	k := &keeper{path: filepath.Join(dir, name)}
	if run.Options().DryRun {
		return nil, k.peek(st)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the state folder cannot be made: %w; --state-dir names another one", err)
	}
	if k.lock, err = lockFile(k.path + ".lock"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, k.Close())
		}
	}()
	document, past, err := k.read(st)
	if err != nil {
		return nil, err
	}
	k.journal = newJournal(k.path+".journal", document)
	if past.found {
		if err := k.journal.resume(past.size); err != nil {
			return nil, err
		}
		if past.ops > 0 {
			err = k.Replace(st.All())
		} else {
			k.journal.restart(document)
		}
	}
	return k, err
}

// read fills the store with what its files hold.
func (k *keeper) read(st *store.Store) (fingerprint, left, error) {
	document, err := readDocument(k.path+".json", func(key string, record value.Value) {
		st.Redo(store.Op{Kind: store.Put, Key: key, Record: record})
	})
	if err != nil {
		return "", left{}, err
	}
	past, err := readJournal(k.path+".journal", document, st.Redo)
	return document, past, err
}

// peek fills the store without the lock. Another run may put its next document
// into place between the look at the document and that at the journal: a
// second pair of looks fits together then.
func (k *keeper) peek(st *store.Store) error {
	var err error
	for range 3 {
		st.Redo(store.Op{Kind: store.Clear})
		if _, _, err = k.read(st); err == nil {
			break
		}
	}
	return err
}

func stateDir(run *rt.Run) string {
	if dir := run.Options().StateDir; dir != "" {
		return dir
	}
	if dir, _ := run.LookupEnv("REQON_STATE_DIR"); dir != "" {
		return dir
	}
	return defaultDir
}

type claimed struct{} // key of what the stores of a run are called

// claim takes the name for one store of the run. Names that differ in case
// alone are one file on some systems.
func claim(run *rt.Run, name string) error {
	names := run.Shared(claimed{}, func() any { return map[string]string{} }).(map[string]string)
	folded := strings.ToLower(name)
	other, taken := names[folded]
	switch {
	case !taken:
		names[folded] = name
		return nil
	case other == name:
		return errors.New("two stores of the mission have this name, and so the same file; give one of them another")
	}
	return fmt.Errorf("file(%q) differs from it in case alone, and on some systems they are the same file; give one of them another name", other)
}

// Write puts ops into the journal.
func (k *keeper) Write(place rt.Place, ops []store.Op) error {
	buffer := buffers.Get().(*[]byte)
	line := appendWriting((*buffer)[:0], writing{place.Path(), ops})
	err := k.journal.write(line)
	if cap(line) <= keptBuffer {
		*buffer = line
		buffers.Put(buffer)
	}
	return err
}

// Lines are written into buffers that others have used, unless one is so large
// that an array of records made it so.
const keptBuffer = 1 << 16

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// Undo puts into the journal which of its writings have not happened.
func (k *keeper) Undo(from, before rt.Place) error {
	return k.journal.write(appendUndoing(nil, undoing{from.Path(), before.Path()}))
}

// Replace puts a new document into the place of the old one.
func (k *keeper) Replace(records iter.Seq2[string, value.Value]) error {
	document, next := k.path+".json", k.path+".tmp"
	mode := fs.FileMode(0o600)
	if info, err := os.Stat(document); err == nil {
		mode = info.Mode().Perm() // as its owner wants it
	}
	written, err := writeDocument(next, mode, records)
	if err == nil {
		err = k.journal.seal(written)
	}
	if err == nil {
		err = os.Rename(next, document)
	}
	if err != nil {
		_ = os.Remove(next)
		return fmt.Errorf("%s cannot be replaced: %w", document, err)
	}
	if err := flushDir(filepath.Dir(document)); err != nil {
		return err
	}
	k.journal.restart(written)
	return nil
}

// flushDir makes a change of names in a folder last.
func flushDir(path string) error {
	if runtime.GOOS == "windows" { // folders cannot be flushed there
		return nil
	}
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Close lets the files go.
func (k *keeper) Close() error {
	var err error
	if k.journal != nil {
		err = k.journal.close()
	}
	return errors.Join(err, unlock(k.lock))
}
