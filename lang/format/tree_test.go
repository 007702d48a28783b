package format

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// outline writes everything that a tree says, but no places: the types of its
// nodes, all their fields, and, with docs, which comments belong to them.
func outline(n any, docs bool) string {
	var b strings.Builder
	writeOutline(&b, reflect.ValueOf(n), docs)
	return b.String()
}

func writeOutline(b *strings.Builder, v reflect.Value, docs bool) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		if n, ok := v.Interface().(interface{ Doc() []*syntax.Comment }); docs && ok && v.Kind() == reflect.Pointer {
			for _, c := range n.Doc() {
				fmt.Fprintf(b, "doc %q ", c.Lines())
			}
		}
		writeOutline(b, v.Elem(), docs)
	case reflect.Slice:
		b.WriteString("[")
		for i := range v.Len() {
			writeOutline(b, v.Index(i), docs)
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
			field := v.Type().Field(i)
			if field.IsExported() && !field.Anonymous && (docs || field.Name != "Rest") {
				b.WriteString(field.Name + "=")
				writeOutline(b, v.Field(i), docs)
				b.WriteString(" ")
			}
		}
		b.WriteString("}")
	default:
		fmt.Fprintf(b, "%#v", v.Interface())
	}
}
