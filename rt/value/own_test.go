package value_test

import (
	"testing"
	"unsafe"

	"github.com/reqongen/reqongen/rt/value"
)

// TestOwn: the copy is the same value, and shares no text with its document.
func TestOwn(t *testing.T) {
	document := []byte(`{"a":"text of the document","b":[1,"two",{"c":null}],"n":9007199254740993,"f":1.5,"t":true,"":{}}`)
	v, err := value.Decode(document)
	if err != nil {
		t.Fatal(err)
	}
	own := v.Own()
	if !value.Equal(v, own) || v.String() != own.String() {
		t.Errorf("%s became %s", v, own)
	}
	a, _ := v.Lookup("a")
	b, _ := own.Lookup("a")
	x, _ := a.Text()
	y, _ := b.Text()
	if unsafe.StringData(x) == unsafe.StringData(y) {
		t.Error("the text still lies in the document")
	}
}
