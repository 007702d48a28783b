package types

import (
	"cmp"

	"github.com/reqongen/reqongen/lang/plan"
)

// Same reports literals that are equal at run time: 1 and 1.0 are.
func Same(a, b *plan.Literal) bool {
	if IsNumber(a) && IsNumber(b) {
		return Compare(a, b) == 0
	}
	return a.Value == b.Value
}

// IsNumber reports a literal that is a number.
func IsNumber(l *plan.Literal) bool {
	switch l.Value.(type) {
	case int64, uint64, float64:
		return true
	}
	return false
}

// Compare compares two literals that are numbers: exactly, where both are
// integers.
func Compare(a, b *plan.Literal) int {
	i, ok1 := a.Value.(int64)
	j, ok2 := b.Value.(int64)
	if ok1 && ok2 {
		return cmp.Compare(i, j)
	}
	u, ok1 := a.Value.(uint64)
	v, ok2 := b.Value.(uint64)
	if ok1 && ok2 {
		return cmp.Compare(u, v)
	}
	return cmp.Compare(asFloat(a), asFloat(b))
}

func asFloat(l *plan.Literal) float64 {
	switch v := l.Value.(type) {
	case int64:
		return float64(v)
	case uint64:
		return float64(v)
	case float64:
		return v
	}
	return 0
}
