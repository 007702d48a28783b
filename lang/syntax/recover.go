package syntax

import (
	"fmt"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/reqongen/reqongen/lang/diag"
)

// A list is what stands between braces: items, with one comma at most behind
// each.
type list struct {
	what string // names it for messages: "block", "object"
	// item reads one item. One that reads nothing is reported and passed over.
	item func()
	// over holds where what stands next belongs behind the "}", which must have
	// been forgotten.
	over func() bool
	// goesOn holds where what stands next belongs before the "}" just read,
	// which must be superfluous if the file has one too many. nil: never.
	goesOn func() bool
}

// braced reads "{", the items of l, and "}". The "{" may be missing, if that has
// been reported. It gives the comments behind the
// last item, all of them where there is none.
func (p *parser) braced(l list) (rest []*Comment) {
	opener := p.cursor()
	if !p.accept("{") {
		opener--
	}
	outer := p.mode
	p.mode = mode{}
	defer func() { p.mode = outer }()
	for {
		if p.is("}") && !p.closesEarly(l) {
			rest = p.rest(p.cursor() == opener+1)
			p.checkIndent(opener)
			p.next()
			return rest
		}
		if p.eof() || l.over() || p.braces > 0 && p.closesOuter() {
			p.missingClose("}", l.what, opener)
			return nil
		}
		at := p.cursor()
		l.item()
		if p.cursor() == at {
			p.strayToken()
		}
		p.accept(",")
	}
}

// dropOpener passes over a "{" behind another while the file has one too many.
func (p *parser) dropOpener() {
	if p.braces > 0 && p.is("{") && p.previous() != nil && p.previous().Value == "{" {
		p.errorAt(p.peek(), codeUnexpected, "remove it", `this "{" opens nothing`)
		p.braces--
		p.next()
	}
}

// dropCloser passes over a "}" behind another on its line while the file has one
// too many.
func (p *parser) dropCloser() {
	if p.braces < 0 && p.is("}") && p.onLine() && p.previous().Value == "}" {
		p.errorAt(p.peek(), codeStrayClose, "remove it", `this "}" closes nothing`)
		p.braces++
		p.next()
	}
}

// closesOuter reports whether the ")" or "]" of a bracket around stands next.
func (p *parser) closesOuter() bool { return p.brackets > 0 && (p.is(")") || p.is("]")) }

// closesEarly passes over the "}" that stands next if it is the one that the
// file has too many.
func (p *parser) closesEarly(l list) bool {
	if p.braces >= 0 || l.goesOn == nil {
		return false
	}
	checkpoint := p.lex.MakeCheckpoint()
	t := p.next()
	if !l.goesOn() {
		p.lex.LoadCheckpoint(checkpoint)
		return false
	}
	p.errorAt(t, codeStrayClose, "remove it", `this "}" closes the %s too early`, l.what)
	p.braces++
	return true
}

// strayToken passes over a token that begins no item of a list.
func (p *parser) strayToken() {
	t := p.peek()
	switch t.Value {
	case ")", "]", "}":
		p.errorAt(t, codeStrayClose, "remove it, or open it before", "%q closes nothing", t.Value)
	default:
		p.errorAt(t, codeUnexpected, "", "%s cannot stand here", p.describe(t))
	}
	p.next()
}

// missingClose reports that the bracket with the token index opener is not
// closed where it should be, before the next token.
func (p *parser) missingClose(closer, what string, opener int) {
	open, t := &p.toks[opener], p.peek()
	d := diag.New(codeMissingClose, p.tokenSpan(t), "missing %q for the %s opened in line %d", closer, what, open.Pos.Line)
	if previous := p.previous(); !p.onLine() {
		d.Span = p.file.Span(end(previous), end(previous))
	}
	d.Notes = []diag.Remark{{Span: p.tokenSpan(open), Msg: fmt.Sprintf("the %s is opened here", what)}}
	if closer == "}" {
		if p.misindented.IsValid() {
			d.Notes = append(d.Notes, diag.Remark{Span: p.misindented, Msg: `this "}" is indented otherwise than the line that it closes; the missing one may belong before it`})
		}
		p.braces--
	}
	p.report(t, d)
}

// checkIndent looks, while a "}" is missing from the file, at the one that comes
// next: it should begin its line as far in as the line of its opener begins.
func (p *parser) checkIndent(opener int) {
	if p.braces <= 0 || p.misindented.IsValid() || p.onLine() {
		return
	}
	if closer := p.peek(); p.indent(closer) != p.indent(&p.toks[opener]) {
		p.misindented = p.tokenSpan(closer)
	}
}

// indent is the blank that the line of t begins with.
func (p *parser) indent(t *lexer.Token) string {
	line := p.file.Line(t.Pos.Line)
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// skip passes over tokens, and over brackets with what is in them, up to where
// stop holds, to a "}", to closer ("" means any closing bracket), to an action
// or a mission, or to the end.
func (p *parser) skip(closer string, stop func() bool) {
	depth := 0
	for !p.eof() && !p.startsAction() {
		switch t := p.peek(); t.Value {
		case "(", "[", "{":
			if depth == 0 && stop() {
				return
			}
			depth++
		case ")", "]", "}":
			if depth == 0 && (t.Value == "}" || t.Value == closer || closer == "") {
				return
			}
			depth = max(depth-1, 0)
		default:
			if depth == 0 && stop() {
				return
			}
		}
		p.next()
	}
}

// startsAction reports whether an `action Name {` or a `mission Name {` begins
// the line. Nothing else reads like one, so whatever is open before it has not
// been closed.
func (p *parser) startsAction() bool {
	t := p.peek()
	return (t.Value == "action" || t.Value == "mission") && !p.onLine() &&
		p.ahead(1).Type == kindIdent && p.ahead(2).Value == "{"
}

// startsStatement reports whether the next token begins its line and reads, with
// what follows, as the beginning of a step or a declaration: two words side by
// side, as no expression has them, or a step's first word alone.
func (p *parser) startsStatement() bool {
	t, following := p.peek(), p.ahead(1)
	if t.Type != kindIdent || p.onLine() {
		return false
	}
	if following.EOF() || following.Pos.Line != t.Pos.Line {
		switch t.Value {
		case "continue", "skip", "abort", "retry", "wait", "pause":
			return true
		}
		return false
	}
	switch following.Type {
	case kindIdent:
		return !infixWords[following.Value] && !operatorWords[following.Value]
	case kindString, kindNumber:
		return true
	}
	switch following.Value {
	case "{":
		return stepWords[t.Value]
	case "[":
		return t.Value == "run"
	case ".":
		return stepWords[t.Value] && !p.touches(1)
	}
	return false
}

// opens reports whether the "{" of a block stands next. Where something else does,
// that is reported, and it may stand farther on the line, or have been forgotten
// here.
func (p *parser) opens(usage string) bool {
	if p.is("{") {
		return true
	}
	p.expected(`"{"`, usage)
	if p.onLine() && p.lineHas("{") {
		for !p.is("{") {
			p.next()
		}
		return true
	}
	return p.openerForgotten()
}

// openerForgotten takes the file's superfluous "}" for the one of a block whose
// "{" has been reported missing.
func (p *parser) openerForgotten() bool {
	if p.braces >= 0 {
		return false
	}
	p.braces++
	return true
}

// braceForgotten reports whether a statement stands next and the file has a "}"
// too few: a list of fields or arms around it has probably not been closed.
func (p *parser) braceForgotten() bool {
	return p.braces > 0 && (p.startsAction() || p.startsStatement())
}

// startsKnownStatement is startsStatement for the words that begin statements
// here or in another language, without a match or an if that may be an operand.
func (p *parser) startsKnownStatement() bool {
	word := p.peek().Value
	switch {
	case word == "match":
		return false
	case word == "if":
		return !p.onLine() && p.lineHas("{") && !p.lineHas("then")
	}
	return (stepWords[word] || declWords[word] || foreignWords[word] != "") && p.startsStatement()
}

// startsName reports whether a name stands next: no statement on a line of its
// own, and no word that an expression could not use as a name.
func (p *parser) startsName() bool {
	t := p.peek()
	if t.Type != kindIdent || infixWords[t.Value] {
		return false
	}
	return p.onLine() || !p.startsKnownStatement() && !p.startsOption()
}

// startsOption reports whether the next tokens are `name:`.
func (p *parser) startsOption() bool {
	return p.peek().Type == kindIdent && p.ahead(1).Value == ":"
}

// startsStep reports whether the next token begins a step. `store` begins a
// declaration too, and `let` and `run` do: where `name:` follows a `store` it is
// one, and of the other two the place decides.
func (p *parser) startsStep() bool {
	t := p.peek()
	switch {
	case !stepWords[t.Value] || p.startsOption():
		return false
	case t.Value == "store":
		return p.ahead(2).Value != ":" && p.lineHas("->")
	}
	return t.Value != "let" && t.Value != "run"
}

// startsAssignment reports whether `name = ` begins the line, which is no step
// but was meant to be one.
func (p *parser) startsAssignment() bool {
	return p.peek().Type == kindIdent && p.ahead(1).Value == "=" && !p.onLine()
}

// lineHas reports whether that word or sign stands between the next token and
// the end of its line, not too far away.
func (p *parser) lineHas(value string) bool {
	const most = 200 // tokens; who asks on each token of a line must not read it to its end each time
	line := p.peek().Pos.Line
	for i := 1; i < most && p.ahead(i).Pos.Line == line && !p.ahead(i).EOF(); i++ {
		if p.ahead(i).Value == value {
			return true
		}
	}
	return false
}
