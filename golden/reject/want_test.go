package reject

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
)

// A told is a message as a want says it, on one line: places, code, texts.
type told struct {
	file string // the mission's file, or the one of its folder
	text string
}

// tell writes a diagnostic as a want of a mission: a file, or a folder.
func tell(d diag.Diagnostic, mission string) told {
	text := fmt.Sprintf("%s %s %s", lineCol(d.Span), d.Code, quote(d.Msg))
	if d.Hint != "" {
		text += " hint " + quote(d.Hint)
	}
	for _, n := range d.Notes {
		at := lineCol(n.Span)
		if n.Span.File() != d.Span.File() {
			at = strings.TrimPrefix(n.Span.File().Name(), filepath.ToSlash(mission)+"/") + ":" + at
		}
		text += fmt.Sprintf(" note %s %s", at, quote(n.Msg))
	}
	return told{d.Span.File().Name(), text}
}

func lineCol(s source.Span) string {
	return fmt.Sprintf("%d:%d", s.Start().Line(), s.Start().Col())
}

func quote(text string) string {
	if strconv.CanBackquote(text) {
		return "`" + text + "`"
	}
	return strconv.Quote(text)
}

// wants reads the messages that a mission's comments want, in the order of the
// text.
func wants(t *testing.T, name, text string) []told {
	t.Helper()
	var list []told
	code := 0 // the last line that has more than a want
	for i, line := range strings.Split(text, "\n") {
		before, comment, found := strings.Cut(line, "// want ")
		if !found || strings.TrimSpace(before) != "" {
			code = i + 1
		}
		if !found {
			continue
		}
		w, err := parseWant(strings.TrimSpace(comment), code)
		if err != nil {
			t.Fatalf("%s:%d: %v", name, i+1, err)
		}
		list = append(list, told{name, w})
	}
	return list
}

// parseWant reads a want of a line and writes it as tell does.
func parseWant(text string, line int) (string, error) {
	place, rest, _ := strings.Cut(text, " ")
	at, err := parsePlace(place, line)
	if err != nil {
		return "", err
	}
	code, rest, _ := strings.Cut(rest, " ")
	msg, rest, err := unquote(rest)
	if err != nil {
		return "", err
	}
	out := fmt.Sprintf("%s %s %s", at, code, quote(msg))
	for rest != "" {
		word, more, _ := strings.Cut(rest, " ")
		switch word {
		case "hint":
			out += " hint"
		case "note":
			place, more, _ = strings.Cut(more, " ")
			file := ""
			if i := strings.LastIndex(place, ".reqon:"); i >= 0 {
				file, place = place[:i+len(".reqon:")], place[i+len(".reqon:"):]
			}
			if at, err = parsePlace(place, line); err != nil {
				return "", err
			}
			out += " note " + file + at
		default:
			return "", fmt.Errorf("hint or note, not %q", word)
		}
		var text string
		if text, rest, err = unquote(more); err != nil {
			return "", err
		}
		out += " " + quote(text)
	}
	return out, nil
}

func parsePlace(text string, line int) (string, error) {
	if !strings.Contains(text, ":") {
		text = fmt.Sprintf("%d:%s", line, text)
	}
	var l, c int
	if _, err := fmt.Sscanf(text, "%d:%d", &l, &c); err != nil {
		return "", fmt.Errorf("a want begins with a column or line:column, not %q", text)
	}
	return text, nil
}

// unquote reads a Go string and what stands behind it.
func unquote(text string) (string, string, error) {
	prefix, err := strconv.QuotedPrefix(text)
	if err != nil {
		return "", "", fmt.Errorf("a Go string is wanted before %q", text)
	}
	value, err := strconv.Unquote(prefix)
	return value, strings.TrimSpace(text[len(prefix):]), err
}
