package syntax

// A Request is `get [Source] path [from Source] [{ options }]`, and likewise
// post, put, patch and delete.
type Request struct {
	node
	doc
	Method Ident  // get, post, put, patch or delete
	Source *Ident // the name before the path; nil when there is none
	// Path is a String whose parts may be ExprParts, or another expression.
	Path    Expr
	From    *Ident   // the name behind from; nil when there is none
	Options *Options // nil when there are none
}

// A CallStep is `call Source.operation [{ options }]`.
type CallStep struct {
	node
	doc
	Source    Ident
	Operation Ident
	Options   *Options // nil when there are none
}

// A For is `for Name in expr [where expr] [parallel [N] | concurrency N]
// [onError abort|continue|queue Store] { steps }`.
type For struct {
	node
	doc
	Var      Ident
	In       Expr
	Where    Expr      // nil when there is no where
	Parallel *Parallel // nil when the loop is sequential
	OnError  *OnError  // nil when there is no onError
	Body     *Block
}

// A Parallel is `parallel`, `parallel N` or `concurrency N`.
type Parallel struct {
	node
	Word  Ident // parallel or concurrency
	Limit Expr  // nil for `parallel` alone
}

// An OnError is `onError abort`, `onError continue` or `onError queue Store`.
type OnError struct {
	node
	Action Ident  // abort, continue or queue
	Store  *Ident // nil unless Action is queue
}

// A Map is `map expr -> Shape [{ fields }]`.
type Map struct {
	node
	doc
	Value  Expr
	Shape  Ident
	Fields *Fields // nil when there are none
}

// An Apply is `apply Transform to expr [as Name]`.
type Apply struct {
	node
	doc
	Transform Ident
	To        Expr
	As        *Ident // nil when there is no as
}

// A Validate is `validate [expr] { assume … } [or { steps }]`.
type Validate struct {
	node
	doc
	Subject     Expr // nil when the response is meant
	Constraints []*Assume
	Or          *Block // nil when there is no or
}

// An Assume is `assume expr [: "message"] [severity: error|warning]`.
type Assume struct {
	node
	Cond     Expr
	Message  *String // nil when there is none
	Severity *Ident  // error or warning; nil when there is none
}

// A Keep is the step `store [each] expr -> Name [{ key: expr … }]`.
type Keep struct {
	node
	doc
	Each    bool
	Value   Expr
	Store   Ident
	Options *Options // nil when there are none
}

// A Match is the step `match [expr] { arm … }`.
type Match struct {
	node
	doc
	Subject Expr // nil when the arms are conditions
	Arms    []*Arm
}

// An Arm is `pattern [where expr] -> step`, `expr -> step`, or either with a
// block behind the arrow.
type Arm struct {
	node
	doc
	Pattern Pattern // nil where Cond is set
	Where   Expr    // nil when there is no where
	// Cond is the condition of an arm of a match without a subject; its last
	// arm may have the Pattern `_` instead.
	Cond Expr
	Body *Block
}

// A Let is `let Name = expr`, as a step or a declaration.
type Let struct {
	node
	doc
	Name  Ident
	Value Expr
}

// A Delete is the step `delete Store[key]`.
type Delete struct {
	node
	doc
	Store Ident
	Key   Expr
}

// A Clear is `clear Store`.
type Clear struct {
	node
	doc
	Store Ident
}

// A Wait is `wait [expr] [{ options }]` or `pause [expr] [{ options }]`.
type Wait struct {
	node
	doc
	Word    Ident    // wait or pause
	For     Expr     // nil when there is none
	Options *Options // nil when there are none
}

// A Continue is `continue`.
type Continue struct {
	node
	doc
}

// A Skip is `skip`.
type Skip struct {
	node
	doc
}

// An Abort is `abort [expr]`.
type Abort struct {
	node
	doc
	Message Expr // nil when there is none
}

// A Retry is `retry [{ options }]`.
type Retry struct {
	node
	doc
	Options *Options // nil when there are none
}

// A Queue is `queue Store [{ options }]`.
type Queue struct {
	node
	doc
	Store   Ident
	Options *Options // nil when there are none
}

// A Jump is `jump Action [then retry|continue]`.
type Jump struct {
	node
	doc
	Action Ident
	Then   *Ident // retry or continue; nil when there is no then
}

// A RunAction is the step `run Action`.
type RunAction struct {
	node
	doc
	Action Ident
}

func (*Request) step()   {}
func (*CallStep) step()  {}
func (*For) step()       {}
func (*Map) step()       {}
func (*Apply) step()     {}
func (*Validate) step()  {}
func (*Keep) step()      {}
func (*Match) step()     {}
func (*Let) step()       {}
func (*Delete) step()    {}
func (*Clear) step()     {}
func (*Wait) step()      {}
func (*Continue) step()  {}
func (*Skip) step()      {}
func (*Abort) step()     {}
func (*Retry) step()     {}
func (*Queue) step()     {}
func (*Jump) step()      {}
func (*RunAction) step() {}
func (*Bad) step()       {}
