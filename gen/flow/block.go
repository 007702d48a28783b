package flow

import "github.com/reqongen/reqongen/lang/plan"

// An Action is what Analyze found out about one action.
type Action struct {
	Body *Block
	// Names are those of all its variables, without the ones that are bound
	// within an expression.
	Names []string

	names  map[*plan.Var]string
	words  map[*plan.Var]string    // names for variables that the mission has no name for
	stands map[*plan.Var]*plan.Var // for a variable that never differs from another: that one
}

// Name is what the Go variable that holds v is called.
func (a *Action) Name(v *plan.Var) string { return a.names[a.Holder(v)] }

// Holder is the variable whose Go variable holds v's value: v itself, or the one
// that it never differs from.
func (a *Action) Holder(v *plan.Var) *plan.Var {
	for a.stands[v] != nil {
		v = a.stands[v]
	}
	return v
}

// A Block is a block of Go.
type Block struct {
	Nodes  []*Node
	Copies []Copy   // variables that it begins with
	Rest   []string // the author's comment behind the last step
	Ends   bool     // control never comes to its end

	outer *Block // nil for the body of the action
	at    int    // the index of the node in outer that holds it
	depth int

	declared []*plan.Var        // in it, in order
	mentions map[*plan.Var]bool // in it and in the blocks within
}

// Each calls visit for each node of the block, and of those within.
func (b *Block) Each(visit func(*Node)) {
	for _, n := range b.Nodes {
		visit(n)
		for _, inner := range n.blocks() {
			inner.Each(visit)
		}
	}
}

// Declared are the variables that the block declares, in order.
func (b *Block) Declared() []*plan.Var { return b.declared }

// A Copy is a variable that begins with the value of another, in a block that
// changes it.
type Copy struct{ Var, From *plan.Var }

// A Set is a variable that a step sets and that something reads.
type Set struct {
	Var     *plan.Var
	Declare bool // this is its declaration

	before bool // something reads the value that it had before
}

// A Node is one step, or a stretch of steps that a retry repeats.
type Node struct {
	Step    plan.Step
	Declare []*plan.Var // variables to declare in front of it, as null

	// Region, of a request that is sent again: the request and the steps up
	// to the last that may repeat it.
	Region *Block
	// Saved are the variables that get back, before the request is sent again,
	// the value that they have here.
	Saved []*plan.Var

	// Sets are, of a request, its response, source and request, nil where
	// nothing reads what it sets; of a map or a let, what is read of what it
	// sets. The variables to hold what a map maps, and what a match looks at,
	// are sets too.
	Response, Source, Request *Set
	Sets                      []*Set
	Subject                   *Set

	// Loop, of a request, is the loop behind it that goes through its pages as
	// they come; nil where there is none.
	Loop *plan.For

	// Ahead, of a loop and the request before it, is what the loop does while
	// the answer comes; nil where there is none.
	Ahead *Ahead

	Item *plan.Var // of a loop; nil where the body does not read it
	Body *Block    // of a loop
	Or   *Block    // of a validate; nil where there is none, or none is come to
	Arms []*Arm    // of a match
	// Checks are the constraints of a validate that are not known to hold.
	Checks []*plan.Constraint

	// Answered tells a match right behind its request with patterns that look
	// at the status, and that request.
	Answered bool
	// UsesSubject tells a match, a map or a validate that looks at what it
	// matches, maps or validates.
	UsesSubject bool
	// Dropped tells a step that nothing is left of: it cannot fail, and
	// nothing reads what it sets.
	Dropped bool

	reads    []*plan.Var
	headLive vars // of a region
	alone    bool // of a loop: nothing else reads the variable that it goes through
}

// An Arm is an arm of a match that some subject can come to.
type Arm struct {
	Plan  *plan.Arm
	Body  *Block
	Binds []*plan.Var // names of its pattern that the body reads
}
