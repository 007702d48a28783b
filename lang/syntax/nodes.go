package syntax

import (
	"strings"

	"github.com/reqongen/reqongen/lang/source"
)

// A Node is a piece of a mission file. All nodes are pointers to the types of
// this package.
type Node interface {
	// Span is the text that the node was read from, without the comments around
	// it. Brackets around an expression belong to what stands around it.
	Span() source.Span
	isNode()
}

// A Decl stands at the top of a file or of a mission: Import, Let, Source,
// Store, Schema, Transform, Action, Mission, Run, Option, Schedule or Bad.
type Decl interface {
	Node
	// Doc holds the comments on lines of their own right above the
	// declaration, the nearest last; a blank line ends them.
	Doc() []*Comment
	decl()
}

// A Step is one thing that an action does: Request, CallStep, For, Map, Apply,
// Validate, Keep, Match, Let, Delete, Clear, Wait, Continue, Skip, Abort, Retry,
// Queue, Jump, RunAction or Bad.
type Step interface {
	Node
	// Doc holds the comments on lines of their own between the step and what
	// stands before it, the nearest last.
	Doc() []*Comment
	step()
}

// A File is one mission file.
type File struct {
	node
	Source *source.File
	Decls  []Decl // in file order
	// Comments are all comments of the file, in file order; those that a Doc or
	// a Rest holds are among them.
	Comments []*Comment
}

// A Comment is `// …` up to the end of its line, or `/* … */`.
type Comment struct {
	node
	Text string // as written, with its marks
}

// Lines are the comment's words line by line, without the marks, the blanks
// around them, the stars that lead the lines of a block, and the empty lines at
// both ends.
func (c *Comment) Lines() []string {
	text, ok := strings.CutPrefix(c.Text, "//")
	if ok {
		return []string{strings.TrimSpace(text)}
	}
	text = strings.TrimSuffix(strings.TrimPrefix(c.Text, "/*"), "*/")
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if i > 0 || strings.HasPrefix(c.Text, "/**") {
			line = strings.TrimSpace(strings.TrimLeft(line, "*"))
		}
		lines[i] = line
	}
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// Directive splits a comment that speaks to the compiler, such as
// `// reqongen:allow W201 the reason`, into its word ("allow") and what follows
// ("W201 the reason"). Directives are in no Doc.
func (c *Comment) Directive() (word, rest string, ok bool) {
	text, ok := strings.CutPrefix(c.Text, "//")
	if !ok {
		return "", "", false
	}
	text, ok = strings.CutPrefix(strings.TrimSpace(text), "reqongen:")
	if !ok {
		return "", "", false
	}
	word, rest, _ = strings.Cut(text, " ")
	return word, strings.TrimSpace(rest), true
}

// An Ident is a name where the grammar wants one, with the place where it
// stands.
type Ident struct {
	Name string
	Span source.Span
	// Quoted says that it was written as a string: possible for the keys of
	// objects, fields, patterns and options. Name is the text inside, with its
	// escapes undone.
	Quoted bool
}

// A Bad stands where the text could not be read; a diagnostic says why. It
// serves as every kind of node.
type Bad struct {
	node
	doc
	// Inner holds the nodes that could be read within it, so that later phases
	// know which names are there.
	Inner []Node
}

// An Option is `name: value` of a mission, an action, a source, a store, a
// request or another step. Which options exist where is the checker's to judge.
type Option struct {
	node
	doc
	Name     Ident
	Value    Expr
	Parallel *Parallel // `parallel N` behind the value; nil where there is none
	Options  *Options  // behind the value, in braces; nil where there are none
}

// Options is `{ name: value … }` with optional commas.
type Options struct {
	node
	List []*Option // in file order
}

// Get finds the first option of that name; nil where there is none, and on nil
// Options.
func (o *Options) Get(name string) *Option {
	if o == nil {
		return nil
	}
	for _, option := range o.List {
		if option.Name.Name == name {
			return option
		}
	}
	return nil
}

// A Block is `{ step … }` with optional commas.
type Block struct {
	node
	// Braced is false for the block of one step that an arm `pattern -> step`
	// makes; its span is that step's.
	Braced bool
	// Options are those written among the steps, in file order. Only an
	// action's own block may have any, and before its steps.
	Options []*Option
	Steps   []Step // in file order
	// Rest holds the comments behind the last step, all of them where there is
	// none.
	Rest []*Comment
}

// node carries what all nodes have.
type node struct{ span source.Span }

func (n *node) Span() source.Span { return n.span }
func (*node) isNode()             {}

// doc carries the comments above a declaration or a step.
type doc struct{ comments []*Comment }

func (d *doc) Doc() []*Comment { return d.comments }
