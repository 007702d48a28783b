package names

import (
	"go/token"
	"go/types"
	"testing"
)

func TestWord(t *testing.T) {
	for _, c := range []struct{ text, word, title string }{
		{"FetchXero", "fetchXero", "FetchXero"},
		{"fetchXero", "fetchXero", "FetchXero"},
		{"A", "a", "A"},
		{"ID", "id", "ID"},
		{"id", "id", "ID"},
		{"XMLFeed", "xmlFeed", "XMLFeed"},
		{"URL", "url", "URL"},
		{"API_KEY", "api_KEY", "API_KEY"},
		{"Content-Type", "contentType", "ContentType"},
		{"a b", "aB", "AB"},
		{"2fast", "n2fast", "N2fast"},
		{"_", "blank", "Blank"},
		{"", "blank", "Blank"},
		{"-", "blank", "Blank"},
		{"größe", "größe", "Größe"},
		{"Straße", "straße", "Straße"},
		{"价格", "价格", "价格"},
		{"_private", "_private", "_private"},
		{"a\x00b", "aB", "AB"},
	} {
		if word := Word(c.text); word != c.word {
			t.Errorf("Word(%q) = %q, want %q", c.text, word, c.word)
		}
		if title := Title(c.text); title != c.title {
			t.Errorf("Title(%q) = %q, want %q", c.text, title, c.title)
		}
	}
}

func TestAroundIsSeenFromWithin(t *testing.T) {
	outer := NewPackage("global").Function("variable")
	between := outer.Block()
	between.New("key")
	within := between.Block()
	for _, c := range []struct{ word, want string }{
		{"key", "key2"}, {"key", "key3"}, {"text", "text"}, {"global", "global2"}, {"variable", "variable2"},
	} {
		if got := within.Around(outer, c.word); got != c.want {
			t.Errorf("%s is declared as %s; want %s", c.word, got, c.want)
		}
	}
	for _, s := range []*Scope{within, between} {
		if got := s.New("text"); got == "text" {
			t.Error("a block within hides what is declared around it")
		}
	}
	if !outer.Has("key2") || within.Has("key2") {
		t.Error("it is declared in another block")
	}
}

func TestLocalHidesNothing(t *testing.T) {
	for _, c := range []struct{ name, local string }{
		{"item", "item"},
		{"func", "funcValue"},
		{"err", "errValue"},
		{"rt", "rtValue"},
		{"len", "lenValue"},
		{"m", "mValue"},
		{"loop", "loopValue"},
		{"loop2", "loop2Value"},
		{"Total", "total"},
	} {
		if local := Local(c.name); local != c.local {
			t.Errorf("Local(%q) = %q, want %q", c.name, local, c.local)
		}
	}
}

// TestPredeclaredAreGos holds the list against the universe of the Go that runs
// the test.
func TestPredeclaredAreGos(t *testing.T) {
	for _, name := range types.Universe.Names() {
		if !predeclared[name] {
			t.Errorf("%s is predeclared", name)
		}
		if !Reserved(name) {
			t.Errorf("%s is not reserved", name)
		}
	}
}

func TestWordsAreIdentifiers(t *testing.T) {
	for _, text := range []string{"", "_", "__", "1", "-", "é", "a.b", "\xff", "日本", "x\u200by", "🙂"} {
		if word := Word(text); !token.IsIdentifier(word) && !token.IsKeyword(word) {
			t.Errorf("Word(%q) = %q, which is no identifier", text, word)
		}
	}
}

func FuzzWord(f *testing.F) {
	for _, seed := range []string{"FetchXero", "type", "_", "1", "a-b", "\xff", "ǅ", "Ⅷ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if local := Local(text); !token.IsIdentifier(local) || Reserved(local) {
			t.Errorf("Local(%q) = %q", text, local)
		}
		if title := "field" + Title(text); !token.IsIdentifier(title) {
			t.Errorf("Title(%q) = %q", text, title)
		}
		members := Members{}
		if one, two := members.Add(text, "Store"), members.Add(text, "Action"); one == two || !token.IsIdentifier(one) || !token.IsIdentifier(two) {
			t.Errorf("Members.Add(%q) gives %q and %q", text, one, two)
		}
	})
}

func TestMembers(t *testing.T) {
	m := Members{"run": ""}
	for _, c := range []struct{ name, suffix, want string }{
		{"items", "Store", "items"},
		{"FetchA", "Action", "fetchA"},
		{"fetchA", "Action", "fetchA2"},
		{"Items", "Action", "itemsAction"},
		{"func", "Action", "funcAction"},
		{"run", "Action", "runAction"},
		{"default", "Source", "defaultSource"},
		{"default", "Store", "defaultStore"},
	} {
		if got := m.Add(c.name, c.suffix); got != c.want {
			t.Errorf("Add(%q, %q) = %q, want %q", c.name, c.suffix, got, c.want)
		}
	}
}

// TestScopes follows what a function of generated code declares.
func TestScopes(t *testing.T) {
	p := NewPackage("program")
	f := p.Function("item", "fieldID")
	if got := p.Global("fieldID"); got != "fieldID2" {
		t.Errorf("a global hidden by a local of a function: %s", got)
	}
	if got := f.New("fieldID2"); got != "fieldID22" {
		t.Errorf("a local that hides a global: %s", got)
	}
	if got := f.New("item"); got != "item2" {
		t.Errorf("a new local that hides a variable: %s", got)
	}
	inner := f.Block()
	if got := inner.New("item2"); got != "item22" {
		t.Errorf("a new local that hides one of the block around: %s", got)
	}
	if inner.Has("item2") || !f.Has("item2") {
		t.Error("item2 is declared in the function's block, not in the inner one")
	}
	if got := inner.Block().Param("item22"); got != "item222" {
		t.Errorf("a parameter that hides one of the block around: %s", got)
	}
	if got := f.Block().Param("item"); got != "item" {
		t.Errorf("a parameter with the name of a variable that is not in sight: %s", got)
	}
	if got := f.Block().New("item22"); got != "item22" {
		t.Errorf("a name of a block beside: %s", got)
	}
}
