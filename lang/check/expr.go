package check

import (
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// expr resolves an expression. It always gives one; what could not be resolved
// is lost, and said.
func (m *mission) expr(w where, e syntax.Expr) plan.Expr {
	switch n := e.(type) {
	case *syntax.Null, *syntax.Bool, *syntax.Number:
		return literalOf(n)
	case *syntax.String:
		return m.text(w, n, false)
	case *syntax.Array:
		return &plan.Array{Span: n.Span(), Elems: m.exprs(w, n.Elems)}
	case *syntax.Object:
		return &plan.Object{Span: n.Span(), Fields: m.fields(w, n.Items)}
	case *syntax.Name:
		return m.name(w, n)
	case *syntax.Dot:
		return m.dot(w, n)
	case *syntax.Member:
		return &plan.Member{Span: n.Span(), X: m.expr(w, n.X), Name: n.Field.Name}
	case *syntax.Index:
		return m.index(n.Span(), m.expr(w, n.X), m.expr(w, n.Index))
	case *syntax.Call:
		return m.call(w, n)
	case *syntax.Unary:
		return m.unary(w, n)
	case *syntax.Binary:
		return m.binary(w, n)
	case *syntax.Is:
		return m.is(w, n)
	case *syntax.Cond:
		return &plan.Cond{Span: n.Span(), If: m.expr(w, n.If), Then: m.expr(w, n.Then), Else: m.expr(w, n.Else)}
	case *syntax.Where:
		return m.filtered(w, n)
	case *syntax.AnyOf:
		return m.anyOf(w, n)
	case *syntax.MatchExpr:
		return m.matchExpr(w, n)
	case *syntax.Named:
		m.report(codeArgument, n.Name.Span, "write the value alone", "a function takes its arguments by their places, without names")
		return m.expr(w, n.Value)
	case *syntax.Lambda:
		m.report(codeLambda, n.Span(), "it stands only among the arguments of a function: filter(list, x => …)",
			"a function of values is no value")
		return lost(n.Span())
	case nil:
		return lost(source.Span{})
	}
	return lost(e.Span()) // Bad, which the parser has told
}

func (m *mission) exprs(w where, list []syntax.Expr) []plan.Expr {
	out := make([]plan.Expr, len(list))
	for i, e := range list {
		out[i] = m.expr(w, e)
	}
	return out
}

// fields resolves the fields of an object or of a map.
func (m *mission) fields(w where, items []syntax.ObjectItem) []plan.Field {
	var fields []plan.Field
	names := map[string]syntax.Ident{}
	for _, item := range items {
		switch n := item.(type) {
		case *syntax.Field:
			if old, twice := names[n.Key.Name]; twice {
				d := m.report(codeDuplicate, n.Key.Span, "", "the field %q is written twice", n.Key.Name)
				note(d, old.Span, "%s is written here too", n.Key.Name)
			}
			names[n.Key.Name] = n.Key
			fields = append(fields, plan.Field{Span: n.Span(), Name: n.Key.Name, Value: m.expr(w, n.Value)})
		case *syntax.Spread:
			fields = append(fields, plan.Field{Span: n.Span(), Value: m.expr(w, n.Value), Spread: true})
		}
	}
	return fields
}

// index is x[key]: the record of a store, or an element or a field.
func (m *mission) index(at source.Span, x, key plan.Expr) plan.Expr {
	if s, ok := x.(*plan.StoreRef); ok {
		return &plan.StoreGet{Span: at, Store: s.Store, Key: key}
	}
	return &plan.Index{Span: at, X: x, Key: key}
}

var unaryOps = map[syntax.Op]plan.Op{syntax.OpNot: plan.Not, syntax.OpMinus: plan.Neg, syntax.OpPlus: plan.Plus}

func (m *mission) unary(w where, n *syntax.Unary) plan.Expr {
	if n.Op != syntax.OpNot {
		if x, ok := n.X.(*syntax.Number); ok {
			return numberOf(n.Span(), x, n.Op == syntax.OpMinus)
		}
	}
	return &plan.Unary{Span: n.Span(), Op: unaryOps[n.Op], X: m.expr(w, n.X)}
}

var binaryOps = map[syntax.Op]plan.Op{
	syntax.OpOr: plan.Or, syntax.OpAnd: plan.And, syntax.OpCoalesce: plan.Coalesce,
	syntax.OpEq: plan.Eq, syntax.OpNotEq: plan.Ne,
	syntax.OpLess: plan.Lt, syntax.OpLessEq: plan.Le, syntax.OpGreater: plan.Gt, syntax.OpGreaterEq: plan.Ge,
	syntax.OpIn: plan.In, syntax.OpContains: plan.Contains,
	syntax.OpStartsWith: plan.StartsWith, syntax.OpEndsWith: plan.EndsWith,
	syntax.OpRange: plan.Range, syntax.OpPlus: plan.Add, syntax.OpMinus: plan.Sub,
	syntax.OpMul: plan.Mul, syntax.OpDiv: plan.Div, syntax.OpMod: plan.Mod,
}

func (m *mission) binary(w where, n *syntax.Binary) plan.Expr {
	return &plan.Binary{Span: n.Span(), OpAt: n.OpSpan, Op: binaryOps[n.Op], X: m.expr(w, n.X), Y: m.expr(w, n.Y)}
}

// kinds are the types that `is` knows, besides schemas.
var kinds = []string{"string", "number", "int", "decimal", "boolean", "array", "object", "null", "date"}

func (m *mission) is(w where, n *syntax.Is) plan.Expr {
	x := &plan.Is{Span: n.Span(), X: m.expr(w, n.X), Type: n.What.Name}
	for _, kind := range kinds {
		if kind == n.What.Name {
			return x
		}
	}
	if x.Schema = m.schemaWanted(n.What, false); x.Schema == nil {
		return lost(n.Span())
	}
	return x
}

// filtered is `xs where condition`: the condition is about each element.
func (m *mission) filtered(w where, n *syntax.Where) plan.Expr {
	return &plan.Where{Span: n.Span(), X: m.expr(w, n.X), Keep: m.about(w, n.Cond)}
}

func (m *mission) anyOf(w where, n *syntax.AnyOf) plan.Expr {
	x := &plan.AnyOf{Span: n.Span(), X: m.expr(w, n.X)}
	if n.Where != nil {
		x.Keep = m.about(w, n.Where)
	}
	return x
}

// about makes a function of an expression about a record, which is what a
// leading dot in it means.
func (m *mission) about(w where, e syntax.Expr) *plan.Lambda {
	record := &plan.Var{Name: "record", Kind: plan.RecordVar, Span: e.Span()}
	w.record = record
	return &plan.Lambda{Span: e.Span(), Params: []*plan.Var{record}, Body: m.expr(w, e)}
}
