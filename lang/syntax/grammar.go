package syntax

import (
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// The shapes that participle reads: what stands between the first word of a
// declaration or a step, which the parser has read already, and its block,
// options or fields, which the parser reads after it.
type (
	// Name
	nameShape struct {
		Name name `parser:"@@"`
	}
	// ( Name | "{" Name { "," Name } [ "," ] "}" ) "from" String
	importShape struct {
		Names []name      `parser:"( '{' @@ ( (?! ',' '}' ) ',' @@ )* ','? '}' | @@ )"`
		Path  lexer.Token `parser:"'from' @String"`
	}
	// Name [ "from" String ]
	sourceShape struct {
		Name name        `parser:"@@"`
		From lexer.Token `parser:"( 'from' @String )?"`
	}
	// Name ":" Kind "(" String
	storeShape struct {
		Name   name        `parser:"@@ ':'"`
		Kind   name        `parser:"@@"`
		Target lexer.Token `parser:"'(' @String"`
	}
	// "every" Number Name | "cron" String | "at" String
	scheduleShape struct {
		Kind  lexer.Token `parser:"( @'every'"`
		Every lexer.Token `parser:"  @Number"`
		Unit  name        `parser:"  @@"`
		Word  lexer.Token `parser:"| @( 'cron' | 'at' )"`
		Text  lexer.Token `parser:"  @String )"`
	}
	// Name "->" Name, behind the name of a transform
	mappingShape struct {
		From name `parser:"( ':' @@ )?"`
		To   name `parser:"'->' @@"`
	}
	// "(" ( Name | "_" ) ")" [ "where" expr ] "->" Name
	variantShape struct {
		From  name `parser:"'(' @@ ')'"`
		Where Expr `parser:"( 'where' @@ )?"`
		To    name `parser:"'->' @@"`
	}
	// stage { "then" stage }
	runShape struct {
		Stages []*stageShape `parser:"@@ ( 'then' @@ )*"`
	}
	// ( Name | "[" Name { "," Name } [ "," ] "]" ) [ "if" expr ]
	stageShape struct {
		Tokens  []lexer.Token
		Group   bool   `parser:"( @'['"`
		Actions []name `parser:"  ( @@ ( (?! ',' ']' ) ',' @@ )* ','? )? ']' | @@ )"`
		If      Expr   `parser:"( 'if' @@ )?"`
	}

	// path [ "from" Name ]
	requestShape struct {
		Path pathExpr `parser:"@@"`
		From name     `parser:"( 'from' @@ )?"`
	}
	// Name "." Name
	callShape struct {
		Source    name `parser:"@@ '.'"`
		Operation name `parser:"@@"`
	}
	// Name "in" expr [ "where" expr ] [ parallel ] [ onError ]
	forShape struct {
		Var      name           `parser:"@@ 'in'"`
		In       Expr           `parser:"@@"`
		Where    Expr           `parser:"( 'where' @@ )?"`
		Parallel *parallelShape `parser:"@@?"`
		OnError  *onErrorShape  `parser:"@@?"`
	}
	// "parallel" [ expr ] | "concurrency" expr
	parallelShape struct {
		Tokens      []lexer.Token
		Parallel    lexer.Token `parser:"( @'parallel'"`
		Limit       limitExpr   `parser:"  @@?"`
		Concurrency lexer.Token `parser:"| @'concurrency'"`
		Wanted      Expr        `parser:"  @@ )"`
	}
	// "onError" ( "abort" | "continue" | "queue" Name )
	onErrorShape struct {
		Tokens []lexer.Token
		Action lexer.Token `parser:"'onError' ( @( 'abort' | 'continue' ) | @'queue'"`
		Store  name        `parser:"  @@ )"`
	}
	// expr "->" Name
	arrowShape struct {
		Value Expr `parser:"@@ '->'"`
		Name  name `parser:"@@"`
	}
	// Name "to" expr [ "as" Name ]
	applyShape struct {
		Transform name `parser:"@@ 'to'"`
		To        Expr `parser:"@@"`
		As        name `parser:"( 'as' @@ )?"`
	}
	// expr [ ":" String ] [ "severity" ":" ( "error" | "warning" ) ]
	assumeShape struct {
		Cond     Expr        `parser:"@@"`
		Message  lexer.Token `parser:"( ':' @String )?"`
		Severity lexer.Token `parser:"( 'severity' ':' @( 'error' | 'warning' ) )?"`
	}
	// Name "=" expr
	letShape struct {
		Name  name `parser:"@@ '='"`
		Value Expr `parser:"@@"`
	}
	// Name "[" expr "]"
	eraseShape struct {
		Store name       `parser:"@@ '['"`
		Key   insideExpr `parser:"@@ ']'"`
	}
	// Name [ "then" ( "retry" | "continue" ) ]
	jumpShape struct {
		Action name        `parser:"@@"`
		Then   lexer.Token `parser:"( 'then' @( 'retry' | 'continue' ) )?"`
	}
)

// Expressions that are read in another way than an Expr, which participle tells
// apart by their types.
type (
	pathExpr   interface{ Expr } // a request's path
	limitExpr  interface{ Expr } // may be absent: behind "parallel"
	insideExpr interface{ Expr } // inside brackets
)

// A name is an *Ident, as an interface that participle can ask the parser for;
// nil where none was read.
type name interface{ named() *Ident }

func (id *Ident) named() *Ident { return id }

// identOf is the name that n is, the zero Ident for none.
func identOf(n name) Ident {
	if n == nil {
		return Ident{}
	}
	return *n.named()
}

// optional is the name that n is, nil for none.
func optional(n name) *Ident {
	if n == nil {
		return nil
	}
	return n.named()
}

// A grammar holds a parser for each shape.
type grammar struct {
	name     shape[nameShape]
	imports  shape[importShape]
	source   shape[sourceShape]
	store    shape[storeShape]
	schedule shape[scheduleShape]
	mapping  shape[mappingShape]
	variant  shape[variantShape]
	run      shape[runShape]
	request  shape[requestShape]
	call     shape[callShape]
	loop     shape[forShape]
	arrow    shape[arrowShape]
	apply    shape[applyShape]
	assume   shape[assumeShape]
	let      shape[letShape]
	erase    shape[eraseShape]
	jump     shape[jumpShape]
}

// shapes makes all of them reachable from one root, so that one build serves.
type shapes struct {
	Name     *nameShape     `parser:"  @@"`
	Import   *importShape   `parser:"| @@"`
	Source   *sourceShape   `parser:"| @@"`
	Store    *storeShape    `parser:"| @@"`
	Schedule *scheduleShape `parser:"| @@"`
	Mapping  *mappingShape  `parser:"| @@"`
	Variant  *variantShape  `parser:"| @@"`
	Run      *runShape      `parser:"| @@"`
	Request  *requestShape  `parser:"| @@"`
	Call     *callShape     `parser:"| @@"`
	For      *forShape      `parser:"| @@"`
	Arrow    *arrowShape    `parser:"| @@"`
	Apply    *applyShape    `parser:"| @@"`
	Assume   *assumeShape   `parser:"| @@"`
	Let      *letShape      `parser:"| @@"`
	Erase    *eraseShape    `parser:"| @@"`
	Jump     *jumpShape     `parser:"| @@"`
}

// newParser builds the grammar and binds it to the parser that reads the
// expressions in it.
func newParser() *parser {
	p := new(parser)
	always := func() bool { return true }
	root := participle.MustBuild[shapes](
		participle.Lexer(definition{}),
		participle.UseLookahead(0), // the first token decides
		admit(p, always, p.expr),
		admit(p, always, func() pathExpr { return p.path() }),
		admit(p, p.startsName, func() name { id := p.ident(*p.next()); return &id }),
		admit(p, p.startsLimit, func() limitExpr { return p.expr() }),
		admit(p, always, func() insideExpr { return p.inside() }),
	)
	p.grammar = grammar{
		name:     shapeOf[nameShape](root, "a name"),
		imports:  shapeOf[importShape](root, `a name or "{"`),
		source:   shapeOf[sourceShape](root, "a name"),
		store:    shapeOf[storeShape](root, "a name"),
		schedule: shapeOf[scheduleShape](root, `"every", "cron" or "at"`),
		mapping:  shapeOf[mappingShape](root, `"->"`),
		variant:  shapeOf[variantShape](root, `"("`),
		run:      shapeOf[runShape](root, `a name or "["`),
		request:  shapeOf[requestShape](root, "a name"),
		call:     shapeOf[callShape](root, "a name"),
		loop:     shapeOf[forShape](root, "a name"),
		arrow:    shapeOf[arrowShape](root, "a name"),
		apply:    shapeOf[applyShape](root, "a name"),
		assume:   shapeOf[assumeShape](root, "a name"),
		let:      shapeOf[letShape](root, "a name"),
		erase:    shapeOf[eraseShape](root, "a name"),
		jump:     shapeOf[jumpShape](root, "a name"),
	}
	p.grammar.imports.lists, p.grammar.run.lists = true, true
	return p
}

// admit lets participle call read where a shape has a T and starts holds.
// participle reads alternatives from copies of its lexer; meanwhile the copy is
// the parser's.
func admit[T any](p *parser, starts func() bool, read func() T) participle.Option {
	return participle.ParseTypeWith(func(lex *lexer.PeekingLexer) (T, error) {
		outer := p.lex
		p.lex = lex
		defer func() { p.lex = outer }()
		if !starts() {
			var none T
			return none, participle.NextMatch
		}
		return read(), nil
	})
}

// A shape reads an S.
type shape[S any] struct {
	parser *participle.Parser[S]
	first  string // what it begins with, in words
	lists  bool   // a list of names in brackets is part of it
}

func shapeOf[S any](root *participle.Parser[shapes], first string) shape[S] {
	parser, err := participle.ParserForProduction[S](root)
	if err != nil {
		panic(err) // the shape is not in the type shapes
	}
	return shape[S]{parser: parser, first: first}
}

// read reads an S. Where the text is none it reports what was expected, with
// usage as the way out, and gives false beside what was read before.
func (s shape[S]) read(p *parser, usage string) (*S, bool) {
	got, err := s.parser.ParseFromLexer(p.lex, participle.AllowTrailing(true))
	if err == nil {
		return got, true
	}
	words := s.first
	if _, notation, ok := strings.Cut(err.Error(), "(expected "); ok {
		words = orList(expectations(notation))
	}
	if s.lists && (words == `"]"` || words == `"}"`) {
		words = `"," or ` + words
	}
	p.expected(words, usage)
	return got, false
}

// expectations says in words what participle's notation of a shape begins with.
func expectations(notation string) []string {
	if inner, ok := strings.CutPrefix(notation, "("); ok {
		var words []string
		for _, alternative := range alternatives(inner) {
			words = append(words, expectations(strings.TrimSpace(alternative))...)
		}
		return words
	}
	element, _, _ := strings.Cut(notation, " ")
	switch element = strings.TrimRight(element, ")"); element {
	case "Name", "NameShape", "StageShape":
		return []string{"a name"}
	case "<string>":
		return []string{"a string"}
	case "<number>":
		return []string{"a number"}
	}
	return []string{element} // a word or a sign, in quotes
}

// alternatives cuts at the bars between here and the closing bracket.
func alternatives(notation string) []string {
	var found []string
	depth, start := 0, 0
	for i, r := range notation {
		switch r {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return append(found, notation[start:i])
			}
		case '|':
			if depth == 0 {
				found = append(found, notation[start:i])
				start = i + 1
			}
		}
	}
	return append(found, notation[start:])
}

func orList(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return words[0]
}
