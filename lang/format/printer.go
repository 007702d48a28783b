package format

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// An op is an instruction to the printer.
type op struct {
	kind   opKind
	text   string    // of opText
	behind []string  // comments behind it, of opText and opComma
	comma  commaWhen // of opComma
	sep    separator // of opSep
	broken bool      // of opBegin: a line is begun in the group in any case; once printed, whether it is broken
	tail   bool      // of opBegin: where the line is too long, what stands before the group is broken first
	block  bool      // of opIndent
}

type opKind int

const (
	opText   opKind = iota
	opComma         // a comma that depends on the group
	opSep           // what stands between two tokens
	opBegin         // a group: either all or none of its own separators that may break, do
	opEnd           //
	opIndent        // lines from here on stand deeper: than the line here, or, of a block, than the lines around
	opDedent        //
)

type commaWhen int

const (
	commaFlat   commaWhen = iota // where its group is on one line
	commaAlways                  //
)

type breaking int

const (
	neverBreak breaking = iota
	mayBreak            // where its group is broken
	mustBreak           //
)

// A separator stands between two tokens.
type separator struct {
	flat     string // what it is where it begins no line
	breaks   breaking
	opens    bool // stands behind an opening bracket
	closes   bool // stands before a closing bracket
	pads     bool // parts a comment from the closing bracket
	blanks   bool // blank lines of the file stay
	apart    bool // a blank line stands here where a declaration beside it takes lines:
	before   int  // the group of the one before, -1 where it is no such declaration,
	after    int  // and of the one behind
	forced   bool // a comment that reaches to the end of the line stands before it
	comments []remark
	blank    bool // a blank line stands before the next token
}

// A remark is comments on lines of their own; of several, each but the first
// begins on the line where the one before it ends.
type remark struct {
	texts []string
	blank bool // a blank line stands before it
}

func (s *separator) newLine(broken bool) bool {
	return s.forced || len(s.comments) > 0 || s.breaks == mustBreak || s.breaks == mayBreak && broken
}

// settleBlanks leaves the blank lines that the layout wants.
func (s *separator) settleBlanks() {
	for i := range s.comments {
		s.comments[i].blank = s.comments[i].blank && s.blanks
	}
	s.blank = s.blank && s.blanks && !s.closes
	if s.opens {
		*s.first() = false
	}
}

// first says whether a blank line stands before all that the separator has.
func (s *separator) first() *bool {
	if len(s.comments) > 0 {
		return &s.comments[0].blank
	}
	return &s.blank
}

func (s *separator) hasBlank() bool {
	return s.blank || slices.ContainsFunc(s.comments, func(r remark) bool { return r.blank })
}

// A printer carries instructions out.
type printer struct {
	out     strings.Builder
	ops     []op
	at      int // the op that is carried out
	width   int
	col     int     // characters on the current line
	depth   int     // blanks that the current line begins with
	levels  []level // of the indents around
	groups  []bool  // whether the groups around are broken
	comment bool    // a comment was printed last
}

type level struct{ outer, inner int }

const step = 2 // blanks that a level adds

func printed(ops []op, width int) []byte {
	markBroken(ops)
	p := &printer{ops: ops, width: width, levels: []level{{}}, groups: []bool{true}}
	for p.at = range ops {
		p.print(p.at)
	}
	text := strings.TrimRight(p.out.String(), " \n")
	if text != "" {
		text += "\n"
	}
	return []byte(text)
}

// markBroken finds the groups in which a line is begun in any case.
func markBroken(ops []op) {
	var open []int
	for i := range ops {
		switch o := &ops[i]; o.kind {
		case opBegin:
			open = append(open, i)
		case opEnd:
			open = open[:len(open)-1]
		case opSep:
			if !o.sep.newLine(false) {
				continue
			}
			for j := len(open) - 1; j >= 0 && !ops[open[j]].broken; j-- {
				ops[open[j]].broken = true
			}
		}
	}
}

func (p *printer) broken() bool { return p.groups[len(p.groups)-1] }
func (p *printer) level() level { return p.levels[len(p.levels)-1] }

func (p *printer) print(i int) {
	o := &p.ops[i]
	switch o.kind {
	case opText:
		p.write(o.text)
		p.behind(o)
	case opComma:
		if o.comma == commaAlways || o.comma == commaFlat && !p.broken() {
			p.write(",")
		}
		p.behind(o)
	case opSep:
		p.separate(&o.sep)
	case opBegin:
		o.broken = p.broken() && (o.broken || !p.fits(i, p.col))
		p.groups = append(p.groups, o.broken)
	case opEnd:
		p.groups = p.groups[:len(p.groups)-1]
	case opIndent:
		outer := p.depth
		if o.block {
			outer = p.level().inner
		}
		p.levels = append(p.levels, level{outer, outer + step})
	case opDedent:
		p.levels = p.levels[:len(p.levels)-1]
	}
}

func (p *printer) write(text string) {
	p.out.WriteString(text)
	p.col += utf8.RuneCountInString(text)
	p.comment = false
}

// behind prints the comments on the line of a token.
func (p *printer) behind(o *op) {
	for _, text := range o.behind {
		opened := o.text == "(" || o.text == "["
		if !opened || p.comment || strings.HasPrefix(text, "//") {
			p.write(" ")
		}
		p.write(tidy(text, p.depth))
		p.comment = true
	}
}

func (p *printer) separate(s *separator) {
	if !s.newLine(p.broken()) {
		switch {
		case s.flat != "":
			p.write(s.flat)
		case p.comment && (!s.closes || s.pads):
			p.write(" ")
		}
		return
	}
	l := p.level()
	inner, outer := l.inner, l.inner
	switch {
	case s.closes:
		outer = l.outer
	case s.breaks == neverBreak:
		inner, outer = l.inner+step, l.inner+step
	}
	if s.apart && !s.hasBlank() {
		*s.first() = p.takesLines(s.before) || p.takesLines(s.after)
	}
	for _, c := range s.comments {
		p.newLine(inner, c.blank)
		for i, text := range c.texts {
			if i > 0 {
				p.write(" ")
			}
			p.write(tidy(text, inner))
		}
	}
	p.newLine(outer, s.blank)
}

// takesLines reports whether a group that is printed, or comes next on a line of
// its own, is broken.
func (p *printer) takesLines(group int) bool {
	return group >= 0 && (p.ops[group].broken || group >= p.at && !p.fits(group, p.level().inner))
}

// newLine begins a line of that depth; the first line of the text is there
// already.
func (p *printer) newLine(depth int, blank bool) {
	if p.out.Len() > 0 {
		if blank {
			p.out.WriteByte('\n')
		}
		p.out.WriteByte('\n')
	}
	p.out.WriteString(strings.Repeat(" ", depth))
	p.col, p.depth, p.comment = depth, depth, false
}

// fits reports whether the group that begins at i, and what follows it up to the
// next place where a line may begin, have room on a line behind col.
func (p *printer) fits(i, col int) bool {
	room := p.width - col
	depth, ended, around := 1, false, len(p.groups)-1
	tail := 0 // the depth of the tail that is looked at
	for i++; i < len(p.ops) && room >= 0; i++ {
		switch o := &p.ops[i]; o.kind {
		case opText:
			room -= utf8.RuneCountInString(o.text) + inlineWidth(o.behind)
		case opComma:
			room -= 1 + inlineWidth(o.behind)
		case opBegin:
			depth++
			if ended && tail == 0 && o.tail && !o.broken {
				tail = depth
			}
		case opEnd:
			if depth == tail {
				tail = 0
			}
			if depth > 0 {
				depth--
				ended = ended || depth == 0
			} else {
				around--
			}
		case opSep:
			if ended && o.sep.newLine(tail == 0 && (depth > 0 || p.groups[around])) {
				return true
			}
			room -= len(o.sep.flat)
		}
	}
	return room >= 0
}

// inlineWidth is what comments take of a line whose end they do not make.
func inlineWidth(comments []string) int {
	n := 0
	for _, text := range comments {
		if strings.HasPrefix(text, "/*") && !strings.Contains(text, "\n") {
			n += utf8.RuneCountInString(text) + 1
		}
	}
	return n
}

// tidy gives a comment without blanks at the ends of its lines. The lines of a
// block that begin with stars stand below its first star; others, which may be
// drawn, stay as they are.
func tidy(text string, depth int) string {
	lines := strings.Split(text, "\n")
	stars := true
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t\r")
		stars = stars && (i == 0 || strings.HasPrefix(strings.TrimLeft(line, " \t"), "*"))
	}
	for i := 1; stars && i < len(lines); i++ {
		lines[i] = strings.Repeat(" ", depth+1) + strings.TrimLeft(lines[i], " \t")
	}
	return strings.Join(lines, "\n")
}
