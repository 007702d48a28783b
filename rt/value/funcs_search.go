package value

// Includes is includes(xs, x), the same as x in xs.
func (e *Eval) Includes(at Pos, xs, x Value) Value { return Bool(e.In(at, x, xs)) }

// Any is any(xs, cond): whether it holds for an element. Without a condition, whether an element is true.
func (e *Eval) Any(at Pos, xs Value, cond ...func(Value) Value) Value {
	elems, ok := e.list(at, "any", xs)
	if !ok {
		return Null
	}
	for _, x := range elems {
		if len(cond) > 0 {
			x = cond[0](x)
		}
		if e.err != nil {
			return Null
		}
		if x.Truthy() {
			return True
		}
	}
	return False
}

// All is all(xs, cond): whether it holds for every element, as it does where there is none. Without a condition, whether
// every element is true.
func (e *Eval) All(at Pos, xs Value, cond ...func(Value) Value) Value {
	elems, ok := e.list(at, "all", xs)
	if !ok {
		return Null
	}
	for _, x := range elems {
		if len(cond) > 0 {
			x = cond[0](x)
		}
		if e.err != nil {
			return Null
		}
		if !x.Truthy() {
			return False
		}
	}
	return True
}

// Find is find(xs, cond), the first element for which it holds; null where there is none.
func (e *Eval) Find(at Pos, xs Value, cond func(Value) Value) Value {
	elems, ok := e.list(at, "find", xs)
	if !ok {
		return Null
	}
	if i := e.search(elems, cond); i >= 0 {
		return elems[i]
	}
	return Null
}

// FindIndex is findIndex(xs, cond), the position of the first element for which it holds; -1 where there is none.
func (e *Eval) FindIndex(at Pos, xs Value, cond func(Value) Value) Value {
	elems, ok := e.list(at, "findIndex", xs)
	if !ok {
		return Null
	}
	i := e.search(elems, cond)
	if e.err != nil {
		return Null
	}
	return Int(int64(i))
}

func (e *Eval) search(elems []Value, cond func(Value) Value) int {
	for i, x := range elems {
		holds := cond(x).Truthy()
		if e.err != nil {
			return -1
		}
		if holds {
			return i
		}
	}
	return -1
}
