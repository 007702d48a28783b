package diag

import (
	"strings"
	"unicode"
)

// tabStop is where a tab goes on, in columns of the excerpt.
const tabStop = 4

// visible gathers text as a terminal shows it and counts its columns.
type visible struct {
	text    strings.Builder
	columns int
}

// write adds s: a tab goes on to the next tab stop, a control character becomes
// its picture (a mission's text must not steer the reader's terminal), and a
// byte that is no UTF-8 becomes U+FFFD.
func (v *visible) write(s string) {
	for _, r := range s {
		if r == '\t' {
			n := tabStop - v.columns%tabStop
			v.text.WriteString(strings.Repeat(" ", n))
			v.columns += n
			continue
		}
		r = picture(r)
		v.text.WriteRune(r)
		v.columns += width(r)
	}
}

// picture replaces a character that a terminal would obey instead of showing.
func picture(r rune) rune {
	switch {
	case r < 0x20:
		return 0x2400 + r // ␀ …
	case r == 0x7F:
		return 0x2421 // ␡
	case unicode.IsControl(r), bidirectional(r):
		return unicode.ReplacementChar
	}
	return r
}

// bidirectional reports the characters that reorder what stands around them, so
// that a line would show something other than what is compiled.
func bidirectional(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0x061C
}

// width is the number of columns that a terminal gives to r.
func width(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// wide holds the East Asian wide and fullwidth characters and the emoji that
// terminals draw two columns wide (Unicode TR 11), in coarse ranges.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115F, 1}, // Hangul initials
		{0x231A, 0x231B, 1}, // watch, hourglass
		{0x2329, 0x232A, 1}, // angle brackets
		{0x23E9, 0x23EC, 1}, // play buttons
		{0x23F0, 0x23F0, 1}, // alarm clock
		{0x23F3, 0x23F3, 1}, // hourglass with sand
		{0x25FD, 0x25FE, 1}, // medium small squares
		{0x2614, 0x2615, 1}, // umbrella, hot beverage
		{0x2648, 0x2653, 1}, // zodiac
		{0x26A1, 0x26A1, 1}, // high voltage
		{0x2705, 0x2705, 1}, // check mark
		{0x270A, 0x270B, 1}, // fist, hand
		{0x2728, 0x2728, 1}, // sparkles
		{0x274C, 0x274C, 1}, // cross mark
		{0x2753, 0x2757, 1}, // question and exclamation marks
		{0x2795, 0x2797, 1}, // heavy plus, minus, divide
		{0x2B50, 0x2B55, 5}, // star, circle
		{0x2E80, 0x303E, 1}, // CJK radicals, punctuation
		{0x3041, 0x33FF, 1}, // kana and their kin
		{0x3400, 0x4DBF, 1}, // CJK extension A
		{0x4E00, 0x9FFF, 1}, // CJK
		{0xA000, 0xA4CF, 1}, // Yi
		{0xA960, 0xA97F, 1}, // Hangul extension A
		{0xAC00, 0xD7A3, 1}, // Hangul syllables
		{0xF900, 0xFAFF, 1}, // CJK compatibility
		{0xFE30, 0xFE6F, 1}, // CJK compatibility forms
		{0xFF00, 0xFF60, 1}, // fullwidth forms
		{0xFFE0, 0xFFE6, 1}, // fullwidth signs
	},
	R32: []unicode.Range32{
		{0x1F004, 0x1F004, 1}, // mahjong dragon
		{0x1F0CF, 0x1F0CF, 1}, // joker
		{0x1F18E, 0x1F18E, 1}, // AB button
		{0x1F191, 0x1F19A, 1}, // squared words
		{0x1F200, 0x1F320, 1}, // enclosed ideographs, weather
		{0x1F32D, 0x1F335, 1}, // food, plants
		{0x1F337, 0x1F37C, 1},
		{0x1F37E, 0x1F393, 1},
		{0x1F3A0, 0x1F3CA, 1},
		{0x1F3CF, 0x1F3D3, 1},
		{0x1F3E0, 0x1F3F0, 1},
		{0x1F3F4, 0x1F3F4, 1},
		{0x1F3F8, 0x1F43E, 1},
		{0x1F440, 0x1F440, 1},
		{0x1F442, 0x1F4FC, 1},
		{0x1F4FF, 0x1F53D, 1},
		{0x1F54B, 0x1F567, 1},
		{0x1F57A, 0x1F57A, 1},
		{0x1F595, 0x1F596, 1},
		{0x1F5A4, 0x1F5A4, 1},
		{0x1F5FB, 0x1F64F, 1}, // faces
		{0x1F680, 0x1F6C5, 1}, // transport
		{0x1F6CC, 0x1F6CC, 1},
		{0x1F6D0, 0x1F6DF, 1},
		{0x1F6EB, 0x1F6EC, 1},
		{0x1F6F4, 0x1F6FC, 1},
		{0x1F7E0, 0x1F7EB, 1},
		{0x1F90C, 0x1F9FF, 1}, // hands, people, things
		{0x1FA70, 0x1FAFF, 1},
		{0x20000, 0x3FFFD, 1}, // CJK extensions
	},
}
