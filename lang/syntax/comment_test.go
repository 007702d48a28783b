package syntax_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

const commented = `// Copyright.

// Orders keeps
// the orders.
mission Orders { // behind the brace
  // the limit
  maxConcurrency: 3 // behind the option

  /* A block
   * of comment.
   */
  action A { // opens
    // how many
    concurrency: 5 // at once

    // First,

    // the request.
    // reqongen:allow W201 the keys differ
    get "/a" { // options
      // a parameter
      params: { a: 1 /* inside */ } // more
    } // behind the step
    match {
      // when there are some
      length(x) > 0 -> skip // arm
      // else
      _ -> {
        // nothing to do
      }
    }
    // at the end
  }
  // last of the mission
}
// end of the file
`

func lines(comments []*syntax.Comment) string {
	var all []string
	for _, c := range comments {
		all = append(all, c.Lines()...)
	}
	return strings.Join(all, "|")
}

func TestComments(t *testing.T) {
	file := parse(t, commented)
	mission := file.Decls[0].(*syntax.Mission)
	option := mission.Decls[0].(*syntax.Option)
	action := mission.Decls[1].(*syntax.Action)
	get := action.Body.Steps[0].(*syntax.Request)
	match := action.Body.Steps[1].(*syntax.Match)
	for _, c := range []struct {
		what     string
		comments []*syntax.Comment
		want     string
	}{
		{"the mission", mission.Doc(), "Orders keeps|the orders."}, // a blank line parts the copyright from it
		{"its option", option.Doc(), "the limit"},
		{"the action", action.Doc(), "A block|of comment."},
		{"the action's option", action.Body.Options[0].Doc(), "how many"},
		{"the request", get.Doc(), "First,|the request."}, // without the directive
		{"the request's option", get.Options.List[0].Doc(), "a parameter"},
		{"the match", match.Doc(), ""},
		{"its first arm", match.Arms[0].Doc(), "when there are some"},
		{"its second arm", match.Arms[1].Doc(), "else"},
		{"an empty block", match.Arms[1].Body.Rest, "nothing to do"},
		{"the end of the action", action.Body.Rest, "at the end"},
		{"the end of the mission", mission.Rest, "last of the mission"},
	} {
		if got := lines(c.comments); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	if n := strings.Count(commented, "//") + strings.Count(commented, "/*"); len(file.Comments) != n {
		t.Errorf("the file has %d comments, want %d", len(file.Comments), n)
	}
	for _, c := range file.Comments {
		if c.Span().Text() != c.Text {
			t.Errorf("%q stands at %q", c.Text, c.Span().Text())
		}
	}
}

func TestDirectives(t *testing.T) {
	for _, c := range []struct {
		text, word, rest string
		ok               bool
	}{
		{"// reqongen:allow W201 the keys differ", "allow", "W201 the keys differ", true},
		{"//reqongen:allow W201", "allow", "W201", true},
		{"// reqongen:allow", "allow", "", true},
		{"// reqongen:", "", "", true},
		{"// about reqongen:allow", "", "", false},
		{"/* reqongen:allow W201 x */", "", "", false},
	} {
		comment := parse(t, c.text).Comments[0]
		if word, rest, ok := comment.Directive(); word != c.word || rest != c.rest || ok != c.ok {
			t.Errorf("%s: %q, %q, %v", c.text, word, rest, ok)
		}
	}
}

func TestCommentLines(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"// one", []string{"one"}},
		{"//", []string{""}},
		{"/* one */", []string{"one"}},
		{"/** doc\n * more\r\n\n  last\n */", []string{"doc", "more", "", "last"}},
		{"/*\n  a\n  b\n*/", []string{"a", "b"}},
		{"/**/", nil},
	} {
		got := parse(t, c.text).Comments[0].Lines()
		if len(got) == 0 && len(c.want) == 0 {
			continue
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// A message has the same position whatever ends the lines and whether a byte-order
// mark begins the file; columns count characters.
func TestPositions(t *testing.T) {
	text := "// é\nmission M {\n\taction Ä { get \"日本/{x y}\" }\n  run Ä then\n}\n"
	want := "3:24 E400 expected \"}\", found \"y\"\n4:13 E400 expected a name, found the end of the line | run First then [Second, Third]"
	for name, variant := range map[string]string{
		"LF": text, "CRLF": strings.ReplaceAll(text, "\n", "\r\n"), "BOM": "\uFEFF" + text,
	} {
		file, diags := syntax.Parse(source.NewFile("m", variant))
		if got := brief(diags); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
		action := file.Decls[0].(*syntax.Mission).Decls[0].(*syntax.Action)
		if got := action.Name.Span.String(); got != "m:3:9" {
			t.Errorf("%s: the action's name is at %s", name, got)
		}
		if got := action.Body.Span().End().String(); got != "m:3:29" {
			t.Errorf("%s: the action ends at %s", name, got)
		}
	}
}

// Every node's span is the text that it was read from.
func TestSpans(t *testing.T) {
	file := parse(t, inAction("let x = (a + b) * f(c, .d)[1].e  // more\nget X \"/p/{q.r}/${V}\"  {  a : 1  } // m"))
	var got []string
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.File, *syntax.Mission, *syntax.Action, *syntax.Block:
		default:
			got = append(got, n.Span().Text())
		}
		return true
	})
	want := []string{
		"let x = (a + b) * f(c, .d)[1].e", "(a + b) * f(c, .d)[1].e", "a + b", "a", "b",
		"f(c, .d)[1].e", "f(c, .d)[1]", "f(c, .d)", "c", ".d", "1",
		`get X "/p/{q.r}/${V}"  {  a : 1  }`, `"/p/{q.r}/${V}"`, "/p/", "{q.r}", "q.r", "q", "/", "${V}", "{  a : 1  }", "a : 1", "1",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// Tokens gives what stands between the comments, whole strings included.
func TestTokens(t *testing.T) {
	text := "get X /* a */ \"/p/{q['r']}\" // b\n{ n: 1_000, m: a..b }"
	var got []string
	for _, span := range syntax.Tokens(source.NewFile("m", text)) {
		got = append(got, span.Text())
	}
	want := []string{"get", "X", `"/p/{q['r']}"`, "{", "n", ":", "1_000", ",", "m", ":", "a", "..", "b", "}"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
