package syntax

// An Import is `import Name from "path"` or `import { A, B } from "path"`.
type Import struct {
	node
	doc
	Braced bool
	Names  []Ident // one where there are no braces
	Path   *String
}

// A Mission is `mission Name { … }`.
type Mission struct {
	node
	doc
	Name  Ident
	Decls []Decl // in file order; Option and Schedule among them
	Rest  []*Comment
}

// A Schedule is `schedule: every Number unit`, `schedule: cron "…"` or
// `schedule: at "…"`, each with options behind it.
type Schedule struct {
	node
	doc
	Name    Ident    // schedule
	Kind    Ident    // every, cron or at
	Every   *Number  // nil unless Kind is every
	Unit    *Ident   // nil unless Kind is every
	Text    *String  // nil where Kind is every
	Options *Options // nil where there are none
}

// A Source is `source Name [from "file"] { name: expr … }`.
type Source struct {
	node
	doc
	Name    Ident
	From    *String // nil when there is no from
	Options *Options
}

// A Store is `store Name: kind("name" [, { … }]) [{ … }]`.
type Store struct {
	node
	doc
	Name    Ident
	Kind    Ident    // memory, file, sql …
	Target  *String  // the name inside the brackets
	Args    *Options // nil when nothing follows the name inside the brackets
	Options *Options // nil when nothing follows the brackets
}

// A Schema is `schema Name { field: type … }`.
type Schema struct {
	node
	doc
	Name   Ident
	Fields []SchemaItem // in file order
}

// A SchemaItem is a SchemaField, a SchemaSpread or Bad.
type SchemaItem interface {
	Node
	schemaItem()
}

// A SchemaField is `name: type`, of a schema or an object type.
type SchemaField struct {
	node
	Key  Ident
	Type Type
}

// A SchemaSpread is `...Base`.
type SchemaSpread struct {
	node
	Base Ident
}

// A Transform is `transform Name: From -> To { … }`, `transform Name -> To { … }`
// or `transform Name { (From) where expr -> To { … } … }`.
type Transform struct {
	node
	doc
	Name Ident
	// Braced says that variants stand in braces of their own; where they do
	// not, there is one, without a guard.
	Braced   bool
	Variants []*Variant // in file order
}

// A Variant is `(From) [where expr] -> To { … }`.
type Variant struct {
	node
	From   *Ident // nil where anything fits: `_`, or none written
	Where  Expr   // nil when there is no where
	To     Ident
	Fields *Fields
}

// An Action is `action Name { options… steps… }`.
type Action struct {
	node
	doc
	Name Ident
	Body *Block
}

// A Run is `run Stage then Stage …`.
type Run struct {
	node
	doc
	Stages []*Stage
}

// A Stage is `Name [if expr]` or `[Name, Name …] [if expr]`.
type Stage struct {
	node
	Group   bool    // written in brackets
	Actions []Ident // one where it is no group; maybe none in a group, which the checker refuses
	If      Expr    // nil when there is no if
}

func (*Import) decl()    {}
func (*Mission) decl()   {}
func (*Schedule) decl()  {}
func (*Source) decl()    {}
func (*Store) decl()     {}
func (*Schema) decl()    {}
func (*Transform) decl() {}
func (*Action) decl()    {}
func (*Run) decl()       {}
func (*Option) decl()    {}
func (*Let) decl()       {}
func (*Bad) decl()       {}

func (*SchemaField) schemaItem()  {}
func (*SchemaSpread) schemaItem() {}
func (*Bad) schemaItem()          {}
