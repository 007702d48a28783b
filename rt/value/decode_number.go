package value

import (
	"math"
	"strconv"
)

func (d *decoder) number() (Value, bool) {
	text, i := d.text, d.pos
	negative := text[i] == '-'
	if negative {
		i++
	}
	// The digits as an integer, as far as 19 of them go.
	var whole uint64
	first := i
	for i < len(text) && text[i]-'0' <= 9 {
		if i-first < 19 {
			whole = whole*10 + uint64(text[i]-'0')
		}
		i++
	}
	count := i - first
	if count == 0 {
		d.pos = i
		return d.fail("%s where a digit is wanted", d.found())
	}
	if count > 1 && text[first] == '0' {
		d.pos = first + 1
		return d.fail("a number with a leading 0")
	}
	if i < len(text) && (text[i] == '.' || text[i]|0x20 == 'e') {
		return d.float(i, whole, count, negative)
	}
	start := d.pos
	d.pos = i
	switch {
	case count <= 18 || count == 19 && whole <= math.MaxInt64:
		if !negative {
			return Int(int64(whole)), true
		}
		if whole != 0 {
			return Int(-int64(whole)), true
		}
		return Float(math.Copysign(0, -1)), true // so that -0 is written -0 again
	case negative:
		if n, err := strconv.ParseInt(text[start:i], 10, 64); err == nil {
			return Int(n), true
		}
	default:
		if n, err := strconv.ParseUint(text[start:i], 10, 64); err == nil {
			return Uint(n), true
		}
	}
	return d.parseFloat(start)
}

// float reads a number from its point or exponent at i; before it stand count digits.
func (d *decoder) float(i int, mantissa uint64, count int, negative bool) (Value, bool) {
	text, start := d.text, d.pos
	exp := 0
	if text[i] == '.' {
		i++
		first := i
		for i < len(text) && text[i]-'0' <= 9 {
			if count < 19 {
				mantissa = mantissa*10 + uint64(text[i]-'0')
			}
			count++
			i++
		}
		if i == first {
			d.pos = i
			return d.fail("%s where a digit is wanted", d.found())
		}
		exp = first - i
	}
	if i < len(text) && text[i]|0x20 == 'e' {
		i++
		down := false
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			down = text[i] == '-'
			i++
		}
		first, e := i, 0
		for i < len(text) && text[i]-'0' <= 9 {
			if e < 10000 {
				e = e*10 + int(text[i]-'0')
			}
			i++
		}
		if i == first {
			d.pos = i
			return d.fail("%s where a digit is wanted", d.found())
		}
		if down {
			e = -e
		}
		exp += e
	}
	d.pos = i
	// A mantissa and a power of ten that are exact doubles make one correctly rounded operation.
	if count <= 19 && mantissa < 1<<53 && -22 <= exp && exp <= 22 {
		f := float64(mantissa)
		if exp < 0 {
			f /= pow10[-exp]
		} else {
			f *= pow10[exp]
		}
		if negative {
			f = -f
		}
		return Float(f), true
	}
	return d.parseFloat(start)
}

func (d *decoder) parseFloat(start int) (Value, bool) {
	f, err := strconv.ParseFloat(d.text[start:d.pos], 64)
	if err != nil {
		text := d.text[start:d.pos]
		d.pos = start
		if len(text) > 40 {
			text = text[:40] + "…"
		}
		return d.fail("the number %s is too large", text)
	}
	return Float(f), true
}

var pow10 = [23]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}
