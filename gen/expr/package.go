package expr

import (
	"strconv"
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/gen/rtapi"
)

// A Package gathers what expressions want at the top of the generated package:
// the places where fields are read, the shapes of objects. Each place has one of
// its own, since it remembers what it met last.
type Package struct {
	Names *names.Package

	fields     []j.Code
	shapes     []j.Code
	constants  []j.Code
	selections []j.Code
	known      map[string]string // the shape for a list of keys
	constantOf map[string]string // the constant for its text

	schemas *Schemas
}

// Schemas are those that the package holds values against.
func (p *Package) Schemas() *Schemas {
	if p.schemas == nil {
		p.schemas = newSchemas(p)
	}
	return p.schemas
}

// field makes the place of one x.name.
func (p *Package) field(name string) *j.Statement {
	id := p.Names.Global("field" + names.Title(name))
	p.fields = append(p.fields, j.Id(id).Op("=").Add(rtapi.NewField.Call(j.Lit(name))))
	return j.Id(id)
}

// shape is the shape with those keys; objects of equal keys share it.
func (p *Package) shape(hint string, keys []string) *j.Statement {
	var list strings.Builder
	for _, key := range keys {
		list.WriteString(strconv.Quote(key))
	}
	id, ok := p.known[list.String()]
	if !ok {
		if len(keys) == 0 {
			hint = "empty"
		}
		id = p.Names.Global(names.Word(hint) + "Shape")
		if p.known == nil {
			p.known = make(map[string]string)
		}
		p.known[list.String()] = id
		p.shapes = append(p.shapes, j.Id(id).Op("=").Add(rtapi.NewShape.Call(literals(keys)...)))
	}
	return j.Id(id)
}

// merge makes the place of one { ...x, key: … }.
func (p *Package) merge(hint string, keys []string) *j.Statement {
	id := p.Names.Global(names.Word(hint) + "Merge")
	p.shapes = append(p.shapes, j.Id(id).Op("=").Add(rtapi.NewMerge.Call(literals(keys)...)))
	return j.Id(id)
}

// constant makes the variable of a value that never changes.
func (p *Package) constant(hint, text string, v *j.Statement) *j.Statement {
	if hint == "" {
		hint = "value"
	}
	id := p.Names.Global("fixed" + names.Title(hint))
	if p.constantOf == nil {
		p.constantOf = make(map[string]string)
	}
	p.constantOf[text] = id
	p.constants = append(p.constants, j.Id(id).Op("=").Add(v))
	return j.Id(id)
}

// Selection makes the selection of those paths of an answer.
func (p *Package) Selection(hint string, paths []string) *j.Statement {
	return p.selection(hint, rtapi.Select.Call(literals(paths)...))
}

// SelectionOfEach makes a selection whose elements under the path of fields are taken one by one.
func (p *Package) SelectionOfEach(hint string, paths, path []string) *j.Statement {
	return p.selection(hint, rtapi.SelectionEach.On(rtapi.Select.Call(literals(paths)...), literals(path)...))
}

func (p *Package) selection(hint string, made *j.Statement) *j.Statement {
	id := p.Names.Global(names.Word(hint) + "Seen")
	p.selections = append(p.selections, j.Id(id).Op("=").Add(made))
	return j.Id(id)
}

func literals(texts []string) []j.Code {
	codes := make([]j.Code, len(texts))
	for i, text := range texts {
		codes[i] = j.Lit(text)
	}
	return codes
}

// Get writes x.name at a place of its own.
func (p *Package) Get(x *j.Statement, name string) *j.Statement {
	return rtapi.ValueGet.On(x, p.field(name))
}

// Declarations are what the package declares for its expressions.
func (p *Package) Declarations() [][]j.Code {
	var out [][]j.Code
	if len(p.fields) > 0 {
		out = append(out, []j.Code{
			j.Comment("// The places that read a field. Each remembers where it found it last."), variables(p.fields),
		})
	}
	if len(p.shapes) > 0 {
		out = append(out, []j.Code{
			j.Comment("// The objects that are made here, by their fields."), variables(p.shapes),
		})
	}
	if len(p.constants) > 0 {
		out = append(out, []j.Code{
			j.Comment("// The values that never change, made once."), variables(p.constants),
		})
	}
	if len(p.selections) > 0 {
		out = append(out, []j.Code{
			j.Comment("// What is looked at of answers. The rest of them is not kept."), variables(p.selections),
		})
	}
	return out
}

func variables(specs []j.Code) *j.Statement {
	if len(specs) == 1 {
		return j.Var().Add(specs...)
	}
	return j.Var().Defs(specs...)
}
