package syntax_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// parse reads text that must be without mistakes.
func parse(t *testing.T, text string) *syntax.File {
	t.Helper()
	file, diags := syntax.Parse(source.NewFile("m.reqon", text))
	if len(diags) > 0 {
		t.Fatalf("in\n%s\n%s", text, render(diags))
	}
	return file
}

func render(diags []diag.Diagnostic) string {
	var b strings.Builder
	if err := diag.WriteText(&b, diags); err != nil {
		panic(err)
	}
	return b.String()
}

// inAction wraps steps so that they are a whole file.
func inAction(steps string) string { return "mission M {\naction A {\n" + steps + "\n}\n}\n" }

// steps gives the steps of a file made by inAction.
func steps(t *testing.T, file *syntax.File) []syntax.Step {
	t.Helper()
	return file.Decls[0].(*syntax.Mission).Decls[0].(*syntax.Action).Body.Steps
}

// dump writes a tree in brackets: expressions by their operators, everything
// else by the name of its type and its fields, without those that are empty.
func dump(n any) string {
	switch n := n.(type) {
	case nil:
		return "nil"
	case syntax.Ident:
		if n.Quoted {
			return fmt.Sprintf("%q", n.Name)
		}
		return n.Name
	case *syntax.Name:
		return n.Name
	case *syntax.Number:
		return n.Text
	case *syntax.Bool:
		return fmt.Sprint(n.Value)
	case *syntax.Null:
		return "null"
	case *syntax.Dot:
		return "." + n.Field.Name
	case *syntax.Member:
		return dump(n.X) + "." + n.Field.Name
	case *syntax.Index:
		return dump(n.X) + "[" + dump(n.Index) + "]"
	case *syntax.Unary:
		return fmt.Sprintf("(%s %s)", n.Op, dump(n.X))
	case *syntax.Binary:
		return fmt.Sprintf("(%s %s %s)", n.Op, dump(n.X), dump(n.Y))
	case *syntax.Is:
		return fmt.Sprintf("(is %s %s)", dump(n.X), n.What.Name)
	case *syntax.Where:
		return fmt.Sprintf("(where %s %s)", dump(n.X), dump(n.Cond))
	case *syntax.Cond:
		if n.Ternary {
			return fmt.Sprintf("(? %s %s %s)", dump(n.If), dump(n.Then), dump(n.Else))
		}
		return fmt.Sprintf("(if %s %s %s)", dump(n.If), dump(n.Then), dump(n.Else))
	case *syntax.Call:
		form := map[syntax.CallForm]string{syntax.PlainCall: "", syntax.MethodCall: ".", syntax.PipeCall: "|"}[n.Form]
		return fmt.Sprintf("%s%s%s", form, n.Func.Name, list(reflect.ValueOf(n.Args), "(", ")"))
	case *syntax.Array:
		return list(reflect.ValueOf(n.Elems), "[", "]")
	case *syntax.Object:
		return list(reflect.ValueOf(n.Items), "{", "}")
	case *syntax.Fields:
		return list(reflect.ValueOf(n.Items), "{", "}")
	case *syntax.Options:
		return list(reflect.ValueOf(n.List), "{", "}")
	case *syntax.Field:
		return dump(n.Key) + ": " + dump(n.Value)
	case *syntax.Option:
		return dump(n.Name) + ": " + dump(n.Value)
	case *syntax.Spread:
		return "..." + dump(n.Value)
	case *syntax.Lambda:
		return fmt.Sprintf("(=> %s %s)", list(reflect.ValueOf(n.Params), "(", ")"), dump(n.Body))
	case *syntax.String:
		if text, ok := n.Const(); ok {
			return fmt.Sprintf("%q", text)
		}
		return "(str" + parts(n) + ")"
	case *syntax.TextPart:
		return fmt.Sprintf("%q", n.Text)
	case *syntax.EnvPart:
		return "$" + n.Name.Name
	case *syntax.ExprPart:
		return dump(n.Value)
	case *syntax.Wildcard:
		return "_"
	case *syntax.LiteralPattern:
		return dump(n.Value)
	case *syntax.NamePattern:
		return n.Name
	case *syntax.ArrayPattern:
		return list(reflect.ValueOf(n.Elems), "[", "]")
	case *syntax.ObjectPattern:
		return list(reflect.ValueOf(n.Fields), "{", "}")
	case *syntax.FieldPattern:
		if n.Value == nil {
			return dump(n.Key)
		}
		return dump(n.Key) + ": " + dump(n.Value)
	}
	v := reflect.ValueOf(n)
	if v.Kind() == reflect.Pointer {
		return "(" + v.Elem().Type().Name() + fields(v.Elem()) + ")"
	}
	return fmt.Sprint(n)
}

func parts(n *syntax.String) string {
	var b strings.Builder
	for _, part := range n.Parts {
		b.WriteString(" " + dump(part))
	}
	return b.String()
}

func list(v reflect.Value, open, closer string) string {
	var elems []string
	for i := range v.Len() {
		elems = append(elems, dump(v.Index(i).Interface()))
	}
	return open + strings.Join(elems, ", ") + closer
}

func fields(v reflect.Value) string {
	var b strings.Builder
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		if !field.IsExported() || field.Anonymous || value.IsZero() || strings.HasSuffix(field.Name, "Span") {
			continue
		}
		b.WriteString(" " + field.Name)
		switch {
		case value.Kind() == reflect.Bool:
		case value.Kind() == reflect.Slice:
			b.WriteString(list(value, "[", "]"))
		case value.Type() == reflect.TypeFor[*syntax.Ident]():
			b.WriteString("=" + dump(value.Elem().Interface()))
		default:
			b.WriteString("=" + dump(value.Interface()))
		}
	}
	return b.String()
}
