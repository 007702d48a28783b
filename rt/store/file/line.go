package file

import (
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/value"
)

// A journal is lines of text:
//
//	8a3d05c1 {"document":"4f53cda1…"}
//	1c0e9b77 {"at":[1,0,4,17,0],"do":[["put","INV-1",{"id":"INV-1"}],["delete","INV-2"]]}
//
// A checksum (CRC-32C, of the JSON) and a JSON object. A mark is the
// fingerprint of a document that holds everything before it; a writing is what
// one step wrote, with its place: the numbers of rt.Place.Path for the first
// of its writes, of which each next one is a step further.

// A mark is a line about a document.
type mark struct{ document fingerprint }

// A writing is a line about writes.
type writing struct {
	at  []uint64
	ops []store.Op
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

const checksumSize = len("8a3d05c1 ")

var (
	shapeOfMark    = value.NewShape("document")
	shapeOfWriting = value.NewShape("at", "do")
)

var names = map[store.Kind]string{
	store.Put: "put", store.Merge: "merge", store.Delete: "delete", store.Clear: "clear",
}

// keylessName is that of a Put whose record has no key yet.
const keylessName = "add"

func appendMark(b []byte, m mark) []byte {
	return appendLine(b, func(b []byte) []byte {
		return value.AppendJSON(b, shapeOfMark.Object(value.String(string(m.document))))
	})
}

func appendWriting(b []byte, w writing) []byte {
	return appendLine(b, func(b []byte) []byte {
		b = append(b, `{"at":[`...)
		for i, n := range w.at {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendUint(b, n, 10)
		}
		b = append(b, `],"do":[`...)
		for i, op := range w.ops {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendOp(b, op)
		}
		return append(b, `]}`...)
	})
}

func appendOp(b []byte, op store.Op) []byte {
	name := names[op.Kind]
	if op.Keyless {
		name = keylessName
	}
	b = append(append(append(b, `["`...), name...), '"')
	if !op.Keyless && op.Kind != store.Clear {
		b = value.AppendJSON(append(b, ','), value.String(op.Key))
	}
	if op.Kind == store.Put || op.Kind == store.Merge {
		b = value.AppendJSON(append(b, ','), op.Record)
	}
	return append(b, ']')
}

func appendLine(b []byte, payload func([]byte) []byte) []byte {
	start := len(b)
	b = append(b, "00000000 "...)
	b = payload(b)
	sum := crc32.Checksum(b[start+checksumSize:], castagnoli)
	copy(b[start:], fmt.Sprintf("%08x", sum))
	return append(b, '\n')
}

// errTorn is a line that is not all there: the end of a journal whose process
// was killed while it wrote.
var errTorn = errors.New("the line is torn")

// parseLine reads a line, given without its end, as a mark or a writing.
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
	if document, ok := v.Lookup(shapeOfMark.Keys()[0]); ok {
		text, _ := document.Text()
		return mark{fingerprint(text)}, nil
	}
	at, _ := v.Lookup(shapeOfWriting.Keys()[0])
	do, _ := v.Lookup(shapeOfWriting.Keys()[1])
	var w writing
	for _, n := range at.Elems() {
		i, ok := n.AsInt()
		if !ok || i < 0 {
			return nil, fmt.Errorf("%s in a place is not known", n)
		}
		w.at = append(w.at, uint64(i))
	}
	for _, cells := range do.Elems() {
		op, err := parseOp(cells.Elems())
		if err != nil {
			return nil, err
		}
		w.ops = append(w.ops, op)
	}
	if len(w.at) == 0 || len(w.ops) == 0 {
		return nil, errors.New("the line is neither a mark nor a writing")
	}
	return w, nil
}

func parseOp(cells []value.Value) (store.Op, error) {
	wrong := fmt.Errorf("the write %s is not known", rt.Brief(value.Array(cells...)))
	if len(cells) == 0 {
		return store.Op{}, wrong
	}
	name, _ := cells[0].Text()
	cells = cells[1:]
	if name == keylessName && len(cells) == 1 {
		return store.Op{Kind: store.Put, Keyless: true, Record: cells[0]}, nil
	}
	for kind, n := range names {
		if n != name {
			continue
		}
		op := store.Op{Kind: kind}
		wants := map[store.Kind]int{store.Put: 2, store.Merge: 2, store.Delete: 1}[kind]
		if len(cells) != wants {
			return store.Op{}, wrong
		}
		if wants > 0 {
			op.Key, _ = cells[0].Text()
		}
		if wants > 1 {
			op.Record = cells[1]
		}
		return op, nil
	}
	return store.Op{}, wrong
}
