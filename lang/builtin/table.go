package builtin

// Kinds of parameters. What the runtime takes beside what a parameter is for
// (null passes through, a text function takes numbers and booleans by their
// text) is written once here; see rt/value.
const (
	listType   = Array | Null
	textType   = String | Number | Bool | Null
	numberType = Number | Null
	dateType   = String | Null
	objectType = Object | Null
)

func anything(name string) Param { return Param{Name: name, Type: Dynamic} }
func list(name string) Param     { return Param{Name: name, Type: listType} }
func text(name string) Param     { return Param{Name: name, Type: textType} }
func number(name string) Param   { return Param{Name: name, Type: numberType} }
func integer(name string) Param  { return Param{Name: name, Type: Number} }
func date(name string) Param     { return Param{Name: name, Type: dateType} }
func object(name string) Param   { return Param{Name: name, Type: objectType} }
func of(values int, name string) Param {
	return Param{Name: name, Type: Dynamic, Lambda: values}
}

func (p Param) optional() Param { p.Optional = true; return p }
func (p Param) several() Param  { p.Variadic = true; return p }

func params(list ...Param) []Param { return list }

// A Group is the functions of one theme, as the language's §11 has them.
type Group struct {
	Title string
	Funcs []*Func
}

// Groups are all functions, in the order of the language's §11.
var Groups = []Group{
	{"Arrays", arrays},
	{"Strings", texts},
	{"Objects", objects},
	{"Numbers", numbers},
	{"Dates", dates},
	{"Other", others},
}

// Funcs are the functions of all groups.
var Funcs = func() (all []*Func) {
	for _, g := range Groups {
		all = append(all, g.Funcs...)
	}
	return all
}()
