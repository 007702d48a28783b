package format

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// outline writes everything that a tree says, but no places: the types of its
// nodes, all their fields, and the comments that belong to them.
func outline(n any) string {
	var b strings.Builder
	writeOutline(&b, reflect.ValueOf(n))
	return b.String()
}

func writeOutline(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		if n, ok := v.Interface().(interface{ Doc() []*syntax.Comment }); ok && v.Kind() == reflect.Pointer {
			for _, c := range n.Doc() {
				fmt.Fprintf(b, "doc %q ", c.Lines())
			}
		}
		writeOutline(b, v.Elem())
	case reflect.Slice:
		b.WriteString("[")
		for i := range v.Len() {
			writeOutline(b, v.Index(i))
			b.WriteString("\n")
		}
		b.WriteString("]")
	case reflect.Struct:
		switch v.Type() {
		case reflect.TypeFor[source.Span](), reflect.TypeFor[source.File]():
			return
		case reflect.TypeFor[syntax.Comment]():
			c := v.Addr().Interface().(*syntax.Comment)
			fmt.Fprintf(b, "comment %q", c.Lines())
			return
		}
		b.WriteString(v.Type().Name() + "{")
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() && !field.Anonymous {
				b.WriteString(field.Name + "=")
				writeOutline(b, v.Field(i))
				b.WriteString(" ")
			}
		}
		b.WriteString("}")
	default:
		fmt.Fprintf(b, "%#v", v.Interface())
	}
}
