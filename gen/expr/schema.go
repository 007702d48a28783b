package expr

import (
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// Schemas gathers the functions for the schemas that a package holds values
// against: one that says whether a value fits, and where something wants to know
// why not, one that explains.
type Schemas struct {
	pkg    *Package
	fits   map[*shape]string
	why    map[*shape]string
	shapes map[any]*shape // of a schema, of an object type
	todo   []*shape       // in the order in which they were asked for
	fields []j.Code
}

// A shape is a schema, or an object type in one, which becomes a function of its
// own.
type shape struct {
	schema *plan.Schema // nil for an object type
	what   string       // "Invoice", "address of Invoice"
	word   string       // Invoice, InvoiceAddress
	fields []*plan.SchemaField
	places map[string]string // of the fields that its functions read
}

func newSchemas(p *Package) *Schemas {
	return &Schemas{pkg: p, fits: make(map[*shape]string), why: make(map[*shape]string), shapes: make(map[any]*shape)}
}

// Fits is the function that says whether a value has the shape of the schema.
func (s *Schemas) Fits(schema *plan.Schema) *j.Statement { return s.predicate(s.ofSchema(schema)) }

// Why is the function that explains why a value has not.
func (s *Schemas) Why(schema *plan.Schema) *j.Statement { return s.explanation(s.ofSchema(schema)) }

func (s *Schemas) ofSchema(schema *plan.Schema) *shape {
	return s.known(schema, func() *shape {
		return &shape{schema: schema, what: schema.Name, word: names.Title(schema.Name), fields: schema.Fields}
	})
}

func (s *Schemas) ofObject(t *plan.ObjectType, in *shape, field string) *shape {
	return s.known(t, func() *shape {
		return &shape{what: field + " of " + in.what, word: in.word + names.Title(field), fields: t.Fields}
	})
}

func (s *Schemas) known(key any, make func() *shape) *shape {
	found, ok := s.shapes[key]
	if !ok {
		found = make()
		s.shapes[key] = found
		s.todo = append(s.todo, found)
	}
	return found
}

func (s *Schemas) predicate(of *shape) *j.Statement {
	if _, ok := s.fits[of]; !ok {
		s.fits[of] = s.pkg.Names.Global("is" + of.word)
	}
	return j.Id(s.fits[of])
}

func (s *Schemas) explanation(of *shape) *j.Statement {
	if _, ok := s.why[of]; !ok {
		s.why[of] = s.pkg.Names.Global("explain" + of.word)
	}
	return j.Id(s.why[of])
}

// A SchemaFunc is what is declared for one schema, or an object type in one.
type SchemaFunc struct {
	Schema *plan.Schema // nil for an object type
	What   string       // what a value has the shape of: "Invoice", "address of Invoice"
	Fits   string       // the names of the functions
	Why    string       // "" where nothing asks
	Code   []j.Code     // the function that says whether a value fits
	Reason []j.Code     // the one that explains
}

// Declare writes the functions that were asked for, and those that they ask for.
func (s *Schemas) Declare() []SchemaFunc {
	bodies := make(map[*shape][2]*j.Statement)
	for again := true; again; { // an explanation may be asked for behind its shape's predicate
		again = false
		for i := 0; i < len(s.todo); i++ {
			of := s.todo[i]
			body := bodies[of]
			if body[0] == nil {
				s.predicate(of)
				body[0], again = s.fitsBody(of), true
			}
			if _, asked := s.why[of]; asked && body[1] == nil {
				body[1], again = s.whyBody(of), true
			}
			bodies[of] = body
		}
	}
	funcs := make([]SchemaFunc, len(s.todo))
	for i, of := range s.todo {
		f := SchemaFunc{Schema: of.schema, What: of.what, Fits: s.fits[of], Why: s.why[of]}
		f.Code = []j.Code{j.Func().Id(f.Fits).Params(j.Id("v").Add(rtapi.Value.Qual())).Bool().Block(bodies[of][0])}
		if f.Why != "" {
			f.Reason = []j.Code{j.Func().Id(f.Why).Params(j.Id("part").Add(rtapi.Part.Qual())).Block(bodies[of][1])}
		}
		funcs[i] = f
	}
	return funcs
}

// Fields are the places at which the functions read fields.
func (s *Schemas) Fields() *j.Statement {
	if len(s.fields) == 0 {
		return nil
	}
	return variables(s.fields)
}

// place is where the functions of a shape read the field.
func (s *Schemas) place(of *shape, name string) *j.Statement {
	if of.places == nil {
		of.places = make(map[string]string)
	}
	id, ok := of.places[name]
	if !ok {
		id = s.pkg.Names.Global("field" + names.Title(name))
		of.places[name] = id
		s.fields = append(s.fields, j.Id(id).Op("=").Add(rtapi.NewField.Call(j.Lit(name))))
	}
	return j.Id(id)
}

// fitsBody is the predicate's body: one condition over lines, a field on each.
func (s *Schemas) fitsBody(of *shape) *j.Statement {
	v := func() *j.Statement { return j.Id("v") }
	code := rtapi.ValueKind.On(v()).Op("==").Add(rtapi.KindObject.Qual())
	for _, f := range of.fields {
		if fits := s.field(of, f, v, true); fits != nil {
			code.Op("&&").Line().Add(fits)
		}
	}
	return j.Return(code)
}

// field asks for one field of an object, or where want is false for the
// opposite; nil where every object fits.
func (s *Schemas) field(of *shape, f *plan.SchemaField, object func() *j.Statement, want bool) *j.Statement {
	get := func() *j.Statement { return rtapi.ValueGet.On(object(), s.place(of, f.Name)) }
	c := s.typ(of, f.Name, f.Type, get)
	switch {
	case f.Optional && c.code == nil:
		return nil
	case f.Optional:
		c = either(nullity(get()), c)
	case takesNull(f.Type):
		c = both(truth(rtapi.ValueHas.On(object(), s.place(of, f.Name))), c)
	}
	if want {
		return c.within("&&")
	}
	return c.opposite()
}

// whyBody is the explanation's body: a field after another.
func (s *Schemas) whyBody(of *shape) *j.Statement {
	part := func() *j.Statement { return j.Id("part") }
	v := func() *j.Statement { return j.Id("v") }
	code := v().Op(":=").Add(rtapi.PartValue.Of(part())).Line()
	code.If(rtapi.ValueKind.On(v()).Op("!=").Add(rtapi.KindObject.Qual())).Block(
		rtapi.PartWants.On(part(), j.Lit(of.wanted())),
		j.Return(),
	)
	for _, f := range of.fields {
		misfit := s.field(of, f, v, false)
		if misfit == nil {
			continue
		}
		field := rtapi.PartField.On(part(), j.Lit(f.Name))
		code.Line().If(misfit).Block(s.explain(of, f.Name, f.Type, field))
	}
	return code
}

// wanted is what a value must be to have the shape at all.
func (of *shape) wanted() string {
	if of.schema == nil {
		return "an object"
	}
	return "an object (" + of.what + ")"
}

// explain tells why a part does not fit the type.
func (s *Schemas) explain(of *shape, field string, t plan.Type, part *j.Statement) *j.Statement {
	switch t := t.(type) {
	case *plan.SchemaType:
		return s.explanation(s.ofSchema(t.Schema)).Call(part)
	case *plan.ObjectType:
		return s.explanation(s.ofObject(t, of, field)).Call(part)
	case *plan.ArrayType:
		if each := s.explainer(of, field, t.Elem); each != nil {
			return rtapi.PartElements.On(part, Quoted(wantedText(t)), each)
		}
	}
	return rtapi.PartWants.On(part, Quoted(wantedText(t)))
}

// explainer is a function that explains an element; nil where every one fits.
func (s *Schemas) explainer(of *shape, field string, t plan.Type) *j.Statement {
	switch t := t.(type) {
	case *plan.SchemaType:
		return s.explanation(s.ofSchema(t.Schema))
	case *plan.ObjectType:
		return s.explanation(s.ofObject(t, of, field))
	}
	c := s.typ(of, field, t, func() *j.Statement { return rtapi.PartValue.Of(j.Id("part")) })
	if c.code == nil {
		return nil
	}
	return j.Func().Params(j.Id("part").Add(rtapi.Part.Qual())).Block(
		j.If(c.opposite()).Block(s.explain(of, field, t, j.Id("part"))),
	)
}

// wantedText is a type as it is written, on one line.
func wantedText(t plan.Type) string {
	const most = 80
	text := strings.Join(strings.Fields(t.At().Text()), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// takesNull tells a type that null fits, so that a field has to be there besides.
func takesNull(t plan.Type) bool {
	switch t := t.(type) {
	case *plan.Basic:
		return t.Name == "any" || t.Name == "null"
	case *plan.UnionType:
		for _, term := range t.Terms {
			if takesNull(term) {
				return true
			}
		}
	}
	return false
}

// A condition is one of Go that can be turned into its opposite.
type condition struct {
	code     *j.Statement // nil where it always holds
	negation *j.Statement // nil where that is a ! in front
	op       string       // the operator that joins it, "" for one operand
}

func truth(code *j.Statement) condition { return condition{code: code} }

func nullity(v *j.Statement) condition { return truth(rtapi.ValueIsNull.On(v)) }

func either(a, b condition) condition {
	if a.code == nil || b.code == nil {
		return condition{}
	}
	return condition{code: a.within("||").Op("||").Add(b.within("||")), op: "||"}
}

func both(a, b condition) condition {
	switch {
	case a.code == nil:
		return b
	case b.code == nil:
		return a
	}
	return condition{code: a.within("&&").Op("&&").Add(b.within("&&")), op: "&&"}
}

// within is the condition as an operand of the operator.
func (c condition) within(op string) *j.Statement {
	if c.code == nil || c.op == "" || c.op == op {
		return c.code
	}
	return j.Parens(c.code)
}

// opposite is the condition under which this one does not hold; nil where there
// is none.
func (c condition) opposite() *j.Statement {
	switch {
	case c.negation != nil || c.code == nil:
		return c.negation
	case c.op != "":
		return j.Op("!").Parens(c.code)
	}
	return j.Op("!").Add(c.code)
}

var kindsOfTypes = map[string]rtapi.Symbol{
	"string": rtapi.KindString, "boolean": rtapi.KindBool, "array": rtapi.KindArray, "object": rtapi.KindObject,
}

// typ asks whether what v reads fits the type. The field is the one that the
// type stands in.
func (s *Schemas) typ(of *shape, field string, t plan.Type, v func() *j.Statement) condition {
	switch t := t.(type) {
	case *plan.Basic:
		return basic(t, v)
	case *plan.LiteralType:
		return truth(rtapi.Equal.Call(v(), Literal(t.Value.Value)))
	case *plan.SchemaType:
		return truth(s.Fits(t.Schema).Call(v()))
	case *plan.ObjectType:
		return truth(s.predicate(s.ofObject(t, of, field)).Call(v()))
	case *plan.ArrayType:
		elem := s.function(of, field, t.Elem)
		if elem == nil {
			return ofKind(v, rtapi.KindArray)
		}
		return truth(rtapi.ArrayOf.Call(v(), elem))
	case *plan.UnionType:
		c := s.typ(of, field, t.Terms[0], v)
		for _, term := range t.Terms[1:] {
			c = either(c, s.typ(of, field, term, v))
		}
		return c
	}
	return condition{}
}

func basic(t *plan.Basic, v func() *j.Statement) condition {
	if kind, ok := kindsOfTypes[t.Name]; ok {
		return ofKind(v, kind)
	}
	is := truth(rtapi.Is.Call(v(), j.Lit(t.Name)))
	switch {
	case t.Name == "any":
		return condition{}
	case t.Name == "null":
		return nullity(v())
	case t.Lo == nil:
		return is
	}
	between := truth(rtapi.Between.Call(v(), Literal(t.Lo.Value), Literal(t.Hi.Value)))
	if t.Name == "int" {
		return both(is, between)
	}
	return between
}

func ofKind(v func() *j.Statement, kind rtapi.Symbol) condition {
	return condition{
		code:     rtapi.ValueKind.On(v()).Op("==").Add(kind.Qual()),
		negation: rtapi.ValueKind.On(v()).Op("!=").Add(kind.Qual()),
	}
}

// function is a function that says whether an element fits; nil where every one
// does.
func (s *Schemas) function(of *shape, field string, t plan.Type) *j.Statement {
	switch t := t.(type) {
	case *plan.SchemaType:
		return s.Fits(t.Schema)
	case *plan.ObjectType:
		return s.predicate(s.ofObject(t, of, field))
	}
	c := s.typ(of, field, t, func() *j.Statement { return j.Id("v") })
	if c.code == nil {
		return nil
	}
	return j.Func().Params(j.Id("v").Add(rtapi.Value.Qual())).Bool().Custom(j.Options{Open: "{", Close: "}"}, j.Return(c.code))
}
