package gen

import (
	"bytes"
	"slices"
	"strings"
)

// longestLine is how long a line of code may be before it is broken where a reader
// looks for it: behind && and ||, and around the body of a func literal. Go sets
// no limit; calls stay on their line.
const longestLine = 120

// wrap breaks long lines of a file that is not laid out yet. gofmt, which breaks
// none and joins none, then indents what is new.
func wrap(file []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(file) + len(file)/16)
	var open brackets
	number, inText := 0, false
	for line := range strings.Lines(string(file)) {
		whole := line
		if inText { // of a raw string over several lines, which stays as it is
			_, behind, closed := strings.Cut(line, "`")
			if !closed {
				out.WriteString(line)
				continue
			}
			whole = behind
		}
		text := strings.Trim(whole, " \t\n")
		l := scan(text)
		fixed := inText || l.inText
		inText = l.inText
		open = open[:max(len(open)+l.least, 0)]
		indent := 4 * open.lines()
		for number++; l.ends > l.least; l.ends-- {
			open = append(open, number)
		}
		if fixed || indent+len(text) <= longestLine {
			out.WriteString(line)
			continue
		}
		for i, piece := range pieces(text, indent) {
			if i > 0 {
				out.WriteByte('\n')
			}
			out.WriteString(piece)
		}
		out.WriteByte('\n')
	}
	return out.Bytes()
}

// Brackets are the numbers of the lines that brackets were opened on and that no
// line has closed yet.
type brackets []int

// lines counts the lines: gofmt indents once for all that one opens.
func (b brackets) lines() int { return len(slices.Compact(slices.Clone(b))) }

// pieces are the lines that a long one becomes.
func pieces(text string, indent int) []string {
	if indent+len(text) <= longestLine {
		return []string{text}
	}
	at := scan(text).best()
	if len(at) == 0 {
		return []string{text}
	}
	var all []string
	from := 0
	for _, to := range append(at, len(text)) {
		all = append(all, pieces(strings.TrimSpace(text[from:to]), indent+4)...)
		from = to
	}
	return all
}

// A scanned line is the places where it may be broken, and how its brackets leave
// the depth: at its end, and where that is least.
type scanned struct {
	breaks      []lineBreak
	ends, least int
	inText      bool // it ends within a raw string
}

type lineBreak struct {
	at, depth int
	kind      breakKind
}

// A breakKind is what stands in front of a break, the loosest first.
type breakKind int

const (
	behindOr breakKind = iota
	behindAnd
	aroundBody // of a func literal
)

// best are the breaks to make first: of the least depth the loosest.
func (l scanned) best() []int {
	var best lineBreak
	var at []int
	for _, b := range l.breaks {
		if len(at) > 0 && (b.depth > best.depth || b.depth == best.depth && b.kind > best.kind) {
			continue
		}
		if len(at) > 0 && (b.depth < best.depth || b.kind < best.kind) {
			at = at[:0]
		}
		best = b
		at = append(at, b.at)
	}
	return at
}

// scan reads a line, past strings and up to a comment.
func scan(text string) scanned {
	var l scanned
	var bodies []int // the depths of func literals that are open on this line
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '"', '`', '\'':
			n := len(quoted(text[i:]))
			if n == 0 {
				l.inText = true
				return l
			}
			i += n - 1
		case '/':
			if strings.HasPrefix(text[i:], "//") {
				return l
			}
		case '(', '[', '{':
			if c == '{' && strings.HasPrefix(strings.TrimLeft(text[i+1:], " "), "return ") {
				bodies = append(bodies, l.ends)
				l.breaks = append(l.breaks, lineBreak{i + 1, l.ends, aroundBody})
			}
			l.ends++
		case ')', ']', '}':
			l.ends--
			l.least = min(l.least, l.ends)
			if n := len(bodies); c == '}' && n > 0 && bodies[n-1] == l.ends {
				bodies = bodies[:n-1]
				l.breaks = append(l.breaks, lineBreak{i, l.ends, aroundBody})
			}
		case '|', '&':
			kind := behindOr
			if c == '&' {
				kind = behindAnd
			}
			if i+2 < len(text) && text[i+1] == c {
				i++
				l.breaks = append(l.breaks, lineBreak{i + 1, l.ends, kind})
			}
		}
	}
	return l
}

// quoted is the literal that the text begins with, "" where it does not end.
func quoted(text string) string {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && text[0] != '`':
			i++
		case text[i] == text[0]:
			return text[:i+1]
		}
	}
	return ""
}
