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
// been reported. It gives the comments behind the last item, all of them where
// there is none.
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

// opensBehind reports whether the "{" of a block stands next. If the head before
// it could not be read, the block is looked for on the line, so that mistakes in
// it are found too.
func (p *parser) opensBehind(headRead bool, usage string) bool {
	if headRead {
		return p.opens(usage)
	}
	for !p.eof() && p.onLine() && !p.is("{") && !p.is("}") {
		p.next()
	}
	return p.is("{") && p.onLine()
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
