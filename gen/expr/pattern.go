package expr

import (
	"fmt"
	"slices"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// A Path is a place in a subject: the subject, a field of it, an element of that.
// It is read by the same field wherever the arms of one match look there.
type Path struct {
	w      *Writer
	code   func() *j.Statement
	there  func() *j.Statement // of a field: whether it is there
	fields map[string]*Path
}

// Path is the path of a subject that the code reads.
func (w *Writer) Path(subject func() *j.Statement) *Path { return &Path{w: w, code: subject} }

func (p *Path) field(name string) *Path {
	if f, ok := p.fields[name]; ok {
		return f
	}
	var known *j.Statement
	place := func() *j.Statement {
		if known == nil {
			known = p.w.Package.field(name)
		}
		return known.Clone()
	}
	f := &Path{
		w:     p.w,
		code:  func() *j.Statement { return rtapi.ValueGet.On(p.code(), place()) },
		there: func() *j.Statement { return rtapi.ValueHas.On(p.code(), place()) },
	}
	if p.fields == nil {
		p.fields = make(map[string]*Path)
	}
	p.fields[name] = f
	return f
}

func (p *Path) element(i int) *Path {
	return &Path{w: p.w, code: func() *j.Statement { return rtapi.Index.Call(p.code(), rtapi.Int.Call(j.Lit(i))) }}
}

// An Arm is what an arm of a match asks of its subject.
type Arm struct {
	Cond  *j.Statement // nil where the arm takes whatever comes
	Bound map[*plan.Var]func() *j.Statement
}

// Arm writes the condition for a pattern and its guard, or where want is false
// the opposite of it. Where the subject is an answer, status writes whether that
// has the status.
func (p *Path) Arm(pattern plan.Pattern, guard plan.Expr, status func(int64) *j.Statement, want bool) Arm {
	f := fit{status: status, bound: make(map[*plan.Var]func() *j.Statement)}
	if pattern != nil {
		f.pattern(p, pattern)
	}
	if truth, known := Known(guard); guard != nil && (!known || !truth) {
		level := 0
		if len(f.conds) > 0 {
			level = looseAnd
		}
		alone := len(f.conds) == 0
		f.conds = append(f.conds, p.w.With(f.bound).cond(nil, guard, want || !alone, level))
		if alone {
			return Arm{Cond: f.conds[0], Bound: f.bound}
		}
	}
	if f.loose && (len(f.conds) > 1 || !want) {
		f.conds[0] = j.Parens(f.conds[0])
	}
	arm := Arm{Bound: f.bound}
	for i, c := range f.conds {
		if i == 0 {
			arm.Cond = j.Add(c)
		} else {
			arm.Cond = arm.Cond.Op("&&").Add(c)
		}
	}
	switch {
	case want || arm.Cond == nil:
	case len(f.conds) == 1:
		arm.Cond = not(true, arm.Cond)
	default:
		arm.Cond = j.Op("!").Parens(arm.Cond)
	}
	return arm
}

// fit gathers what a pattern asks, all of which must hold.
type fit struct {
	status func(int64) *j.Statement
	conds  []*j.Statement
	loose  bool // the first one is made with ||
	bound  map[*plan.Var]func() *j.Statement
}

func (f *fit) add(c *j.Statement) { f.conds = append(f.conds, c) }

func (f *fit) pattern(p *Path, pattern plan.Pattern) {
	switch pattern := pattern.(type) {
	case *plan.Any:
	case *plan.Bind:
		f.bound[pattern.Var] = p.code
	case *plan.Equal:
		own := equals(p, pattern.Value)
		if status := f.statusOf(pattern, pattern.Status); status != nil {
			own = status.Op("||").Add(own)
			f.loose = true
		}
		f.add(own)
	case *plan.SchemaPattern:
		fits := p.w.Package.Schemas().Fits(pattern.Schema)
		if pattern.Array {
			f.add(rtapi.ArrayOf.Call(p.code(), fits))
		} else {
			f.add(fits.Call(p.code()))
		}
	case *plan.Elements:
		f.add(rtapi.ValueKind.On(p.code()).Op("==").Add(rtapi.KindArray.Qual()))
		f.add(rtapi.ValueLen.On(p.code()).Op("==").Lit(len(pattern.Elems)))
		for i, e := range pattern.Elems {
			f.pattern(p.element(i), e)
		}
	case *plan.Fields:
		f.fieldsOf(p, pattern)
	default:
		panic(fmt.Sprintf("expr: no code for %T", pattern))
	}
}

// statusOf is the condition of a literal that also fits a status; nil where this
// one does not.
func (f *fit) statusOf(pattern plan.Pattern, also bool) *j.Statement {
	if f.status == nil || !isStatus(pattern, also) {
		return nil
	}
	return f.status(pattern.(*plan.Equal).Value.Value.(int64))
}

func (f *fit) fieldsOf(p *Path, pattern *plan.Fields) {
	// A status fits also where the answer is no object.
	var rest []plan.FieldPattern
	for _, field := range pattern.Fields {
		if status := f.statusOf(field.Fit, field.Status); status != nil {
			f.add(status)
		} else {
			rest = append(rest, field)
		}
	}
	if len(rest) == 0 && len(pattern.Fields) > 0 {
		return
	}
	// What has such a field, or one that equals a literal, is an object: no other
	// question is needed in front of the rest.
	if i := slices.IndexFunc(rest, tellsObject); i >= 0 {
		first := rest[i]
		rest = append([]plan.FieldPattern{first}, slices.Delete(rest, i, i+1)...)
	} else {
		f.add(rtapi.ValueKind.On(p.code()).Op("==").Add(rtapi.KindObject.Qual()))
	}
	for _, field := range rest {
		switch field.Fit.(type) {
		case *plan.Any, *plan.Bind: // fit anything, but the field has to be there
			f.add(p.field(field.Name).there())
		}
		f.pattern(p.field(field.Name), field.Fit)
	}
}

// tellsObject tells a field that fits in an object only: of an array, x.name is
// an array, and text has a length.
func tellsObject(f plan.FieldPattern) bool {
	switch fit := f.Fit.(type) {
	case *plan.Any, *plan.Bind:
		return true
	case *plan.Equal:
		return fit.Value.Value != nil && f.Name != "length"
	}
	return false
}

// equals asks for a value that equals a literal.
func equals(p *Path, lit *plan.Literal) *j.Statement {
	if lit.Value == nil {
		return rtapi.ValueIsNull.On(p.code())
	}
	return rtapi.Equal.Call(p.code(), Literal(lit.Value))
}
