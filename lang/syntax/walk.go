package syntax

// Walk visits n and, where visit gives true, the nodes within it, in the order
// of the text. Names are no nodes; comments are visited by no walk.
func Walk(n Node, visit func(Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	w := walker{visit}
	switch n := n.(type) {
	case *File:
		walkAll(w, n.Decls)
	case *Bad:
		walkAll(w, n.Inner)
	case *Option:
		w.walk(n.Value)
		walkSome(w, n.Parallel)
		walkSome(w, n.Options)
	case *Options:
		walkAll(w, n.List)
	case *Block:
		w.block(n)
	case Expr:
		w.expr(n)
	case Step: // Let is one too
		w.step(n)
	case Decl:
		w.decl(n)
	default:
		w.part(n)
	}
}

type walker struct{ visit func(Node) bool }

func (w walker) walk(n Node) { Walk(n, w.visit) }

func walkAll[N Node](w walker, nodes []N) {
	for _, n := range nodes {
		w.walk(n)
	}
}

// walkSome walks a node that may be absent: a nil pointer in an interface is no
// nil interface.
func walkSome[T any, N interface {
	*T
	Node
}](w walker, n N) {
	if n != nil {
		w.walk(n)
	}
}

// block walks options where they stand, which may be between steps.
func (w walker) block(n *Block) {
	options := n.Options
	for _, step := range n.Steps {
		for len(options) > 0 && options[0].span.Start().Compare(step.Span().Start()) < 0 {
			w.walk(options[0])
			options = options[1:]
		}
		w.walk(step)
	}
	walkAll(w, options)
}

func (w walker) decl(n Decl) {
	switch n := n.(type) {
	case *Import:
		walkSome(w, n.Path)
	case *Mission:
		walkAll(w, n.Decls)
	case *Schedule:
		walkSome(w, n.Every)
		walkSome(w, n.Text)
		walkSome(w, n.Options)
	case *Source:
		walkSome(w, n.From)
		walkSome(w, n.Options)
	case *Store:
		walkSome(w, n.Target)
		walkSome(w, n.Args)
		walkSome(w, n.Options)
	case *Schema:
		walkAll(w, n.Fields)
	case *Transform:
		walkAll(w, n.Variants)
	case *Action:
		walkSome(w, n.Body)
	case *Run:
		walkAll(w, n.Stages)
	}
}

func (w walker) step(n Step) {
	switch n := n.(type) {
	case *Request:
		w.walk(n.Path)
		walkSome(w, n.Options)
	case *CallStep:
		walkSome(w, n.Options)
	case *For:
		w.walk(n.In)
		w.walk(n.Where)
		walkSome(w, n.Parallel)
		walkSome(w, n.OnError)
		walkSome(w, n.Body)
	case *Map:
		w.walk(n.Value)
		walkSome(w, n.Fields)
	case *Apply:
		w.walk(n.To)
	case *Validate:
		w.walk(n.Subject)
		walkAll(w, n.Constraints)
		walkSome(w, n.Or)
	case *Keep:
		w.walk(n.Value)
		walkSome(w, n.Options)
	case *Match:
		w.walk(n.Subject)
		walkAll(w, n.Arms)
	case *Let:
		w.walk(n.Value)
	case *Delete:
		w.walk(n.Key)
	case *Wait:
		w.walk(n.For)
		walkSome(w, n.Options)
	case *Abort:
		w.walk(n.Message)
	case *Retry:
		walkSome(w, n.Options)
	case *Queue:
		walkSome(w, n.Options)
	}
}

func (w walker) expr(n Expr) {
	switch n := n.(type) {
	case *String:
		walkAll(w, n.Parts)
	case *Array:
		walkAll(w, n.Elems)
	case *Object:
		walkAll(w, n.Items)
	case *Member:
		w.walk(n.X)
	case *Index:
		w.walk(n.X)
		w.walk(n.Index)
	case *Call:
		walkAll(w, n.Args)
	case *Named:
		w.walk(n.Value)
	case *Unary:
		w.walk(n.X)
	case *Binary:
		w.walk(n.X)
		w.walk(n.Y)
	case *Is:
		w.walk(n.X)
	case *Cond:
		w.walk(n.If)
		w.walk(n.Then)
		w.walk(n.Else)
	case *Where:
		w.walk(n.X)
		w.walk(n.Cond)
	case *Lambda:
		w.walk(n.Body)
	case *MatchExpr:
		w.walk(n.Subject)
		walkAll(w, n.Arms)
	case *AnyOf:
		w.walk(n.X)
		w.walk(n.Where)
	}
}

// part walks what is neither a declaration, a step nor an expression.
func (w walker) part(n Node) {
	switch n := n.(type) {
	case *Stage:
		w.walk(n.If)
	case *Variant:
		w.walk(n.Where)
		walkSome(w, n.Fields)
	case *SchemaField:
		w.walk(n.Type)
	case *Parallel:
		w.walk(n.Limit)
	case *Assume:
		w.walk(n.Cond)
		walkSome(w, n.Message)
	case *Arm:
		w.walk(n.Pattern)
		w.walk(n.Where)
		w.walk(n.Cond)
		walkSome(w, n.Body)
	case *MatchArm:
		w.walk(n.Pattern)
		w.walk(n.Where)
		w.walk(n.Cond)
		w.walk(n.Value)
	case *ExprPart:
		w.walk(n.Value)
	case *Fields:
		walkAll(w, n.Items)
	case *Field:
		w.walk(n.Value)
	case *Spread:
		w.walk(n.Value)
	case *LiteralPattern:
		w.walk(n.Value)
	case *ArrayPattern:
		walkAll(w, n.Elems)
	case *ObjectPattern:
		walkAll(w, n.Fields)
	case *FieldPattern:
		w.walk(n.Value)
	case *BasicType:
		w.walk(n.Lo)
		w.walk(n.Hi)
	case *LiteralType:
		w.walk(n.Value)
	case *ArrayType:
		w.walk(n.Elem)
	case *ObjectType:
		walkAll(w, n.Fields)
	case *UnionType:
		walkAll(w, n.Terms)
	case *OptionalType:
		w.walk(n.Elem)
	}
}
