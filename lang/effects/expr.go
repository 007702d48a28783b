package effects

import (
	"math"
	"regexp"
	"strconv"

	"github.com/reqongen/reqongen/lang/plan"
)

// expr is what is known of an expression's value. What it reads is entered.
func (w *walker) expr(x plan.Expr) *Term {
	switch x := x.(type) {
	case nil:
		return null
	case *plan.Literal:
		return w.literal(x)
	case *plan.Template:
		var parts []*Term
		for _, p := range x.Parts {
			if p.Value == nil {
				parts = append(parts, lit(p.Text))
			} else {
				parts = append(parts, w.inserted(p))
			}
		}
		return w.join(parts)
	case *plan.EnvText:
		return w.shared.env("${" + x.Name + "}")
	case *plan.EnvCall:
		return w.shared.env("env(" + strconv.Quote(x.Name) + ")")
	case *plan.Array:
		return w.compound(Term{Form: Array, Kids: w.exprs(x.Elems)})
	case *plan.Object:
		return w.object(x.Fields)
	case *plan.VarRef:
		return w.value(x.Var)
	case *plan.StoreRef:
		return w.records(x.Store, x)
	case *plan.StoreGet:
		return w.recordUnder(x)
	case *plan.StoreEntries:
		w.reads(x.Store, nil, x)
		a := w.atom("the entries of "+x.Store.Name, nil)
		a.Collection, a.Store = Pairs, x.Store
		return a
	case *plan.Errors:
		w.reads(Errors, nil, x)
		return w.atom("the errors so far", nil)
	case *plan.Member:
		return w.member(w.expr(x.X), x.Name)
	case *plan.Index:
		of := w.expr(x.X)
		return w.index(of, w.expr(x.Key))
	case *plan.Call:
		return w.call(x)
	case *plan.Lambda:
		return w.lambda(x, nil, "a value")
	case *plan.Unary:
		return w.unary(x)
	case *plan.Binary:
		return w.binary(x)
	case *plan.Cond:
		w.expr(x.If)
		then := w.expr(x.Then)
		return w.choice([]*Term{then, w.expr(x.Else)})
	case *plan.Where:
		of := w.expr(x.X)
		w.lambda(x.Keep, of.Varies, "an element")
		return w.part(of)
	case *plan.AnyOf:
		of := w.expr(x.X)
		if x.Keep != nil {
			w.lambda(x.Keep, of.Varies, "an element")
		}
		return w.atom("true or false", nil)
	case *plan.Is:
		w.expr(x.X)
		return w.atom("true or false", nil)
	case *plan.MatchExpr:
		return w.matchExpr(x)
	}
	// An expression that this does not know yet: what stands in it is read all
	// the same, under keys that are not known.
	return w.strange(x)
}

// strange takes an expression for a value that nothing is known of.
func (w *walker) strange(x plan.Expr) *Term {
	var varies []*Loop
	plan.Inspect(x, func(inner plan.Expr) bool {
		if inner == x {
			return true
		}
		varies = union(varies, w.expr(inner).Varies)
		return false
	})
	return w.atom("a value", varies)
}

func (w *walker) exprs(list []plan.Expr) []*Term {
	var terms []*Term
	for _, x := range list {
		terms = append(terms, w.expr(x))
	}
	return terms
}

// literal is a literal as the text that it is as a key.
func (w *walker) literal(x *plan.Literal) *Term {
	switch v := x.Value.(type) {
	case nil:
		return null
	case string:
		return lit(v)
	case bool:
		return lit(strconv.FormatBool(v))
	case int64:
		return lit(strconv.FormatInt(v, 10))
	case uint64:
		return lit(strconv.FormatUint(v, 10))
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return lit(strconv.FormatInt(int64(v), 10))
		}
	}
	return w.atom("a number", nil)
}

// inserted is a value in a text. In a path it is escaped.
func (w *walker) inserted(p plan.TemplatePart) *Term {
	x := w.expr(p.Value)
	if p.Escape == plan.Plain {
		return x
	}
	return w.atom("a value", x.Varies)
}

func (w *walker) object(fields []plan.Field) *Term {
	t := Term{Form: Object}
	for _, f := range fields {
		x := w.expr(f.Value)
		if f.Spread && x.Form == Null {
			continue
		}
		t.Fields = append(t.Fields, Field{f.Name, x, f.Spread})
	}
	return w.compound(t)
}

func (w *walker) records(s *plan.Store, x plan.Expr) *Term {
	w.reads(s, nil, x)
	a := w.atom("the records of "+s.Name, nil)
	a.Collection, a.Store = Records, s
	return a
}

func (w *walker) recordUnder(x *plan.StoreGet) *Term {
	key := w.expr(x.Key)
	w.reads(x.Store, key, x)
	a := w.atom("a record of "+x.Store.Name, key.Varies)
	a.Record = true
	return a
}

// part is some of the elements of a collection, in whichever order.
func (w *walker) part(of *Term) *Term {
	if of.Form == Array {
		return w.compound(Term{Form: Array, Kids: of.Kids, Loose: true})
	}
	if of.Collection == Unknown {
		return w.atom("elements of "+of.Text, of.Varies)
	}
	a := w.atom(of.Text, of.Varies)
	a.Collection, a.Store = of.Collection, of.Store
	return a
}

// lambda goes through a function of values, whose parameters are elements of
// something that varies with the loops.
func (w *walker) lambda(l *plan.Lambda, varies []*Loop, what string) *Term {
	for _, p := range l.Params {
		w.set(p, w.atom(what, varies))
	}
	return w.expr(l.Body)
}

// partOf are the functions that give elements of their first argument, each at
// most as often as it is there.
var partOf = map[string]bool{
	"filter": true, "sort": true, "sortBy": true, "reverse": true, "slice": true, "unique": true,
}

func (w *walker) call(x *plan.Call) *Term {
	var args []*Term
	var varies []*Loop
	for _, a := range x.Args { // the values first: the functions are of their elements
		if _, ok := a.(*plan.Lambda); !ok {
			t := w.expr(a)
			args = append(args, t)
			varies = union(varies, t.Varies)
		}
	}
	for _, a := range x.Args {
		if l, ok := a.(*plan.Lambda); ok {
			varies = union(varies, w.lambda(l, varies, "an element").Varies)
		}
	}
	switch name := x.Func.Name; {
	case name == "uuid":
		return w.unique()
	case name == "generateId":
		if len(args) > 0 {
			return w.join([]*Term{args[0], w.unique()})
		}
		return w.unique()
	case name == "concat":
		return w.concat(args, varies)
	case name == "coalesce":
		return w.choice(args)
	case name == "keys":
		a := w.atom("keys of an object", varies)
		a.Collection = Distinct
		return a
	case name == "entries":
		a := w.atom("the entries of an object", varies)
		a.Collection = Pairs
		return a
	case name == "toString" && len(args) == 1:
		return w.join(args)
	case name == "merge" && len(args) > 0:
		return w.merged(args)
	case (name == "pick" || name == "omit") && len(args) > 1:
		if t := w.narrowed(args[0], args[1:], name == "pick"); t != nil {
			return t
		}
	case partOf[name] && len(args) > 0:
		return w.part(args[0])
	}
	return w.atom("what "+x.Func.Name+" gives", varies)
}

// merged is the object of all fields, a later one's before an earlier one's. Of
// what may be an object, and so hold the fields of both, nothing is known.
func (w *walker) merged(objects []*Term) *Term {
	t := Term{Form: Object}
	for _, x := range objects {
		if x.Form != Object {
			t.Fields = append(t.Fields, Field{Value: x, Spread: true})
			continue
		}
		for _, f := range x.Fields {
			if !f.Spread && !isText(f.Value) {
				f.Value = w.atom("a value", f.Value.Varies)
			}
			t.Fields = append(t.Fields, f)
		}
	}
	return w.compound(t)
}

// narrowed is the object with only the fields of those names, or without them;
// nil where it is not known which these are.
func (w *walker) narrowed(x *Term, names []*Term, only bool) *Term {
	t := Term{Form: Object}
	if !only {
		t.Fields = append(t.Fields, Field{Value: x, Spread: true})
	}
	for _, name := range names {
		if name.Form != Lit {
			return nil
		}
		field := null
		if only {
			field = w.member(x, name.Text)
		}
		t.Fields = append(t.Fields, Field{Name: name.Text, Value: field})
	}
	return w.compound(t)
}

func (w *walker) unique() *Term {
	a := w.atom("an id of its own", w.loops)
	a.Unique = true
	return a
}

// concat joins text where any argument is surely no array; else it may be an
// array.
func (w *walker) concat(args []*Term, varies []*Loop) *Term {
	for _, t := range args {
		if isText(t) {
			return w.join(args)
		}
	}
	return w.atom("what concat gives", varies)
}

// isText reports a value that is surely a string, a number or a boolean.
func isText(t *Term) bool {
	switch t.Form {
	case Lit, Join:
		return true
	case Choice:
		for _, k := range t.Kids {
			if !isText(k) {
				return false
			}
		}
		return true
	}
	return t.Unique
}

func (w *walker) unary(x *plan.Unary) *Term {
	of := w.expr(x.X)
	if l, ok := x.X.(*plan.Literal); ok && x.Op == plan.Neg {
		if n, ok := l.Value.(int64); ok && n != math.MinInt64 {
			return lit(strconv.FormatInt(-n, 10))
		}
	}
	if x.Op == plan.Not {
		return w.atom("true or false", nil)
	}
	return w.atom("a number", of.Varies)
}

func (w *walker) binary(x *plan.Binary) *Term {
	a, b := w.expr(x.X), w.expr(x.Y)
	switch x.Op {
	case plan.Or, plan.Coalesce, plan.And:
		return w.choice([]*Term{a, b})
	case plan.Not, plan.Eq, plan.Ne, plan.Lt, plan.Le, plan.Gt, plan.Ge, plan.In, plan.Contains, plan.StartsWith, plan.EndsWith:
		return w.atom("true or false", nil)
	case plan.Range:
		t := w.atom("a range", union(a.Varies, b.Varies))
		t.Collection = Distinct
		return t
	case plan.Add:
		text := isString(x.X, a) && !(maybeInstant(a) && maybeLength(b)) || isString(x.Y, b) && !(maybeInstant(b) && maybeLength(a))
		if text {
			return w.join([]*Term{a, b})
		}
	}
	return w.atom("the result of "+x.Op.String(), union(a.Varies, b.Varies))
}

// isString reports an operand that surely is a string: + joins then.
func isString(x plan.Expr, t *Term) bool {
	switch x := x.(type) {
	case *plan.Literal:
		_, ok := x.Value.(string)
		return ok
	case *plan.Template, *plan.EnvText, *plan.EnvCall:
		return true
	}
	return t.Form == Join
}

var (
	startOfDate = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}`)
	inDate      = regexp.MustCompile(`^[0-9TtZz:+. -]*$`)
	endOfDate   = regexp.MustCompile(`[0-9Zz]$`)
)

// maybeInstant reports text that may be an instant: + adds a length of time to
// it.
func maybeInstant(t *Term) bool {
	switch t.Form {
	case Lit:
		return startOfDate.MatchString(t.Text)
	case Join:
		for _, k := range t.Kids {
			if k.Form == Lit && !inDate.MatchString(k.Text) {
				return false
			}
		}
		last := t.Kids[len(t.Kids)-1]
		return last.Form != Lit || endOfDate.MatchString(last.Text)
	}
	return true
}

// maybeLength reports a value that may be a length of time.
func maybeLength(t *Term) bool { return t.Form != Lit && t.Form != Join && t.Form != Null }
