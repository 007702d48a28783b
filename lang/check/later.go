package check

import (
	"slices"

	"github.com/reqongen/reqongen/lang/source"
)

// A laterPart is a part of the language that is recognised and not compiled
// yet: how a message names it, and what to do meanwhile.
type laterPart struct {
	what   string
	plural bool
	hint   string
}

// What is refused besides options and kinds of stores.
var (
	laterCall       = laterPart{`the step "call"`, false, `write the request: get Source "/path"`}
	laterWait       = laterPart{`the step "wait"`, false, hintOfWait}
	laterPause      = laterPart{`the step "pause"`, false, hintOfWait}
	laterSchedule   = laterPart{`the option "schedule"`, false, "start the program from cron, or whatever starts programs where it runs"}
	laterSourceFrom = laterPart{"source … from", false, `write base: "https://…"`}
)

const hintOfWait = `requests are paced by rateLimit of their source, and repeated after a while by retry { initialDelay: "5s" }`

// What is refused among options, by their names; the kinds of stores, too.
var laterWords = map[string]laterPart{
	"schedule":  laterSchedule,
	"sql":       {"stores of the kind sql", true, "file keeps records too"},
	"postgrest": {"stores of the kind postgrest", true, "file keeps records too"},
	"nosql":     {"stores of the kind nosql", true, "file keeps records too"},
}

// later refuses a part of the language, once in a file.
func (c *checker) later(part laterPart, at source.Span) {
	if c.refused[part.what] {
		return
	}
	c.refused[part.what] = true
	verb := "is"
	if part.plural {
		verb = "are"
	}
	c.report(codeLater, at, part.hint, "%s %s not compiled yet", part.what, verb)
}

// isLater reports a word of laterWords that is in the list.
func isLater(word string, list []string) bool { return slices.Contains(list, word) }
