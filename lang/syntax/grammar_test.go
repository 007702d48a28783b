package syntax_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
	"github.com/reqongen/reqongen/lang/syntax/syntaxtest"
)

func readGrammar(t testing.TB) map[string]string {
	text, err := os.ReadFile("grammar.txt")
	if err != nil {
		t.Fatal(err)
	}
	return syntaxtest.Productions(string(text), "")
}

// Each production of grammar.txt stands, word for word, at the head of a
// function, and no other does.
func TestGrammarIsAtTheHeadsOfTheFunctions(t *testing.T) {
	grammar := readGrammar(t)
	if len(grammar) < 50 {
		t.Fatalf("only %d productions were found in grammar.txt", len(grammar))
	}
	files, err := filepath.Glob("parse_*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	heads := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for name, production := range syntaxtest.Productions(string(text), "//\t") {
			if _, twice := heads[name]; twice {
				t.Errorf("%s stands at two heads", name)
			}
			heads[name] = production
			if grammar[name] != production {
				t.Errorf("%s: %s says\n  %s\ngrammar.txt\n  %s", name, file, production, grammar[name])
			}
		}
	}
	for name := range grammar {
		if heads[name] == "" {
			t.Errorf("%s is at the head of no function", name)
		}
	}
}

// Sentences made from grammar.txt parse without a diagnostic.
func TestSentencesOfTheGrammarParse(t *testing.T) {
	g := syntaxtest.NewGenerator(readGrammar(t))
	sentences := 3000
	if testing.Short() {
		sentences = 400
	}
	for seed := range uint64(sentences) {
		text := strings.Join(g.Words(seed), " ")
		file, diags := syntax.Parse(source.NewFile("m.reqon", text))
		if len(diags) > 0 {
			t.Fatalf("seed %d: in\n%s\n%s", seed, text, render(diags))
		}
		checkTree(t, file)
	}
	if unused := g.Unused(); len(unused) > 0 {
		t.Errorf("no sentence has one of %q", unused)
	}
}
