package rt

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/reqongen/reqongen/rt/value"
)

// Generated code calls the language's functions on the strand, which has them
// from value.Eval: a method of its own with the name of one would hide it.
func TestStrandHidesNoFunction(t *testing.T) {
	strand := reflect.TypeFor[*Strand]()
	functions := reflect.TypeFor[*value.Eval]()
	for i := range functions.NumMethod() {
		name := functions.Method(i).Name
		if name == "Fail" {
			continue // no function of the language, and hidden on purpose
		}
		if has, want := signature(strand, name), signature(functions, name); has != want {
			t.Errorf("Strand.%s%s hides Eval.%s%s", name, has, name, want)
		}
	}
}

// signature is what the method takes, without its receiver, and gives.
func signature(t reflect.Type, name string) string {
	method, _ := t.MethodByName(name)
	var in, out []reflect.Type
	for i := 1; i < method.Type.NumIn(); i++ {
		in = append(in, method.Type.In(i))
	}
	for i := range method.Type.NumOut() {
		out = append(out, method.Type.Out(i))
	}
	return fmt.Sprint(in, out)
}
