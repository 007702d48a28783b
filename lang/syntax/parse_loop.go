package syntax

import "github.com/alecthomas/participle/v2/lexer"

// loop reads what follows the word.
//
//	for = "for" Name "in" expr [ "where" expr ] [ "parallel" [ expr ] | "concurrency" expr ]
//	      [ "onError" ( "abort" | "continue" | "queue" Name ) ] block .
func (p *parser) loop(start int, d doc) Step {
	outer := p.mode
	p.mode.head, p.mode.noWhere = true, true
	s, ok := p.grammar.loop.read(p, usages["for"])
	p.mode = outer
	if previous := p.previous(); !ok && previous.Value == "onError" {
		p.diags[len(p.diags)-1].Hint = usages["onError"]
	}
	usage := usages["for"]
	if t := p.peek(); ok && p.onLine() {
		if meant := near(t.Value, wordsOfLoops); meant != "" {
			usage = "did you mean " + quoted(meant) + "?"
		}
	}
	if !p.opensBehind(ok, usage) {
		return p.bad(start, d)
	}
	body := p.block("loop")
	if !ok {
		return p.bad(start, d, body)
	}
	n := &For{doc: d, Var: identOf(s.Var), In: s.In, Where: s.Where, Body: body}
	if s.Parallel != nil {
		n.Parallel = p.parallel(s.Parallel)
	}
	if s.OnError != nil {
		n.OnError = p.onError(s.OnError)
	}
	n.node = p.from(start)
	return n
}

// wordsOfLoops may stand behind what a loop goes through.
var wordsOfLoops = map[string]bool{"where": true, "parallel": true, "concurrency": true, "onError": true}

func (p *parser) parallel(s *parallelShape) *Parallel {
	if s.Concurrency.Value != "" {
		return &Parallel{node: p.over(s.Tokens), Word: p.ident(s.Concurrency), Limit: s.Wanted}
	}
	n := &Parallel{node: p.over(s.Tokens), Word: p.ident(s.Parallel)}
	if s.Limit != nil {
		n.Limit = s.Limit
	}
	return n
}

func (p *parser) onError(s *onErrorShape) *OnError {
	return &OnError{node: p.over(s.Tokens), Action: p.ident(s.Action), Store: optional(s.Store)}
}

// over is the node of these tokens.
func (p *parser) over(tokens []lexer.Token) node {
	return node{p.tokenSpan(&tokens[0]).To(p.tokenSpan(&tokens[len(tokens)-1]))}
}

// startsLimit reports whether the limit of a parallel loop stands next.
func (p *parser) startsLimit() bool { return !p.is("{") && !p.is("onError") && p.onLine() }
