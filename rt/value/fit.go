package value

// What the schemas of a mission ask of a value, beside its kind (the language, §10).

// Between reports whether v is a number from lo to hi, both in. Integers are compared exactly.
func Between(v, lo, hi Value) bool {
	return v.isNumber() && compareNumbers(lo, v) <= 0 && compareNumbers(v, hi) <= 0
}

// ArrayOf reports whether v is an array all of whose elements fit; an empty one is.
func ArrayOf(v Value, fits func(elem Value) bool) bool {
	if v.Kind() != KindArray {
		return false
	}
	for _, elem := range v.elems() {
		if !fits(elem) {
			return false
		}
	}
	return true
}
