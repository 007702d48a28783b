package whole

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// A Batch is files that take their places together, after all of them could be
// written. The zero value is an empty batch.
type Batch struct {
	// Durable batches are on the disk before a file takes its place: the new
	// content survives a loss of power.
	Durable bool

	pending []pending
}

type pending struct{ temporary, path string }

// Write writes one file of the batch. Its folder must be there. What is no
// regular file, such as a pipe or /dev/stdout, is written at once.
func (b *Batch) Write(path string, content func(io.Writer) error) (err error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // a link stays one
	}
	info, statErr := os.Stat(path)
	switch {
	case statErr != nil:
	case info.IsDir():
		return &os.PathError{Op: "write", Path: path, Err: errors.New("is a folder")}
	case !info.Mode().IsRegular():
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(buffered(file, content), file.Close())
	}

	file, err := create(path)
	var failed *os.PathError
	if errors.As(err, &failed) {
		return &os.PathError{Op: "write", Path: path, Err: failed.Err} // not of a name that nobody gave
	}
	if err != nil {
		return err
	}
	b.pending = append(b.pending, pending{file.Name(), path})
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	if err := buffered(file, content); err != nil {
		return err
	}
	if statErr == nil {
		if err := file.Chmod(info.Mode().Perm()); err != nil {
			return err
		}
	}
	if b.Durable {
		return file.Sync()
	}
	return nil
}

// Commit puts every file in its place. After an error those before it in the
// order of Write are in theirs; Discard takes the rest away.
func (b *Batch) Commit() error {
	for len(b.pending) > 0 {
		if err := os.Rename(b.pending[0].temporary, b.pending[0].path); err != nil {
			return err
		}
		b.pending = b.pending[1:]
	}
	return nil
}

// Discard removes what was not put in its place. It is safe to call after
// Commit.
func (b *Batch) Discard() {
	for _, p := range b.pending {
		_ = os.Remove(p.temporary)
	}
	b.pending = nil
}

func buffered(file io.Writer, content func(io.Writer) error) error {
	w := bufio.NewWriterSize(file, 64<<10)
	if err := content(w); err != nil {
		return err
	}
	return w.Flush()
}

// create makes a new file beside the path. os.CreateTemp would make one that
// only its owner can read, whatever the umask says.
func create(path string) (*os.File, error) {
	for try := 0; ; try++ {
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%08x.tmp", filepath.Base(path), rand.Uint32()))
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, os.ErrExist) && try < 100 {
			continue
		}
		return file, err
	}
}
