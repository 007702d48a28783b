package value

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// scanPlain is the number of bytes at the start of b that stand in a JSON string as they are: up to the first quote,
// backslash or control character. It tells whether they are all ASCII.
func scanPlain(b []byte) (n int, ascii bool) {
	const (
		ones  = 0x0101010101010101
		highs = 0x8080808080808080
	)
	var seen uint64
	for ; n+8 <= len(b); n += 8 {
		x := binary.LittleEndian.Uint64(b[n:])
		quote := x ^ ones*'"'
		slash := x ^ ones*'\\'
		// Of the bits that this sets, the lowest is right: a borrow only ever runs upward.
		stop := ((quote - ones) &^ quote) | ((slash - ones) &^ slash) | ((x - ones*' ') &^ x)
		if stop &= highs; stop != 0 {
			bit := bits.TrailingZeros64(stop) // the top one of the byte at which to stop
			seen |= x & (1<<bit - 1)
			return n + bit/8, seen&highs == 0
		}
		seen |= x
	}
	ascii = seen&highs == 0
	for ; n < len(b); n++ {
		c := b[n]
		if c == '"' || c == '\\' || c < ' ' {
			break
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return n, ascii
}

// appendUTF8 appends s, with U+FFFD for what is no UTF-8.
func appendUTF8(dst []byte, s string, ascii bool) []byte {
	if ascii || utf8.ValidString(s) {
		return append(dst, s...)
	}
	for _, r := range s {
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}
