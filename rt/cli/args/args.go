package args

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// Parse reads the flags. Its error is written for the person who typed them,
// and begins with a small letter.
func Parse(flags *pflag.FlagSet, words []string) error {
	err := flags.Parse(words)
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) && invalid.GetFlag().Value.Type() == "bool" {
		return fmt.Errorf("--%s wants true or false, and this is %q", invalid.GetFlag().Name, invalid.GetValue())
	}
	var lacking *pflag.ValueRequiredError
	if errors.As(err, &lacking) {
		name, short := "--"+lacking.GetFlag().Name, lacking.GetSpecifiedShortnames()
		if short != "" {
			name = "-" + lacking.GetFlag().Shorthand
		}
		value, _ := pflag.UnquoteUsage(lacking.GetFlag())
		return fmt.Errorf("%s wants a value: %[1]s %s", name, value)
	}
	var malformed *pflag.InvalidSyntaxError
	if errors.As(err, &malformed) {
		return fmt.Errorf("%s is no flag", malformed.GetSpecifiedFlag())
	}
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	name := unknown.GetSpecifiedName()
	shorthands := unknown.GetSpecifiedShortnames()
	if shorthands != "" { // -timeout, where --timeout was meant
		name, _, _ = strings.Cut(shorthands, "=")
	}
	told := "--" + name
	if shorthands != "" {
		told = "-" + name
	}
	var known []string
	flags.VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near := Nearest(name, known); near != "" {
		return fmt.Errorf("unknown flag %s: did you mean --%s?", told, near)
	}
	return fmt.Errorf("unknown flag %s", told)
}

// Usage lists the flags, in the order in which they were declared, with their
// texts in a column. Lines after the first of a text stand below it.
func Usage(flags *pflag.FlagSet) string {
	var names, texts []string
	width := 0
	flags.VisitAll(func(f *pflag.Flag) {
		value, text := pflag.UnquoteUsage(f)
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		if f.Value.Type() != "bool" {
			name += " " + value
		}
		names, texts = append(names, name), append(texts, text)
		width = max(width, len(name))
	})
	var b strings.Builder
	for i, name := range names {
		for j, line := range strings.Split(texts[i], "\n") {
			if j > 0 {
				name = ""
			}
			fmt.Fprintf(&b, "  %-*s  %s\n", width, name, line)
		}
	}
	return b.String()
}

// Nearest is the one of the known words that was probably meant: it differs
// from the word by a few letters, or begins with it. "" where none is near.
func Nearest(word string, known []string) string {
	best, least := "", len([]rune(word))/3+2
	word = strings.ToLower(word)
	for _, k := range known {
		d := distance(word, strings.ToLower(k))
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(k), word) {
			d = min(d, 1)
		}
		if d < least {
			best, least = k, d
		}
	}
	return best
}

// distance counts the letters to insert, drop, change or swap with their
// neighbour to make b of a.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	var before []int // the row for all but the last two letters of x
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next := make([]int, len(y)+1)
		next[0] = i + 1
		for j := range y {
			change := row[j]
			if x[i] != y[j] {
				change++
			}
			next[j+1] = min(row[j+1]+1, next[j]+1, change)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(y)]
}
