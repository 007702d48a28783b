package value

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Every byte at every place of texts of every length around the eight that are looked at together.
func TestScanPlain(t *testing.T) {
	for length := range 20 {
		for place := range length {
			for c := range 256 {
				b := []byte(strings.Repeat("a", length))
				b[place] = byte(c)
				wantN, wantASCII := length, c < utf8.RuneSelf
				if c < ' ' || c == '"' || c == '\\' {
					wantN, wantASCII = place, true
				}
				if n, ascii := scanPlain(b); n != wantN || ascii != wantASCII {
					t.Fatalf("scanPlain(%q) = %d, %t, want %d, %t", b, n, ascii, wantN, wantASCII)
				}
				// What comes behind the end does not count, nor is it the end that a later one makes.
				b = append(b, `é"\`...)
				if c < ' ' || c == '"' || c == '\\' {
					if n, ascii := scanPlain(b); n != wantN || ascii != wantASCII {
						t.Fatalf("scanPlain(%q) = %d, %t, want %d, %t", b, n, ascii, wantN, wantASCII)
					}
				} else if n, ascii := scanPlain(b); n != length+2 || ascii {
					t.Fatalf("scanPlain(%q) = %d, %t, want %d, false", b, n, ascii, length+2)
				}
			}
		}
	}
}
