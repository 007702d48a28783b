package rttest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Load reads canned answers from a file, or from every *.api file of a folder
// in the order of their names.
func Load(path string) (*API, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	files := []string{path}
	if info.IsDir() {
		if files, err = filepath.Glob(filepath.Join(path, "*.api")); err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("%s: no *.api file in this folder", path)
		}
	}
	api := newAPI()
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if err := api.parse(file, string(text)); err != nil {
			return nil, err
		}
	}
	return api, nil
}

// Parse reads canned answers from text; the name stands in its errors.
func Parse(name, text string) (*API, error) {
	api := newAPI()
	if err := api.parse(name, text); err != nil {
		return nil, err
	}
	return api, nil
}

// MustParse is Parse for text that stands in a program: it panics where the
// text is wrong.
func MustParse(text string) *API {
	api, err := Parse("canned", text)
	if err != nil {
		panic(err)
	}
	return api
}

var (
	requestLine = regexp.MustCompile(`^(\*|[A-Z]+) (/\S*)\s*$`)
	headerLine  = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9-]*):(?: (.*))?$`)
	placeholder = regexp.MustCompile(`\{([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9-]+|\.\.\.)?)\}`)
)

// parser goes through the lines of one file.
type parser struct {
	name  string
	lines []string
	next  int // the line to read, from 0
	api   *API
}

func (a *API) parse(name, text string) error {
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	p := &parser{name: name, lines: strings.Split(text, "\n"), api: a}
	for {
		line, ok := p.line()
		if !ok {
			return nil
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		m := requestLine.FindStringSubmatch(line)
		if m == nil {
			return p.fail("a request line such as GET /items is wanted here, not %q", line)
		}
		if err := p.entry(m[1], m[2]); err != nil {
			return err
		}
	}
}

// line gives the next line that is no comment.
func (p *parser) line() (string, bool) {
	for p.next < len(p.lines) {
		line := strings.TrimRight(p.lines[p.next], " \t")
		p.next++
		if !strings.HasPrefix(line, "#") {
			return line, true
		}
	}
	return "", false
}

func (p *parser) back() { p.next-- }

// fail is an error at the line that was read last.
func (p *parser) fail(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", p.name, p.next, fmt.Sprintf(format, args...))
}

func (p *parser) entry(method, target string) error {
	e := &entry{at: fmt.Sprintf("%s:%d", p.name, p.next), method: method, target: target}
	if err := e.compile(); err != nil {
		return p.fail("%v", err)
	}
	e.wants, _ = p.headers()
	for {
		line, ok := p.line()
		if !ok {
			break
		}
		if strings.TrimSpace(line) == "" && len(e.answers) == 0 {
			continue
		}
		rest, ok := strings.CutPrefix(line, "->")
		if !ok {
			p.back()
			break
		}
		answer, err := p.answer(rest)
		if err != nil {
			return err
		}
		if name := e.unknown(answer); name != "" {
			return p.fail("the answer inserts {%s}, which %s %s does not name", name, method, target)
		}
		e.answers = append(e.answers, answer)
	}
	if len(e.answers) == 0 {
		return p.fail("%s %s has no answer; write a line such as -> 200 below it", method, target)
	}
	p.api.entries = append(p.api.entries, e)
	return nil
}

// headers reads header lines up to the first line that is none. An empty line
// after them is taken too, and told.
func (p *parser) headers() (headers []header, empty bool) {
	for {
		line, ok := p.line()
		if !ok {
			return headers, false
		}
		m := headerLine.FindStringSubmatch(line)
		if m == nil {
			if line == "" {
				return headers, true
			}
			p.back()
			return headers, false
		}
		headers = append(headers, header{http.CanonicalHeaderKey(m[1]), strings.TrimSpace(m[2])})
	}
}

func (p *parser) answer(line string) (*answer, error) {
	a := &answer{times: 1}
	words := strings.Fields(line)
	if len(words) == 0 {
		return nil, p.fail("-> wants a status, drop or hang")
	}
	switch words[0] {
	case "drop":
		a.fault = drop
	case "hang":
		a.fault = hang
	default:
		status, err := strconv.Atoi(words[0])
		if err != nil || status < 200 || status > 599 {
			return nil, p.fail("-> wants a status from 200 to 599, drop or hang, not %q", words[0])
		}
		a.status = status
	}
	file, err := a.options(words[1:])
	if err != nil {
		return nil, p.fail("%v", err)
	}
	a.headers, _ = p.headers()
	a.body = p.body()
	if file != "" {
		if a.body != "" {
			return nil, p.fail("the answer has a body and a file")
		}
		text, err := os.ReadFile(filepath.Join(filepath.Dir(p.name), file))
		if err != nil {
			return nil, p.fail("%v", err)
		}
		a.body = string(text)
	}
	return a, nil
}

// options reads what stands after an answer's status.
func (a *answer) options(words []string) (file string, err error) {
	for len(words) > 0 {
		word, arg := words[0], ""
		words = words[1:]
		if n, ok := strings.CutPrefix(word, "x"); ok {
			if a.times, err = strconv.Atoi(n); err != nil || a.times < 1 {
				return "", fmt.Errorf("%q is no number of times such as x2", word)
			}
			continue
		}
		if word == "cut" {
			a.fault = cut
			continue
		}
		if len(words) > 0 {
			arg, words = words[0], words[1:]
		}
		switch word {
		case "after":
			a.after, err = time.ParseDuration(arg)
		case "slow":
			a.slow, err = time.ParseDuration(arg)
		case "together":
			if a.together, err = strconv.Atoi(arg); err == nil && a.together < 1 {
				err = errors.New("together wants a number from 1 up")
			}
		case "file":
			if file = arg; file == "" {
				err = errors.New("file wants a name")
			}
		default:
			err = fmt.Errorf("%q is not known here; x2, after, slow, together, cut and file are", word)
		}
		if err != nil {
			return "", err
		}
	}
	return file, nil
}

// body reads up to the next answer or request line.
func (p *parser) body() string {
	var lines []string
	for {
		line, ok := p.line()
		if !ok {
			break
		}
		if strings.HasPrefix(line, "->") || requestLine.MatchString(line) {
			p.back()
			break
		}
		lines = append(lines, line)
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// compile turns the target into what matches a request.
func (e *entry) compile() error {
	path, query, _ := strings.Cut(e.target, "?")
	re, names, err := pattern(path, "[^/]+")
	if err != nil {
		return err
	}
	e.path, e.names = re, names
	if query == "*" {
		e.anyQuery = true
		return nil
	}
	e.query = map[string][]*regexp.Regexp{}
	if query == "" {
		return nil
	}
	for part := range strings.SplitSeq(query, "&") {
		key, text, _ := strings.Cut(part, "=")
		if key, err = url.QueryUnescape(key); err != nil {
			return err
		}
		if text, err = url.QueryUnescape(text); err != nil {
			return err
		}
		re, names, err := pattern(text, ".*")
		if err != nil {
			return err
		}
		e.query[key] = append(e.query[key], re)
		e.names = append(e.names, names...)
	}
	return nil
}

// pattern compiles text with {name} in it; any is what a name stands for.
func pattern(text, any string) (*regexp.Regexp, []string, error) {
	var b strings.Builder
	var names []string
	b.WriteString("^")
	last := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		name, fits := text[m[2]:m[3]], any
		if rest, ok := strings.CutSuffix(name, "..."); ok {
			name, fits = rest, ".*"
		}
		b.WriteString(regexp.QuoteMeta(text[last:m[0]]))
		fmt.Fprintf(&b, "(?P<%s>%s)", name, fits)
		names = append(names, name)
		last = m[1]
	}
	b.WriteString(regexp.QuoteMeta(text[last:]))
	b.WriteString("$")
	re, err := regexp.Compile(b.String())
	return re, names, err
}

// unknown is a name that the answer inserts and nothing gives; "" is none.
func (e *entry) unknown(a *answer) string {
	known := append([]string{"attempt", "body", "base"}, e.names...)
	for _, m := range eachLine.FindAllStringSubmatch(a.body, -1) {
		known = append(known, m[1])
	}
	texts := []string{a.body}
	for _, h := range a.headers {
		texts = append(texts, h.value)
	}
	for _, text := range texts {
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(known, m[1]) && !strings.HasPrefix(m[1], "header.") {
				return m[1]
			}
		}
	}
	return ""
}
