package value

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestFromGo(t *testing.T) {
	type record struct {
		ID   int64   `json:"id"`
		Name string  `json:"name,omitempty"`
		Tags []uint8 `json:"-"`
	}
	for _, c := range []struct {
		x    any
		want string
	}{
		{nil, `null`},
		{true, `true`},
		{"a", `"a"`},
		{1, `1`},
		{int32(-1), `-1`},
		{int64(math.MinInt64), `-9223372036854775808`},
		{uint64(math.MaxUint64), `18446744073709551615`},
		{uint8(7), `7`},
		{1.5, `1.5`},
		{float32(0.1), `0.1`},
		{json.Number("9007199254740993"), `9007199254740993`},
		{json.Number("1.50"), `1.5`},
		{time.Date(2024, 1, 31, 9, 30, 0, 5e6, time.UTC), `"2024-01-31T09:30:00.005Z"`},
		{[]any{1, "a", nil}, `[1,"a",null]`},
		{[]Value{Int(1)}, `[1]`},
		{map[string]any{"b": 1, "a": []any{}}, `{"a":[],"b":1}`},
		{Int(3), `3`},
		{record{ID: 1}, `{"id":1}`},
		{&record{2, "x", nil}, `{"id":2,"name":"x"}`},
		{[]int{1, 2}, `[1,2]`},
		{map[string]Value{"v": True}, `{"v":true}`},
	} {
		v, err := FromGo(c.x)
		if err != nil {
			t.Errorf("FromGo(%#v) fails with %v", c.x, err)
		} else if got := string(AppendJSON(nil, v)); got != c.want {
			t.Errorf("FromGo(%#v) = %s, want %s", c.x, got, c.want)
		}
	}
	cycle := map[string]any{}
	cycle["self"] = []any{cycle}
	for _, x := range []any{
		math.NaN(), math.Inf(1),
		[]any{math.Inf(-1)},
		map[string]any{"a": math.NaN()},
		func() {}, make(chan int),
		json.Number("one"), json.Number(`"1"`), json.Number(""), cycle,
	} {
		if v, err := FromGo(x); err == nil {
			t.Errorf("FromGo of a %T = %s, want an error", x, v)
		} else if !strings.HasPrefix(err.Error(), "value: ") {
			t.Errorf("FromGo of a %T fails with %q", x, err)
		}
	}
}

func TestFromGoCopiesSlices(t *testing.T) {
	elems := []Value{Int(1)}
	v, err := FromGo(elems)
	if err != nil {
		t.Fatal(err)
	}
	elems[0] = Int(2)
	if v.String() != "[1]" {
		t.Errorf("the value changed to %s", v)
	}
}

func TestGo(t *testing.T) {
	got := j(`{"a":[1,18446744073709551615,1.5,"x",true,null],"b":{}}`).Go()
	want := map[string]any{
		"a": []any{int64(1), uint64(math.MaxUint64), 1.5, "x", true, nil},
		"b": map[string]any{},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Go() = %#v, want %#v", got, want)
	}
	back, err := FromGo(got)
	if err != nil || back.String() != `{"a":[1,18446744073709551615,1.5,"x",true,null],"b":{}}` {
		t.Errorf("and back, %s (%v)", back, err)
	}
}

func TestMarshalers(t *testing.T) {
	type response struct {
		Data Value  `json:"data"`
		Next *Value `json:"next"`
	}
	doc := `{"data":{"id":9007199254740993,"b":[1.0]},"next":"x"}`
	var r response
	if err := json.Unmarshal([]byte(doc), &r); err != nil {
		t.Fatal(err)
	}
	if got := r.Data.String(); got != `{"id":9007199254740993,"b":[1]}` {
		t.Errorf("data is %s", got)
	}
	out, err := json.Marshal(r)
	if err != nil || string(out) != `{"data":{"id":9007199254740993,"b":[1]},"next":"x"}` {
		t.Errorf("written again, %s (%v)", out, err)
	}
	var v Value
	if err := v.UnmarshalJSON([]byte(`{`)); err == nil || !v.IsNull() {
		t.Errorf("half a document is %s (%v)", v, err)
	}
}
