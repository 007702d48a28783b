package names

import (
	"go/token"
	"strings"
	"unicode"
)

// Word makes an identifier that begins with a lower-case letter of any text: a
// name of the mission, the name of a field such as "Content-Type". What Go
// takes in no identifier parts words: contentType. The result may still be a
// keyword or taken; see Local, Members and Package.
func Word(text string) string { return lowerFirst(camel(text)) }

// Title is Word with an upper-case first letter, to stand behind a prefix:
// fieldContentType. The short words that Go writes in capitals are: ID, URL.
func Title(text string) string {
	word := []rune(camel(text))
	if initialisms[string(word)] {
		return strings.ToUpper(string(word))
	}
	word[0] = unicode.ToUpper(word[0])
	return string(word)
}

var initialisms = map[string]bool{"id": true, "url": true, "uri": true, "api": true, "http": true, "html": true, "json": true, "sku": true, "uuid": true}

// longest is how many characters a derived name takes over from a text that
// may have any length.
const longest = 40

// camel drops what Go takes in no identifier and begins a new word there.
func camel(text string) string {
	var word []rune
	upper := false
	for _, r := range text {
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			upper = len(word) > 0
			continue
		}
		if upper {
			r, upper = unicode.ToUpper(r), false
		}
		if word = append(word, r); len(word) == longest {
			break
		}
	}
	switch {
	case len(word) == 0 || strings.Trim(string(word), "_") == "":
		return "blank"
	case unicode.IsDigit(word[0]):
		return "n" + string(word)
	}
	return string(word)
}

// lowerFirst lowers the first word: FetchXero is fetchXero, XMLFeed is xmlFeed,
// ID is id.
func lowerFirst(word string) string {
	runes := []rune(word)
	for i, r := range runes {
		if !unicode.IsUpper(r) && !unicode.IsTitle(r) {
			break
		}
		if i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) {
			break
		}
		runes[i] = unicode.ToLower(r)
	}
	return string(runes)
}

// Local makes the name of a local variable that holds what the mission calls
// by that name. One that would hide what generated code needs is told apart:
// err is errValue.
func Local(name string) string {
	word := Word(name)
	if Reserved(word) {
		return word + "Value"
	}
	return word
}

// Reserved tells a name that no variable of a mission may have in generated
// code: a keyword, a predeclared name, a package, or a name that generated
// code uses itself, also with a number behind it.
func Reserved(word string) bool {
	return isGo(word) || own[strings.TrimRight(word, "0123456789")]
}

func isGo(word string) bool { return token.IsKeyword(word) || predeclared[word] || packages[word] }

// predeclared are the names of Go's universe. They are written out, so that the
// output does not depend on the Go that reqongen was built with.
var predeclared = set(`any append bool byte cap clear close comparable complex complex64 complex128 copy delete error
	false float32 float64 imag int int8 int16 int32 int64 iota len make max min new nil panic print println real
	recover rune string true uint uint8 uint16 uint32 uint64 uintptr`)

// packages are the names of the packages that generated code imports.
var packages = set(`cli context errgroup fetch file math memory os rt semaphore store time value`)

// own are the names that generated code gives to what is not the mission's.
var own = set(`answer answered attempts ctx err group groupCtx i init loop m main mission open options pipeline program received
	run s stage`)

func set(words string) map[string]bool {
	in := make(map[string]bool)
	for _, word := range strings.Fields(words) {
		in[word] = true
	}
	return in
}
