package file

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"unicode/utf8"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// fingerprint is that of a document: of its bytes. absent is that of none.
type fingerprint string

const absent fingerprint = ""

const bufferSize = 1 << 18

// readDocument gives the records of a document in order, and its fingerprint.
// A document that is not there has none.
func readDocument(path string, each func(key string, record value.Value)) (fingerprint, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return absent, nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	r := bufio.NewReaderSize(io.TeeReader(f, hash), bufferSize)
	if readLines(r, each) {
		return fingerprint(hex.EncodeToString(hash.Sum(nil))), nil
	}
	// Not as it was written: by a person, perhaps, or broken.
	doc, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	if err := readWhole(path, doc, each); err != nil {
		return "", err
	}
	sum := sha256.Sum256(doc)
	return fingerprint(hex.EncodeToString(sum[:])), nil
}

// readLines reads a document in the form that writeDocument gives it, without
// holding it in memory. It is false where the document has any other form; it
// may have given records by then.
func readLines(r *bufio.Reader, each func(key string, record value.Value)) bool {
	var line []byte
	next := func() bool {
		line = line[:0]
		for {
			part, err := r.ReadSlice('\n')
			line = append(line, part...)
			if err == nil {
				line = line[:len(line)-1]
				return true
			}
			if !errors.Is(err, bufio.ErrBufferFull) {
				return false
			}
		}
	}
	end := func() bool { _, err := r.ReadByte(); return errors.Is(err, io.EOF) }
	if !next() {
		return false
	}
	if string(line) == "{}" {
		return end()
	}
	if string(line) != "{" {
		return false
	}
	for {
		if !next() || !utf8.Valid(line) {
			return false
		}
		rest, ok := bytes.CutPrefix(line, []byte(`  "`))
		if !ok {
			return false
		}
		rest, more := bytes.CutSuffix(rest, []byte(","))
		n := closingQuote(rest)
		if n < 0 || !bytes.HasPrefix(rest[n+1:], []byte(": ")) {
			return false
		}
		key, err := value.DecodeCopy(line[2 : n+4])
		if err != nil {
			return false
		}
		record, err := value.DecodeCopy(rest[n+3:])
		if err != nil || record.Kind() != value.KindObject {
			return false
		}
		each(key.String(), record)
		if !more {
			return next() && string(line) == "}" && end()
		}
	}
}

// closingQuote is where the text of a string ends that began before b; -1
// where it does not.
func closingQuote(b []byte) int {
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// readWhole reads a document of any form.
func readWhole(path string, doc []byte, each func(key string, record value.Value)) error {
	const wayOut = "; nothing was changed: mend the file, or move it away to begin with an empty store"
	if !utf8.Valid(doc) {
		line := 1
		for rest := doc; ; line++ {
			text, after, _ := bytes.Cut(rest, []byte("\n"))
			if !utf8.Valid(text) {
				break
			}
			rest = after
		}
		return fmt.Errorf("%s:%d: this is no UTF-8%s", path, line, wayOut)
	}
	v, err := value.DecodeCopy(doc)
	if syntax := (*value.SyntaxError)(nil); errors.As(err, &syntax) {
		return fmt.Errorf("%s:%d:%d: this is no JSON: %s%s", path, syntax.Line, syntax.Col, syntax.Msg, wayOut)
	}
	if v.Kind() != value.KindObject {
		return fmt.Errorf("%s: this is %s, and a store is an object from key to record%s", path, rt.Describe(v), wayOut)
	}
	for key, record := range v.Fields() {
		if record.Kind() != value.KindObject {
			return fmt.Errorf("%s: under %q is %s, and a record is an object%s", path, key, rt.Describe(record), wayOut)
		}
		each(key, record)
	}
	return nil
}

// writeDocument writes a document to a file and flushes it to the disk.
func writeDocument(path string, mode fs.FileMode, records iter.Seq2[string, value.Value]) (fingerprint, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, mode)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	w := bufio.NewWriterSize(io.MultiWriter(f, hash), bufferSize)
	line, separator := make([]byte, 0, 4096), "{\n"
	for key, record := range records {
		line = append(append(line[:0], separator...), "  "...)
		line = append(value.AppendJSON(line, value.String(key)), ": "...)
		line = value.AppendJSON(line, record)
		if _, err := w.Write(line); err != nil {
			return "", err
		}
		separator = ",\n"
	}
	tail := "\n}\n"
	if separator == "{\n" {
		tail = "{}\n"
	}
	_, _ = w.WriteString(tail) // Flush tells
	if err := errors.Join(w.Flush(), f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return "", err
	}
	return fingerprint(hex.EncodeToString(hash.Sum(nil))), nil
}
