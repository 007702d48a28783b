package value

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"
)

// MarshalJSON is v as compact JSON: see [AppendJSON].
func (v Value) MarshalJSON() ([]byte, error) { return AppendJSON(nil, v), nil }

// UnmarshalJSON sets v to the value that doc says: see [DecodeCopy].
func (v *Value) UnmarshalJSON(doc []byte) error {
	decoded, err := DecodeCopy(doc)
	if err != nil {
		return err
	}
	*v = decoded
	return nil
}

// FromGo is a Go value as a Value: nil, booleans, numbers, strings, [json.Number], [time.Time] (as an ISO 8601 instant),
// Value, []any, []Value and map[string]any (its fields sorted by name) directly, anything else as encoding/json writes
// it. NaN, infinities, nesting deeper than 10,000 and what encoding/json refuses are errors.
func FromGo(x any) (Value, error) { return fromGo(x, 0) }

func fromGo(x any, depth int) (Value, error) {
	if depth > maxDepth {
		return Null, fmt.Errorf("value: nested deeper than %d levels", maxDepth)
	}
	switch x := x.(type) {
	case nil:
		return Null, nil
	case Value:
		return x, nil
	case bool:
		return Bool(x), nil
	case string:
		return String(x), nil
	case int:
		return Int(int64(x)), nil
	case int64:
		return Int(x), nil
	case int32:
		return Int(int64(x)), nil
	case uint64:
		return Uint(x), nil
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return Null, fmt.Errorf("value: %v is no JSON number", x)
		}
		return Float(x), nil
	case json.Number:
		v, err := DecodeCopy([]byte(x))
		if err != nil || !v.isNumber() {
			return Null, fmt.Errorf("value: %q is no JSON number", string(x))
		}
		return v, nil
	case time.Time:
		return String(x.Format(time.RFC3339Nano)), nil
	case []Value:
		return Array(slices.Clone(x)...), nil
	case []any:
		elems := make([]Value, len(x))
		for i, elem := range x {
			v, err := fromGo(elem, depth+1)
			if err != nil {
				return Null, err
			}
			elems[i] = v
		}
		return Array(elems...), nil
	case map[string]any:
		names := make([]string, 0, len(x))
		for name := range x {
			names = append(names, name)
		}
		slices.Sort(names)
		var b Builder
		for _, name := range names {
			v, err := fromGo(x[name], depth+1)
			if err != nil {
				return Null, err
			}
			b.Set(name, v)
		}
		return b.Object(), nil
	}
	doc, err := json.Marshal(x)
	if err != nil {
		return Null, fmt.Errorf("value: %w", err)
	}
	return Decode(doc)
}

// Go is v as a plain Go value: nil, bool, int64 (uint64 above its range), float64, string, []any or map[string]any,
// which has no order.
func (v Value) Go() any {
	switch v.Kind() {
	case KindNull:
		return nil
	case KindBool:
		return v.bits() != 0
	case KindInt:
		if v.tag()&tagBig != 0 {
			return v.bits()
		}
		return int64(v.bits())
	case KindFloat:
		return math.Float64frombits(v.bits())
	case KindString:
		return v.str()
	case KindArray:
		elems := make([]any, len(v.elems()))
		for i, elem := range v.elems() {
			elems[i] = elem.Go()
		}
		return elems
	default:
		fields := make(map[string]any, v.Len())
		for name, field := range v.Fields() {
			fields[name] = field.Go()
		}
		return fields
	}
}
