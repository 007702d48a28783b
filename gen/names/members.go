package names

import "go/token"

// Members are the names of the fields and methods of one type: a space of their
// own, in which only keywords and each other are in the way.
type Members map[string]string // to the suffix of what has the name

// Add gives the member for what the mission calls by the name. Where the word
// is a keyword, or something of another kind has it, the suffix says what it
// is: funcAction, itemsStore; where something of its own kind has it, a number
// does.
func (m Members) Add(name, suffix string) string {
	word := Word(name)
	if holder, taken := m[word]; token.IsKeyword(word) || taken && holder != suffix {
		word += suffix
	}
	word = Unique(word, func(name string) bool { _, taken := m[name]; return taken || token.IsKeyword(name) })
	m[word] = suffix
	return word
}
