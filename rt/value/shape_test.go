package value

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestShapesAreShared(t *testing.T) {
	a := NewShape("share-a", "share-b")
	if b := NewShape("share-a", "share-b"); a != b {
		t.Error("two shapes with the same keys are not the same one")
	}
	if v := j(`{"share-a":1,"share-b":2}`); v.shape() != a {
		t.Error("a decoded object does not have the shape of a literal with its keys")
	}
	if b := NewShape("share-b", "share-a"); a == b {
		t.Error("the order of keys does not count")
	}
	if b := NewShape("share-as", "hare-b"); a == b {
		t.Error("keys run into one another")
	}
}

func TestShapeDoesNotKeepTheCallersSlice(t *testing.T) {
	keys := []string{"own-a", "own-b"}
	s := NewShape(keys...)
	keys[0] = "changed"
	if s.Keys()[0] != "own-a" {
		t.Error("a shape changed with the slice that it was made of")
	}
}

func TestShapeObject(t *testing.T) {
	s := NewShape("id", "name")
	values := []Value{Int(1), String("a")}
	v := s.Object(values...)
	values[0] = Int(2)
	if got := string(AppendJSON(nil, v)); got != `{"id":1,"name":"a"}` {
		t.Errorf("the object is %s", got)
	}
	if got := string(AppendJSON(nil, NewShape().Object())); got != `{}` {
		t.Errorf("the object without fields is %s", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("one value for two keys does not panic")
		}
	}()
	s.Object(Int(1))
}

// { a: 1, b: 2, a: 3 }: the last value in the first place.
func TestShapeWithKeyTwice(t *testing.T) {
	s := NewShape("a", "b", "a")
	if got := string(AppendJSON(nil, s.Object(Int(1), Int(2), Int(3)))); got != `{"a":3,"b":2}` {
		t.Errorf("the object is %s", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("two values for three keys do not panic")
		}
	}()
	s.Object(Int(1), Int(2))
}

func TestFieldsAndLookup(t *testing.T) {
	v := j(`{"b":1,"a":null,"c":[2]}`)
	var got []string
	for name, field := range v.Fields() {
		got = append(got, name+"="+string(AppendJSON(nil, field)))
	}
	if text := strings.Join(got, " "); text != "b=1 a=null c=[2]" {
		t.Errorf("the fields are %s", text)
	}
	for range v.Fields() {
		break // must not go on
	}
	for range j(`[1]`).Fields() {
		t.Error("an array has fields")
	}
	if f, ok := v.Lookup("a"); !ok || !f.IsNull() {
		t.Errorf("a is %s, %t", f, ok)
	}
	if _, ok := v.Lookup("d"); ok {
		t.Error("d is there")
	}
	if _, ok := j(`"b"`).Lookup("b"); ok {
		t.Error("a string has a field")
	}
}

func manyKeys(n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprintf("key-%d", i)
	}
	return keys
}

// Below and above each of the numbers at which another way of finding keys begins.
func TestObjectsOfManySizes(t *testing.T) {
	for _, n := range []int{1, indexFrom - 1, indexFrom, indexFrom + 1, sharedKeys, sharedKeys + 1, 1000, 70_000} {
		keys := manyKeys(n)
		var b Builder
		for i, key := range keys {
			b.Set(key, Int(int64(i)))
		}
		if v, ok := b.Get(keys[n/2]); !ok || !Equal(v, Int(int64(n/2))) {
			t.Errorf("of %d keys: the builder has %s, %t", n, v, ok)
		}
		b.Set(keys[n-1], String("last"))
		built := b.Object()
		decoded := j(string(AppendJSON(nil, built)))
		for _, v := range []Value{built, decoded} {
			if v.Len() != n {
				t.Fatalf("of %d keys: %d fields", n, v.Len())
			}
			for i, key := range keys[:n-1] {
				f := NewField(key)
				for range 2 { // found, and then remembered
					if got, ok := v.Get(f).AsInt(); !ok || got != int64(i) {
						t.Fatalf("of %d keys: %s is %d, %t", n, key, got, ok)
					}
				}
			}
			if got := v.Get(NewField(keys[n-1])).String(); got != "last" {
				t.Errorf("of %d keys: the last is %q", n, got)
			}
			other := NewField("other")
			for range 2 {
				if !v.Get(other).IsNull() {
					t.Errorf("of %d keys: there is another", n)
				}
			}
		}
		if !Equal(built, decoded) {
			t.Errorf("of %d keys: what is decoded is not what was built", n)
		}
	}
}

// Large objects are maps, and keep their keys to themselves; but neighbours in a document may share them.
func TestLargeShapesAreNotShared(t *testing.T) {
	long := []string{strings.Repeat("k", sharedBytes+1)}
	for _, keys := range [][]string{manyKeys(sharedKeys + 1), long} {
		if a, b := NewShape(keys...), NewShape(keys...); a == b || lookupShape(keys, hashKeys(keys)) != nil {
			t.Errorf("a shape of %d keys is shared", len(keys))
		}
		object := new(Builder)
		for _, key := range keys {
			object.Set(key, True)
		}
		text := object.Object().String()
		v := j("[" + text + "," + text + "]")
		if first, second := v.Elems()[0], v.Elems()[1]; first.shape() != second.shape() {
			t.Errorf("two neighbours of %d keys do not have the same shape", len(keys))
		}
	}
	keys := manyKeys(sharedKeys)
	if a, b := NewShape(keys...), NewShape(keys...); a != b {
		t.Errorf("a shape of %d keys is not shared", len(keys))
	}
}

// A full table takes new shapes in.
func TestTableOfShapesTakesNewOnes(t *testing.T) {
	for i := range 20 * setCount * setSize {
		NewShape(fmt.Sprintf("filler-%d", i))
	}
	for i := range 100 {
		key := fmt.Sprintf("fresh-%d", i)
		if a, b := NewShape(key), NewShape(key); a != b {
			t.Fatal("a full table does not take a new shape in")
		}
	}
}

// However many shapes come along, the table keeps its size, and what it lost is collected.
func TestTableOfShapesIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("makes many shapes")
	}
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for i := range 200_000 {
		doc := fmt.Sprintf(`{"id-%d":1,"name-%d":2}`, i, i)
		if _, err := DecodeCopy([]byte(doc)); err != nil {
			t.Fatal(err)
		}
	}
	if grown := int64(heap()) - int64(before); grown > 4<<20 {
		t.Errorf("200,000 shapes left %d bytes", grown)
	}
}

// Decoding, literals, spreading and field reads at once: what the race detector is to look at. More shapes than the
// table holds are about, so that they are replaced all the while.
func TestShapesConcurrently(t *testing.T) {
	const goroutines, rounds = 8, 2000
	field, missing, merge := NewField("id"), NewField("gone"), NewMerge("extra", "id")
	var group sync.WaitGroup
	for g := range goroutines {
		group.Go(func() {
			for i := range rounds {
				kind := (g + i) % 700
				doc := fmt.Sprintf(`[{"id":%d,"k%d":1,"l%d":2},{"k%d":1,"id":%d}]`, i, kind, kind, kind, i)
				v, err := Decode([]byte(doc))
				if err != nil {
					t.Error(err)
					return
				}
				for _, x := range v.Elems() {
					if id, _ := x.Get(field).AsInt(); id != int64(i) {
						t.Errorf("%s has the id %d", x, id)
						return
					}
					if !x.Get(missing).IsNull() {
						t.Errorf("%s has a field that it lacks", x)
						return
					}
					y := merge.Over(x, Int(7), Int(8))
					want := strings.Replace(x.String(), fmt.Sprintf(`"id":%d`, i), `"id":8`, 1)
					want = want[:len(want)-1] + `,"extra":7}`
					if y.String() != want {
						t.Errorf("%s became %s", x, y)
						return
					}
				}
				name := fmt.Sprintf("n%d", kind)
				if x := NewShape(name, "id").Object(Null, Int(int64(i))); x.String() != fmt.Sprintf(`{%q:null,"id":%d}`, name, i) {
					t.Errorf("a literal is %s", x)
					return
				}
			}
		})
	}
	group.Wait()
}
