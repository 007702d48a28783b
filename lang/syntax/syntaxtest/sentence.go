package syntaxtest

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// Productions finds the productions in a text: lines `name = …` up to a line
// that ends in " .", with blanks made one.
func Productions(text, prefix string) map[string]string {
	found := map[string]string{}
	begins := regexp.MustCompile(`^(\w+) += `)
	name := ""
	for line := range strings.Lines(text) {
		line, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), prefix)
		if !ok {
			name = ""
			continue
		}
		if m := begins.FindStringSubmatch(line); m != nil {
			name = m[1]
			line = line[len(m[0]):]
			found[name] = ""
		}
		if name != "" {
			found[name] = strings.TrimSpace(found[name] + " " + strings.Join(strings.Fields(line), " "))
			if strings.HasSuffix(line, " .") {
				name = ""
			}
		}
	}
	return found
}

// A Generator makes random sentences of a grammar. It follows the numbered rules
// at the head of grammar.txt.
type Generator struct {
	rules map[string]*rule
	used  map[string]bool
	rnd   *rand.Rand
	out   []string
	flags flags
	stack []flags // of the brackets around
	exprs int     // around
}

// flags are what the rules keep in mind; each bracket begins anew.
type flags struct {
	noBrace  bool // rules 1 and 8: no "{" may begin an operand
	noLambda bool // rule 5
	noWhere  bool // rule 6
	noSign   bool // rule 8: the next operand has no sign
}

// A rule is a piece of a grammar: a word, a reference, or a construct.
type rule struct {
	kind  byte // 'w' word, 'r' reference, 's' sequence, '|' choice, '{' repetition, '[' option, ',' optional comma
	text  string
	parts []*rule
	cost  int // the least depth of references below
}

// NewGenerator is a generator for these productions.
func NewGenerator(productions map[string]string) *Generator {
	g := &Generator{rules: map[string]*rule{}, used: map[string]bool{}}
	for name, text := range productions {
		tokens := regexp.MustCompile(`"[^"]*"|\[,\]|\w+|[][(){}|]`).FindAllString(text, -1)
		g.rules[name] = readChoice(&tokens)
		if len(tokens) > 0 {
			panic(fmt.Sprintf("%s: left over: %q", name, tokens))
		}
	}
	for name := range g.rules {
		g.rules[name].cost = 1000
	}
	for range 100 {
		for _, r := range g.rules {
			r.cost = g.costOf(r)
		}
	}
	return g
}

func readChoice(tokens *[]string) *rule {
	choice := &rule{kind: '|', parts: []*rule{{kind: 's'}}}
	for len(*tokens) > 0 {
		t := (*tokens)[0]
		if strings.Contains(")]}", t) {
			break
		}
		*tokens = (*tokens)[1:]
		last := choice.parts[len(choice.parts)-1]
		switch {
		case t == "|":
			choice.parts = append(choice.parts, &rule{kind: 's'})
		case t == "[,]":
			last.parts = append(last.parts, &rule{kind: ','})
		case t == "(" || t == "[" || t == "{":
			inner := readChoice(tokens)
			*tokens = (*tokens)[1:]
			if t == "(" {
				last.parts = append(last.parts, inner)
			} else {
				last.parts = append(last.parts, &rule{kind: t[0], parts: []*rule{inner}})
			}
		case t[0] == '"':
			last.parts = append(last.parts, &rule{kind: 'w', text: t[1 : len(t)-1]})
		default:
			last.parts = append(last.parts, &rule{kind: 'r', text: t})
		}
	}
	if len(choice.parts) == 1 {
		return choice.parts[0]
	}
	return choice
}

func (g *Generator) costOf(r *rule) int {
	cost := 0
	switch r.kind {
	case 'r':
		if target := g.rules[r.text]; target != nil {
			cost = target.cost + 1
		}
	case 's':
		for _, part := range r.parts {
			cost = max(cost, g.costOf(part))
		}
	case '|':
		cost = 1000
		for _, part := range r.parts {
			cost = min(cost, g.costOf(part))
		}
	}
	r.cost = cost
	return cost
}

// Words gives a sentence as its words; "\n" among them begins a line, and between
// all others there is a blank. A seed always gives the same sentence.
func (g *Generator) Words(seed uint64) []string {
	g.rnd = rand.New(rand.NewPCG(seed, 1))
	g.out, g.flags, g.stack, g.exprs = nil, flags{}, nil, 0
	for len(g.out) < 20 {
		g.reference(g.pick("file", "action")) // most of the grammar is in actions
	}
	return g.out
}

// Unused gives the productions that no sentence has had so far.
func (g *Generator) Unused() []string {
	var unused []string
	for name := range g.rules {
		if !g.used[name] {
			unused = append(unused, name)
		}
	}
	slices.Sort(unused)
	return unused
}

func (g *Generator) emit(word string) {
	switch word {
	case "{", "[", "(":
		g.stack = append(g.stack, g.flags)
		g.flags = flags{}
	case "}", "]", ")":
		g.flags = g.stack[len(g.stack)-1]
		g.stack = g.stack[:len(g.stack)-1]
	case "=>", "->":
		g.flags.noLambda = false
	case "\n":
	}
	if word != "\n" {
		g.flags.noSign = false
	}
	g.out = append(g.out, word)
}

func (g *Generator) pick(words ...string) string { return words[g.rnd.IntN(len(words))] }

func (g *Generator) reference(name string) {
	switch name {
	case "Name":
		g.emit(g.pick("a", "b", "item", "x1", "größe", "source", "key", "page", "path", "status", "data", "errors", "filter", "timeout", "items"))
		return
	case "String":
		g.emit(g.pick(`"s"`, `'t'`, `"a\n"`, `""`)) // no ${NAME}: a key is fixed text
		return
	case "Number":
		g.emit(g.pick("0", "42", "3.14", "1_000", "2e6"))
		return
	}
	g.used[name] = true
	outer := g.flags
	if name == "expr" {
		g.exprs++
		defer func() { g.exprs-- }()
	}
	defer func() {
		noSign := g.flags.noSign
		g.flags = outer
		g.flags.noSign = outer.noSign && noSign
	}()
	r := g.rules[name]
	switch name {
	case "for":
		g.flags.noBrace, g.flags.noWhere = true, true
	case "validate", "match", "wait":
		g.flags.noBrace = true
	case "matching":
		if outer.noBrace {
			r = &rule{kind: 's', parts: []*rule{r.parts[0], r.parts[1].parts[0]}} // with a subject
		}
		g.emit("match")
		g.flags.noBrace, g.flags.noSign = true, true
		g.gen(r.parts[1])
		return
	case "choose", "decide", "arm", "case", "keep", "map":
		g.flags.noLambda = true
	case "expr":
		if outer.noLambda {
			r = r.parts[1]
		}
	case "where":
		if outer.noWhere {
			r = r.parts[0]
		}
	case "request":
		g.request(r)
		return
	case "unary": // a line that begins with "+" goes on with the one before: rule 2
		for !outer.noSign && g.rnd.IntN(4) == 0 {
			g.emit("-")
		}
		r = r.parts[1]
	case "not":
		if outer.noSign {
			r = r.parts[1]
		}
	}
	g.gen(r)
}

// request follows rule 4.
func (g *Generator) request(r *rule) {
	method := r.parts[0].parts[g.rnd.IntN(len(r.parts[0].parts))].parts[0].text
	g.emit(method)
	switch {
	case g.rnd.IntN(2) == 0:
		g.reference("Name")
		g.reference(g.pick("Name", "String"))
	case method == "delete":
		g.reference("String")
	default:
		g.reference("path")
	}
	for _, part := range r.parts[3:] {
		g.gen(part)
	}
}

func (g *Generator) gen(r *rule) {
	deep := g.exprs > 2 || len(g.out) > 400
	switch r.kind {
	case 'w':
		g.emit(r.text)
	case 'r':
		g.reference(r.text)
	case 's':
		for _, part := range r.parts {
			g.gen(part)
		}
	case '[':
		if !deep && g.rnd.IntN(3) == 0 {
			g.gen(r.parts[0])
		}
	case '{':
		separated := hasOptionalComma(r) // items of a block: more of them, each on its line
		chance := 2
		if separated {
			chance = 3
		}
		for !deep && g.rnd.IntN(5) < chance {
			if separated {
				g.emit("\n")
			}
			g.gen(r.parts[0])
			deep = len(g.out) > 400
		}
		if separated {
			g.emit("\n")
		}
	case ',':
		if g.rnd.IntN(2) == 0 {
			g.emit(",")
		}
	case '|':
		g.gen(g.alternative(r, deep))
	}
}

func hasOptionalComma(r *rule) bool {
	return r.kind == '{' && r.parts[0].kind == 's' && slices.ContainsFunc(r.parts[0].parts, func(p *rule) bool { return p.kind == ',' })
}

// alternative chooses one, a shallow one where the sentence is deep.
func (g *Generator) alternative(r *rule, deep bool) *rule {
	for {
		part := r.parts[g.rnd.IntN(len(r.parts))]
		if deep && part.cost > r.cost {
			continue
		}
		if g.flags.noBrace && len(part.parts) == 1 && part.parts[0].text == "object" && part.parts[0].kind == 'r' {
			continue
		}
		return part
	}
}
