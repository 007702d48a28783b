package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/cli/whole"
	"github.com/reqongen/reqongen/rt/value"
)

// output is where the stores go when the run is over. A nil output is nowhere.
type output struct {
	stdout io.Writer // for "-"; else nil
	path   string
	folder bool
}

// planOutput reads the path of --output: a folder is what is one already or
// ends like one. An error says why nothing could be written there: before the
// run, not after it.
func planOutput(path string, stdout io.Writer) (*output, error) {
	switch {
	case path == "":
		return nil, nil
	case path == "-":
		return &output{stdout: stdout}, nil
	}
	o := &output{path: filepath.Clean(path), folder: os.IsPathSeparator(path[len(path)-1])}
	info, err := os.Stat(o.path)
	switch {
	case err == nil && info.IsDir():
		o.folder = true
		return o, tryFile(o.path)
	case err == nil && o.folder:
		return nil, fmt.Errorf("%s is a file, and the slash at the end asks for a folder", o.path)
	case err == nil && !info.Mode().IsRegular():
		return o, nil // a pipe or a device
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if o.folder { // it is made when it is written
		return o, tryFile(nearestFolder(filepath.Dir(o.path)))
	}
	if _, err := os.Stat(filepath.Dir(o.path)); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no folder %s", filepath.Dir(o.path))
	}
	return o, tryFile(filepath.Dir(o.path))
}

// nearestFolder is the path, or the nearest above it that exists.
func nearestFolder(path string) string {
	for {
		if _, err := os.Stat(path); err == nil || filepath.Dir(path) == path {
			return path
		}
		path = filepath.Dir(path)
	}
}

// tryFile reports why no file can be written into the folder.
func tryFile(folder string) error {
	file, err := os.CreateTemp(folder, ".reqon-*.tmp")
	if err != nil {
		var cause *os.PathError
		if errors.As(err, &cause) {
			err = cause.Err
		}
		return fmt.Errorf("no file can be written into the folder %s: %w", folder, err)
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// write writes the stores, whole or not at all.
func (o *output) write(stores []rt.StoreResult) error {
	switch {
	case o == nil:
		return nil
	case o.stdout != nil:
		w := bufio.NewWriter(o.stdout)
		err := errors.Join(writeObject(w, stores), w.Flush())
		if errors.Is(err, syscall.EPIPE) {
			return nil // its reader has seen enough
		}
		return err
	}
	batch := whole.Batch{Durable: true}
	defer batch.Discard()
	if !o.folder {
		if err := batch.Write(o.path, func(w io.Writer) error { return writeObject(w, stores) }); err != nil {
			return err
		}
		return batch.Commit()
	}
	if err := os.MkdirAll(o.path, 0o777); err != nil {
		return err
	}
	for _, s := range stores {
		path := filepath.Join(o.path, fileName(s.Name)+".json")
		err := batch.Write(path, func(w io.Writer) error {
			if err := writeRecords(w, s.Records, ""); err != nil {
				return err
			}
			_, err := io.WriteString(w, "\n")
			return err
		})
		if err != nil {
			return err
		}
	}
	return batch.Commit()
}

// fileName is the store's name where it is one of a file, too.
func fileName(store string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, store)
}

// writeObject writes a field a store, with an array of its records.
func writeObject(w io.Writer, stores []rt.StoreResult) error {
	text := "{"
	for i, s := range stores {
		if i > 0 {
			text += ","
		}
		text += "\n  " + string(value.AppendJSON(nil, value.String(s.Name))) + ": "
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
		if err := writeRecords(w, s.Records, "  "); err != nil {
			return err
		}
		text = ""
	}
	if len(stores) > 0 {
		text += "\n"
	}
	_, err := io.WriteString(w, text+"}\n")
	return err
}

// writeRecords writes an array, a record a line: small, and a difference
// between two runs is a line.
func writeRecords(w io.Writer, records []value.Value, indent string) error {
	if len(records) == 0 {
		_, err := io.WriteString(w, "[]")
		return err
	}
	line := []byte("[\n")
	for i, record := range records {
		line = append(line, indent...)
		line = append(line, "  "...)
		line = value.AppendJSON(line, record)
		if i < len(records)-1 {
			line = append(line, ',')
		}
		line = append(line, '\n')
		if _, err := w.Write(line); err != nil {
			return err
		}
		line = line[:0]
	}
	_, err := io.WriteString(w, indent+"]")
	return err
}
