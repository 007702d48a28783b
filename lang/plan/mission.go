package plan

import "github.com/reqongen/reqongen/lang/source"

// Mission is one checked mission. It becomes one Go package.
type Mission struct {
	Name string
	File *source.File // the file that holds the mission
	Span source.Span
	Doc  []string // the author's comment above it, line by line, without the slashes

	Settings []*Setting // environment variables that must be set, in order of their first mention
	Envs     []*Setting // those of env("NAME"), which may be unset, likewise
	Lets     []*Let     // of the file and the mission, in an order in which each sees those it reads
	Sources  []*Source  // in written order; the first is the default
	Stores   []*Store   // declared ones in written order, then undeclared ones by first mention
	Schemas  []*Schema  // in written order; only those that a value is held against
	// Transforms are in written order; only those that a step applies.
	Transforms []*Transform
	Actions    []*Action // in written order; only those that a stage, run or jump reaches
	Stages     []*Stage

	// MaxConcurrency bounds how many actions run at once: a Literal from 1
	// up, or an expression over env; nil is no limit (the language, §6).
	MaxConcurrency Expr
	// FailFast is parallelMode: "fail-fast".
	FailFast bool
	// RunText is the run line as written, on one line, for the comment above
	// the pipeline; "" for a mission without run.
	RunText string
	RunDoc  []string // the author's comment above the run line
}

// Setting is an environment variable that the mission reads when it starts. One
// that a ${NAME} reads must be set, or the mission does not start.
type Setting struct {
	Name string
	Span source.Span // of its first mention
}

// Source is `source Name { … }`, or the implicit source "default" of a
// mission whose requests name none. Its expressions read the environment and
// lets of the mission (Var.Global), nothing else.
type Source struct {
	Name     string
	Span     source.Span
	Doc      []string
	Implicit bool // not declared; its base comes from REQON_BASE or --base

	Base Expr // nil where it is not written
	// Auth is how requests prove who sends them: "none", "bearer", "basic",
	// "api_key", "oauth2"; "" where the mission does not say.
	Auth    string
	Headers []Field // in written order, none a spread
	Timeout Expr    // one attempt's, see Retry for durations; nil is the runtime's default
	Retry   *Retry  // defaults of this source's requests; nil is the runtime's

	Limit    *RateLimit      // nil is none
	Breaker  *CircuitBreaker // nil is none
	Proxies  []Proxy         // that its requests go through, in turn; none is the environment's
	Insecure Expr            // a truth; nil is false
}

// StoreKind is what a store is kept in.
type StoreKind int

const (
	Memory StoreKind = iota
	File
)

// Store is `store name: kind("label") { … }`, or a name that the mission uses
// as a store without declaring it, which is a memory store.
type Store struct {
	Name     string
	Kind     StoreKind
	Label    string      // "name" in memory("name"); the name itself when undeclared
	Span     source.Span // of the declaration, or of the first mention
	Doc      []string
	Declared bool
}

// Action is `action Name { … }`.
type Action struct {
	Name string
	Span source.Span
	Doc  []string

	// Concurrency bounds the requests of this action that are in flight at
	// once: an expression over env or a Literal; nil where no limit is
	// written and no loop of the action is parallel.
	Concurrency Expr
	Body        *Block
	// Given are the action's own response, source and request.
	Given Given
}

// Given are the variables that a request, map or apply sets. Every action has
// its own, and so has every iteration of a loop whose body sets them; there each
// starts with the value of its Outer (the language, §4).
//
// A field is nil where there is nothing to set: in an action's or a loop's, no
// expression reads the variable or the body sets none; in a request's, nothing
// that comes after reads what this request gives it.
type Given struct {
	Response *Var // what the last request, map or apply gave
	Source   *Var // the name of the source that the last request went to
	Request  *Var // { method, url, params, body } of the last request
}

// Stage is one element of the run line: an action, or a bracketed group.
type Stage struct {
	Span    source.Span
	Actions []*Action
	Group   bool   // written in brackets, even around one action
	If      Expr   // nil where it always runs
	Text    string // as written, on one line
}

// Retry is a retry policy as it is written; nil expressions are the runtime's
// defaults. A duration, here as everywhere in a plan, is a Literal int64 of
// milliseconds where it was a literal, or else an expression that gives
// milliseconds or text such as "30s".
type Retry struct {
	Span         source.Span
	MaxAttempts  Expr
	Backoff      string // "exponential", "linear", "constant"; "" is the default
	InitialDelay Expr
	MaxDelay     Expr
	Delay        Expr // of `retry { delay: … }`: a constant wait
}
