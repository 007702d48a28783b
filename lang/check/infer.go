package check

import (
	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/types"
)

// each types expressions of which nothing is asked.
func (t *typing) each(list ...plan.Expr) {
	for _, x := range list {
		if x != nil {
			t.expr(x)
		}
	}
}

// expr is the type of an expression.
func (t *typing) expr(x plan.Expr) types.Type {
	switch x := x.(type) {
	case *plan.Literal:
		return types.Equal(x)
	case *plan.Template:
		t.template(x)
		return types.Of(builtin.String)
	case *plan.EnvText, *plan.EnvCall:
		return types.Of(builtin.String)
	case *plan.Array:
		var elem types.Type
		for _, e := range x.Elems {
			elem = types.Join(elem, t.expr(e))
		}
		return types.ArrayOf(elem)
	case *plan.Object:
		return t.object(x.Span, x.Fields, nil)
	case *plan.VarRef:
		return t.variable(x.Var)
	case *plan.StoreRef:
		return types.ArrayOf(types.Of(builtin.Object))
	case *plan.StoreGet:
		t.expr(x.Key)
		return types.Of(builtin.Object | builtin.Null)
	case *plan.StoreEntries:
		return types.ArrayOf(types.Of(builtin.Array))
	case *plan.Errors:
		return failures
	case *plan.Member:
		return t.member(x)
	case *plan.Index:
		return t.index(x)
	case *plan.Call:
		return t.call(x)
	case *plan.Lambda:
		return t.function(x)
	case *plan.Unary:
		have := t.expr(x.X)
		if x.Op == plan.Not {
			return types.Of(builtin.Bool)
		}
		t.wantsAt(x.Span, x.X, have, builtin.Number, codeOperand, "", "%q wants a number, not %s", x.Op)
		return types.Of(builtin.Number)
	case *plan.Binary:
		return t.binary(x)
	case *plan.Cond:
		t.expr(x.If)
		before := t.facts
		t.assume(x.If, true)
		a := t.expr(x.Then)
		t.facts = before
		t.assume(x.If, false)
		b := t.expr(x.Else)
		t.facts = before
		return types.Join(a, b)
	case *plan.Where:
		return t.filtered(x)
	case *plan.AnyOf:
		have := t.expr(x.X)
		t.wants(x.X, have, builtin.Array|builtin.Null, codeOperand, "", "any of looks through an array or a store, not %s")
		if x.Keep != nil {
			t.function(x.Keep, elementOf(have))
		}
		return types.Of(builtin.Bool)
	case *plan.Is:
		t.is(x)
		return types.Of(builtin.Bool)
	case *plan.MatchExpr:
		return t.choice(x)
	}
	return types.Any
}

// failures is what `errors` is (the language, §4).
var failures = func() types.Type {
	text := types.Of(builtin.String)
	of := types.ObjectOf(source.Span{}, false,
		types.Field{Name: "action", Type: text}, types.Field{Name: "stage", Type: types.Of(builtin.Number)},
		types.Field{Name: "step", Type: text}, types.Field{Name: "message", Type: text}, types.Field{Name: "code", Type: types.Any},
		types.Field{Name: "position", Type: text}, types.Field{Name: "item", Type: types.Any})
	return types.ArrayOf(of.MeantFor("a failure", nil))
}()

// sent is what `request` is, likewise.
var sent = types.ObjectOf(source.Span{}, false,
	types.Field{Name: "method", Type: types.Of(builtin.String)}, types.Field{Name: "url", Type: types.Of(builtin.String)},
	types.Field{Name: "params", Type: types.Any}, types.Field{Name: "body", Type: types.Any}).MeantFor("a request", nil)

// template types what a text has put in.
func (t *typing) template(x *plan.Template) {
	for _, part := range x.Parts {
		if part.Value == nil {
			continue
		}
		have := t.expr(part.Value)
		if part.Escape != plan.Plain {
			t.wants(part.Value, have, builtin.String|builtin.Number|builtin.Bool, codeOperand, "", "%s cannot be put into a path")
		}
	}
}

// object types the fields of an object, which is to fit the schema where there
// is one.
func (t *typing) object(at source.Span, fields []plan.Field, schema *plan.Schema) types.Type {
	made := types.ObjectOf(at, false)
	for _, f := range fields {
		have := t.expr(f.Value)
		if f.Spread {
			t.wants(f.Value, have, builtin.Object|builtin.Null, codeOperand, "", "only an object can be spread with ..., not %s")
			made = made.Spread(have)
			continue
		}
		if schema != nil {
			t.shapedField(schema, f, have)
		}
		if _, ok := f.Value.(*plan.Literal); ok { // as of a let
			have = types.Of(have.Kinds)
		}
		made = made.With(f.Name, have.From(firstLine(f.Span), f.Name+" is set here"))
	}
	return made
}

func (t *typing) variable(v *plan.Var) types.Type {
	have, ok := t.known(v, "")
	if !ok {
		if have, ok = t.vars[v]; !ok {
			return types.Any
		}
	}
	if v.Name == "" || v.Kind == plan.RecordVar {
		return have
	}
	switch v.Kind {
	case plan.ResponseVar, plan.SourceVar, plan.RequestVar:
		return have
	}
	return have.From(v.Span, v.Name+" is bound here")
}

// bind gives a variable what it is bound to. A literal is forgotten: what a let
// holds today is what someone writes another value for tomorrow.
func (t *typing) bind(v *plan.Var, x plan.Expr, have types.Type) {
	if _, ok := x.(*plan.Literal); ok {
		have = types.Of(have.Kinds)
	}
	t.vars[v] = have
}

// member is x.name.
func (t *typing) member(x *plan.Member) types.Type {
	of := t.expr(x.X)
	have := t.field(endOf(x.Span, x.Name), of, x.Name)
	if v, path, ok := placeOf(x); ok {
		if known, ok := t.known(v, path); ok {
			return known
		}
	}
	return have
}

// endOf is the place of the word that another one ends with; all of it where it
// does not.
func endOf(at source.Span, word string) source.Span {
	if !at.IsValid() {
		return at
	}
	if end := at.End().Offset(); end-len(word) >= at.Start().Offset() {
		if last := at.File().Span(end-len(word), end); last.Text() == word {
			return last
		}
	}
	return at
}

// field is what the field of a value is. A name that can be none of a field is
// told.
func (t *typing) field(at source.Span, of types.Type, name string) types.Type {
	if of.IsUnknown() {
		return types.Any
	}
	var have types.Type
	if of.May(builtin.Object) {
		o := of.Object()
		f, there := o.Field(name)
		switch {
		case of.Is(builtin.Object|builtin.Null) && t.unknownMember(at, o, name, there):
			f = types.Any // one mistake brings no others
		case !there:
			f = types.Of(builtin.Null)
		}
		have = f
	}
	rest := of.Without(builtin.Object)
	if rest.May(builtin.Array) {
		if name == "length" {
			have = types.Join(have, types.Of(builtin.Number))
		} else {
			have = types.Join(have, types.ArrayOf(t.field(at, of.Elem(), name)))
		}
	}
	rest = rest.Without(builtin.Array)
	if rest.May(builtin.String) && name == "length" {
		have = types.Join(have, types.Of(builtin.Number))
		rest = rest.Without(builtin.String)
	}
	if !rest.IsNone() {
		have = types.Join(have, types.Of(builtin.Null))
	}
	if of.Is(builtin.Null|builtin.Bool|builtin.Number|builtin.String) && !rest.Is(builtin.Null) {
		hint := ""
		if f := builtin.Lookup(name); f != nil {
			hint = "write " + f.Signature()
		} else if of.Is(builtin.String | builtin.Null) {
			hint = didYouMean(name, []string{"length"})
		}
		d := t.tell(codeNoField, at, hint, "%s has no fields, so that .%s is null", describeType(of.Kinds), name)
		noteOrigin(d, of)
		return types.Any
	}
	return have
}

// unknownMember tells a field that an object does not have, and one that a
// schema does not declare where it may be a slip of the pen: values of it may
// have further fields. It gives false where there is nothing to tell.
func (t *typing) unknownMember(at source.Span, o *types.Object, name string, there bool) bool {
	if o == nil || o.Knows(name) {
		return false
	}
	hint := didYouMean(name, o.Names())
	switch {
	case !there && o.Name == "":
		d := t.tell(codeNoField, at, hint, "this object has no field %q", name)
		note(d, firstLine(o.At), "it is made here")
	case !there || o.Name != "" && hint != "":
		d := t.tell(codeShapeField, at, hint, "%s has no field %q", o.Name, name)
		if t.isSchema(o.Name) {
			note(d, t.schemas.at(o.Name), "%s is declared here", o.Name)
		} else if o.At.IsValid() {
			note(d, firstLine(o.At), "it is made here")
		}
	default:
		return false
	}
	return true
}

// index is x[key].
func (t *typing) index(x *plan.Index) types.Type {
	of, key := t.expr(x.X), t.expr(x.Key)
	var have types.Type
	if of.May(builtin.Object) {
		name, literal := "", false
		if l, ok := x.Key.(*plan.Literal); ok {
			name, literal = l.Value.(string)
		}
		if literal {
			have = t.field(x.Key.At(), of.Only(builtin.Object), name)
		} else {
			have = types.Any
		}
	}
	if of.May(builtin.Array) {
		have = types.Join(have, types.Join(of.Elem(), types.Of(builtin.Null)))
	}
	if !of.Is(builtin.Object | builtin.Array) {
		have = types.Join(have, types.Of(builtin.Null))
	}
	switch {
	case of.IsNone() || of.Is(builtin.Null):
	case !of.May(builtin.Object | builtin.Array):
		hint := ""
		if of.Is(builtin.String | builtin.Null) {
			hint = "write substring(s, from, to)"
		}
		d := t.tell(codeNoField, x.Span, hint, "%s has no elements, so that this is null", describe(x.X, of))
		noteOrigin(d, of)
		have = types.Any
	case of.Is(builtin.Array|builtin.Null) && !key.IsNone() && !key.May(builtin.Number):
		hint := ""
		if key.Is(builtin.String) {
			hint = "find(list, .id == …) finds one by a field, list.name is the array of all names"
		}
		d := t.tell(codeNoField, x.Key.At(), hint, "an element of an array is found by its position, a number, not by %s", describe(x.Key, key))
		noteOrigin(d, key)
		have = types.Any
	}
	return have
}

// function is what a function of values gives for such values; what is not given
// is anything.
func (t *typing) function(l *plan.Lambda, values ...types.Type) types.Type {
	before := t.facts
	for i, v := range l.Params {
		t.vars[v] = types.Any
		if i < len(values) {
			t.vars[v] = values[i]
		}
	}
	have := t.expr(l.Body)
	t.facts = before
	return have
}

// elementOf is what is known of an array's elements. Of those of [] it is
// anything, since they are looked at as if there were some.
func elementOf(xs types.Type) types.Type {
	if elem := xs.Elem(); !elem.IsNone() {
		return elem
	}
	return types.Any
}

// filtered is `xs where e`: elements of which e has found something out.
func (t *typing) filtered(x *plan.Where) types.Type {
	have := t.expr(x.X)
	t.wants(x.X, have, builtin.Array|builtin.Null, codeOperand, "", "where filters an array or a store, not %s")
	t.function(x.Keep, elementOf(have))
	return types.ArrayOf(t.kept(x.Keep, elementOf(have)))
}

// kept is what an element is for which the condition holds.
func (t *typing) kept(keep *plan.Lambda, elem types.Type) types.Type {
	before := t.facts
	item := keep.Params[0]
	t.vars[item] = elem
	t.assume(keep.Body, true)
	kept, ok := t.known(item, "")
	if !ok {
		kept = elem
	}
	if kept.Is(builtin.Object) {
		for f := t.facts; f != before; f = f.next {
			if name, ok := onlyField(f.path); ok && f.v == item {
				known, _ := t.known(item, f.path)
				kept = kept.With(name, known)
			}
		}
	}
	t.facts = before
	return kept
}

// is judges `x is name`.
func (t *typing) is(x *plan.Is) {
	have := t.expr(x.X)
	want := types.Of(types.Kinds(x.Type))
	if x.Schema != nil {
		want = types.Fitting(x.Schema)
	}
	if have.Is(builtin.Null) || types.Overlap(have, want) {
		return
	}
	why := "it is " + describe(x.X, have)
	if field := clash(have, want); field != "" {
		why = "its field " + quote(field) + " is of another type, or missing"
	}
	d := t.tell(codeNoFit, x.Span, "", "this never holds: %s", why)
	noteOrigin(d, have)
}

// clash names the field for which no object of the one type is of the other.
func clash(have, want types.Type) string {
	if have.Is(builtin.Object|builtin.Null) && have.May(builtin.Object) && want.Is(builtin.Object) {
		return types.Clash(have, want)
	}
	return ""
}

// shapedField tells a value that does not fit the field of a schema.
func (t *typing) shapedField(s *plan.Schema, f plan.Field, have types.Type) {
	declared := s.Field(f.Name)
	if declared == nil || have.IsNone() || declared.Optional && have.May(builtin.Null) || types.MayFit(declared.Type, have) {
		return
	}
	d := t.tell(codeShapeType, f.Value.At(), "", "the field %q of %s is %s, not %s", f.Name, s.Name, t.typeText(declared), describe(f.Value, have))
	note(d, declared.Span, "%s is declared here", f.Name)
	noteOrigin(d, have)
}
