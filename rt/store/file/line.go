package file

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/value"
)

// A journal is lines of text:
//
//	8a3d05c1 {"document":"4f53cda1…"}
//	1c0e9b77 {"at":[1,0,4,17,0],"do":[["put","INV-1",{"id":"INV-1"}],["delete","INV-2"]]}
//	93d2b6f0 {"undo":[[1,0,4,18,0],[1,0,5]]}
//
// A checksum (CRC-32C, of the JSON) and a JSON object. A mark is the
// fingerprint of a document that holds everything before it; a writing is what
// one step wrote, with its place: the numbers of rt.Place.Path for the first
// of its writes, of which each next one is a step further; an undoing takes
// back the writings before it at the places from the one up to before the other.

// A mark is a line about a document.
type mark struct{ document fingerprint }

// A writing is a line about writes.
type writing struct {
	at  []uint64
	ops []store.Op
}

// An undoing is a line about writes that have not happened.
type undoing struct{ from, before []uint64 }

func (u undoing) takesBack(w writing) bool {
	return slices.Compare(w.at, u.from) >= 0 && slices.Compare(w.at, u.before) < 0
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

const checksumSize = len("8a3d05c1 ")

// A form is how ops of one kind are written: an array of its name and what
// else there is.
type form struct {
	name        string
	kind        store.Kind
	keyless     bool
	key, record bool
}

var forms = []form{
	{"put", store.Put, false, true, true},
	{"add", store.Put, true, false, true},
	{"merge", store.Merge, false, true, true},
	{"delete", store.Delete, false, true, false},
	{"clear", store.Clear, false, false, false},
}

func appendMark(b []byte, m mark) []byte {
	return appendLine(b, func(b []byte) []byte {
		b = append(b, `{"document":`...)
		return append(value.AppendJSON(b, value.String(string(m.document))), '}')
	})
}

func appendWriting(b []byte, w writing) []byte {
	return appendLine(b, func(b []byte) []byte {
		b = appendPath(append(b, `{"at":`...), w.at)
		b = append(b, `,"do":[`...)
		for i, op := range w.ops {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendOp(b, op)
		}
		return append(b, `]}`...)
	})
}

func appendUndoing(b []byte, u undoing) []byte {
	return appendLine(b, func(b []byte) []byte {
		b = append(appendPath(append(b, `{"undo":[`...), u.from), ',')
		return append(appendPath(b, u.before), `]}`...)
	})
}

func appendPath(b []byte, path []uint64) []byte {
	b = append(b, '[')
	for i, n := range path {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, n, 10)
	}
	return append(b, ']')
}

func appendOp(b []byte, op store.Op) []byte {
	f := forms[slices.IndexFunc(forms, func(f form) bool { return f.kind == op.Kind && f.keyless == op.Keyless })]
	b = append(append(append(b, `["`...), f.name...), '"')
	if f.key {
		b = value.AppendJSON(append(b, ','), value.String(op.Key))
	}
	if f.record {
		b = value.AppendJSON(append(b, ','), op.Record)
	}
	return append(b, ']')
}

func appendLine(b []byte, payload func([]byte) []byte) []byte {
	start := len(b)
	b = append(b, "00000000 "...)
	b = payload(b)
	var sum [4]byte
	binary.BigEndian.PutUint32(sum[:], crc32.Checksum(b[start+checksumSize:], castagnoli))
	hex.Encode(b[start:], sum[:])
	return append(b, '\n')
}

// errTorn is a line that is not all there: the end of a journal whose process
// was killed while it wrote.
var errTorn = errors.New("the line is torn")

// parseLine reads a line, given without its end, as a mark, a writing or an
// undoing.
func parseLine(line []byte) (any, error) {
	if len(line) < checksumSize || line[checksumSize-1] != ' ' {
		return nil, errTorn
	}
	sum, err := strconv.ParseUint(string(line[:checksumSize-1]), 16, 32)
	if payload := line[checksumSize:]; err != nil || uint32(sum) != crc32.Checksum(payload, castagnoli) {
		return nil, errTorn
	}
	v, err := value.DecodeCopy(line[checksumSize:])
	if err != nil {
		return nil, err
	}
	if document, ok := v.Lookup("document"); ok {
		if text, ok := document.Text(); ok {
			return mark{fingerprint(text)}, nil
		}
	}
	if undo, _ := v.Lookup("undo"); len(undo.Elems()) == 2 {
		from, err := parsePath(undo.Elems()[0])
		if err != nil {
			return nil, err
		}
		before, err := parsePath(undo.Elems()[1])
		if err != nil {
			return nil, err
		}
		if len(from) > 0 && len(before) > 0 {
			return undoing{from, before}, nil
		}
	}
	at, _ := v.Lookup("at")
	do, _ := v.Lookup("do")
	var w writing
	if w.at, err = parsePath(at); err != nil {
		return nil, err
	}
	for _, cells := range do.Elems() {
		op, ok := parseOp(cells.Elems())
		if !ok {
			return nil, fmt.Errorf("the write %s is not known", rt.Brief(cells))
		}
		w.ops = append(w.ops, op)
	}
	if len(w.at) == 0 || len(w.ops) == 0 {
		return nil, errors.New("the line is no mark, no writing and no undoing")
	}
	return w, nil
}

func parsePath(v value.Value) ([]uint64, error) {
	var path []uint64
	for _, n := range v.Elems() {
		i, ok := n.AsInt()
		if !ok || i < 0 {
			return nil, fmt.Errorf("%s in a place is not known", rt.Describe(n))
		}
		path = append(path, uint64(i))
	}
	return path, nil
}

func parseOp(cells []value.Value) (store.Op, bool) {
	if len(cells) == 0 {
		return store.Op{}, false
	}
	name, _ := cells[0].Text()
	i := slices.IndexFunc(forms, func(f form) bool { return f.name == name })
	if i < 0 {
		return store.Op{}, false
	}
	f, cells, ok := forms[i], cells[1:], true
	op := store.Op{Kind: f.kind, Keyless: f.keyless}
	if f.key {
		if len(cells) == 0 {
			return store.Op{}, false
		}
		op.Key, ok = cells[0].Text()
		cells = cells[1:]
	}
	if f.record {
		if len(cells) == 0 {
			return store.Op{}, false
		}
		op.Record = cells[0]
		ok = ok && op.Record.Kind() == value.KindObject
		cells = cells[1:]
	}
	return op, ok && len(cells) == 0
}
