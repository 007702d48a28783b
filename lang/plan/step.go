package plan

import "github.com/reqongen/reqongen/lang/source"

// Block is steps in order.
type Block struct {
	Span  source.Span
	Steps []Step
	// Fresh are the variables that must be there from the head of the block
	// on: each begins with the value of its Outer, or as null where it has
	// none. Only bodies of actions and loops have any.
	//
	// A given variable or a map's that is not among them needs no
	// declaration of its own: the first step that sets it, in this block or
	// in an arm, declares it, and whatever reads it stands in the scope of
	// that declaration and comes after it.
	Fresh []*Var
	Rest  []string // the author's comment behind the last step, line by line
}

// Step is one step of an action. The set is closed.
type Step interface {
	At() source.Span
	// Comment is the author's comment above the step, line by line.
	Comment() []string
	// Head is the head of the step as written, on one line.
	Head() string
	step()
}

// Origin is what every step has.
type Origin struct {
	Span source.Span
	Doc  []string
	// Text is the head of the step as written, on one line: what a reader of
	// the generated code wants to see above it.
	Text string
}

// At is where the step stands.
func (o *Origin) At() source.Span { return o.Span }

// Comment is the author's comment above the step.
func (o *Origin) Comment() []string { return o.Doc }

// Head is the head of the step as written.
func (o *Origin) Head() string { return o.Text }

// OnError is what a loop does with an iteration that fails.
type OnError int

const (
	// ByMode is the default: a sequential loop fails at the first; a
	// parallel one does what the mission's parallelMode says.
	ByMode OnError = iota
	// AbortLoop cancels the rest and fails the loop at the first.
	AbortLoop
	// ContinueLoop counts the failed items and goes on.
	ContinueLoop
	// QueueItem goes on and stores { item, error } in a store.
	QueueItem
)

type (
	// Request is `get Name "/path" { … }` and its like.
	Request struct {
		Origin
		Method  string // "GET", …
		Source  *Source
		Path    Expr // a Template or Literal whose values are escaped, or any other expression
		Params  Expr // nil or an object
		Body    Expr // nil where there is none
		Headers Expr // nil or an object
		Timeout Expr // one attempt's; nil is the source's
		Retry   *Retry
		Allow   Expr   // an array of statuses that are data; nil is none
		Pages   *Pages // nil is a request of one page
		Since   *Since // nil is everything, however old
		// IdempotencyKey is evaluated once, however often the request is sent;
		// nil is none.
		IdempotencyKey Expr
		// LastSync is the value of lastSync in the request; nil where nothing
		// reads it. Since then has a Key.
		LastSync *Var
		Sets     Given
		// Matched tells that the next step of the block matches exactly
		// `response`: then whatever comes back is data.
		Matched bool
		// Again tells that a Retry or a Jump … then retry sends it again: the
		// rest of its block stands in a loop.
		Again bool
	}

	// For is `for name in In [where …] [parallel N] [onError …] { … }`.
	For struct {
		Origin
		Var   *Var
		In    Expr
		Where *Lambda // nil where there is none
		// Parallel tells that iterations may run side by side; Limit is how
		// many (nil: the action's Concurrency).
		Parallel bool
		Limit    Expr
		OnError  OnError
		Queue    *Store // of QueueItem
		Body     *Block
		Given    Given // the body's own
		// Pages is the request right before the loop whose items it goes
		// through as they come, page by page: In is its response or a field of
		// that, and nothing else reads it. nil where In is there as a whole.
		Pages *Request
	}

	// Map is `map X -> Shape { … }`. The object that Fields make, with Record
	// as the record, becomes the value of each of Sets.
	//
	// Without fields it is `map X -> Shape`: X itself does so, if it fits
	// Check, and else the step fails.
	Map struct {
		Origin
		X      Expr
		Record *Var // holds X while Fields are evaluated
		Shape  string
		Check  *Schema // nil where there are fields
		Fields []Field
		// Sets are the response, the variable X where it is a plain one, and
		// the name Shape where nothing else bears it; without those whose
		// value nothing reads after it.
		Sets []*Var
	}

	// Keep is `store [each] X -> Store { key, upsert, partial }`.
	Keep struct {
		Origin
		Each    bool
		X       Expr
		Store   *Store
		Key     *Lambda // of the record; nil where the record's id is the key
		Upsert  Expr    // nil is false
		Partial Expr    // nil where it is not written
	}

	// Match is `match [X] { … }`. No arm that fits is an error.
	Match struct {
		Origin
		Subject Expr // nil where the arms are conditions
		Var     *Var // holds the subject for guards, records and queue; nil without one
		Arms    []Arm
		// Response tells that the subject is exactly `response`.
		Response bool
	}

	// LetStep is `let name = X`.
	LetStep struct {
		Origin
		Var *Var
		X   Expr
	}

	// Delete is `delete Store[Key]`.
	Delete struct {
		Origin
		Store *Store
		Key   Expr
	}

	// Clear is `clear Store`.
	Clear struct {
		Origin
		Store *Store
	}

	// Abort is `abort X`; X is nil where no message is given.
	Abort struct {
		Origin
		X Expr
	}

	// Skip ends the iteration, or the action where there is no loop.
	Skip struct{ Origin }

	// Continue goes on after the match it stands in. It is the last step of
	// its arm: no block of a plan has steps behind one that never comes back
	// (Abort, Skip, Continue, RetryStep, a Jump … then retry, a Match all of
	// whose arms end so).
	Continue struct{ Origin }

	// RunAction is `run A`: A inline, with variables of its own.
	RunAction struct {
		Origin
		Action *Action
	}

	// Jump is `jump A then retry|continue`. Request is what is sent again
	// after A; nil for continue.
	Jump struct {
		Origin
		Action  *Action
		Request *Request
	}

	// RetryStep is `retry { … }`: Request is sent again.
	RetryStep struct {
		Origin
		Request *Request
		Policy  *Retry // nil where no options are written
	}

	// QueueStep is `queue Store { item, key }`.
	QueueStep struct {
		Origin
		Store *Store
		Item  Expr
		Key   *Lambda // nil where it is not written
	}
)

// Arm is `pattern where guard -> { … }`, or `cond -> { … }` in a match without
// a subject. The arm `_` of a match without a subject has the Pattern Any.
// Behind an arm that takes whatever comes there is no other.
type Arm struct {
	Span    source.Span
	Doc     []string
	Pattern Pattern // nil without a subject, but for `_`
	Guard   Expr    // nil without where; the condition where there is no subject
	Body    *Block
}

// Let is a let of the mission or the file, evaluated when the mission starts.
type Let struct {
	Span source.Span
	Doc  []string
	Var  *Var
	X    Expr
}

func (*Request) step()   {}
func (*For) step()       {}
func (*Map) step()       {}
func (*Keep) step()      {}
func (*Match) step()     {}
func (*LetStep) step()   {}
func (*Delete) step()    {}
func (*Clear) step()     {}
func (*Abort) step()     {}
func (*Skip) step()      {}
func (*Continue) step()  {}
func (*RunAction) step() {}
func (*Jump) step()      {}
func (*RetryStep) step() {}
func (*QueueStep) step() {}
