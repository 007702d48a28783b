package plan

import (
	"fmt"
	"strings"
)

var opText = [...]string{
	Or: "or", And: "and", Coalesce: "??", Not: "not", Eq: "==", Ne: "!=", Lt: "<", Le: "<=", Gt: ">", Ge: ">=",
	In: "in", Contains: "contains", StartsWith: "startsWith", EndsWith: "endsWith", Range: "..",
	Add: "+", Sub: "-", Mul: "*", Div: "/", Mod: "%", Neg: "-", Plus: "+",
}

// String is the operator as the mission writes it.
func (o Op) String() string { return opText[o] }

// expr writes an expression with brackets around every operation.
func (d *dumper) expr(x Expr) string {
	switch x := x.(type) {
	case *Literal:
		return literal(x.Value)
	case *Template:
		return d.template(x)
	case *EnvText:
		return "${" + x.Name + "}"
	case *EnvCall:
		return fmt.Sprintf("env(%q)", x.Name)
	case *Array:
		return "[" + d.list(x.Elems) + "]"
	case *Object:
		return d.fields(x.Fields)
	case *VarRef:
		return d.name(x.Var)
	case *StoreRef:
		return "store " + x.Store.Name
	case *StoreGet:
		return x.Store.Name + "[" + d.expr(x.Key) + "]"
	case *StoreEntries:
		return "entries(store " + x.Store.Name + ")"
	case *Errors:
		return "errors"
	case *Member:
		return d.expr(x.X) + "." + x.Name
	case *Index:
		return d.expr(x.X) + "[" + d.expr(x.Key) + "]"
	case *Call:
		name := x.Func.Name
		if x.Func.Go != "" && !strings.EqualFold(x.Func.Go, name) {
			name = x.Func.Go
		}
		return name + "(" + d.list(x.Args) + ")"
	case *Lambda:
		var names []string
		for _, p := range x.Params {
			names = append(names, d.bind(p))
		}
		return strings.Join(names, ", ") + " => " + d.expr(x.Body)
	case *Unary:
		return "(" + x.Op.String() + " " + d.expr(x.X) + ")"
	case *Binary:
		return "(" + d.expr(x.X) + " " + x.Op.String() + " " + d.expr(x.Y) + ")"
	case *Cond:
		return "(if " + d.expr(x.If) + " then " + d.expr(x.Then) + " else " + d.expr(x.Else) + ")"
	case *Where:
		return "(" + d.expr(x.X) + " where " + d.expr(x.Keep) + ")"
	case *AnyOf:
		text := "(any of " + d.expr(x.X)
		if x.Keep != nil {
			text += " where " + d.expr(x.Keep)
		}
		return text + ")"
	case *Is:
		return "(" + d.expr(x.X) + " is " + x.Type + ")"
	case *MatchExpr:
		text := "(match"
		if x.Subject != nil {
			text += " " + d.expr(x.Subject) + " as " + d.bind(x.Var)
		}
		text += " {"
		for _, arm := range x.Arms {
			text += " " + d.armHead(arm.Pattern, arm.Guard) + " => " + d.expr(arm.Value) + ";"
		}
		return text + " })"
	}
	return fmt.Sprintf("%T", x)
}

func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return fmt.Sprintf("%q", v)
	}
	return fmt.Sprint(v)
}

func (d *dumper) template(x *Template) string {
	text := "`"
	for _, part := range x.Parts {
		switch {
		case part.Value == nil:
			text += part.Text
		case part.Escape == Segment:
			text += "{" + d.expr(part.Value) + "}"
		case part.Escape == Query:
			text += "{?" + d.expr(part.Value) + "}"
		default:
			text += d.expr(part.Value)
		}
	}
	return text + "`"
}

func (d *dumper) list(xs []Expr) string {
	var texts []string
	for _, x := range xs {
		texts = append(texts, d.expr(x))
	}
	return strings.Join(texts, ", ")
}

func (d *dumper) fields(fields []Field) string {
	if len(fields) == 0 {
		return "{}"
	}
	var texts []string
	for _, f := range fields {
		if f.Spread {
			texts = append(texts, "..."+d.expr(f.Value))
		} else {
			texts = append(texts, f.Name+": "+d.expr(f.Value))
		}
	}
	return "{ " + strings.Join(texts, ", ") + " }"
}
