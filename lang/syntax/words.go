package syntax

import "strings"

// usages show how a construct is written, by its first word: the way out that
// a message about it gives.
var usages = map[string]string{
	"import":    `import Name from "./other.reqon"`,
	"mission":   "mission Name { … }",
	"source":    `source Name { auth: bearer, base: "https://…" }`,
	"store":     `store Name: memory("name")`,
	"schema":    "schema Name { field: string … }",
	"transform": "transform Name: From -> To { field: value … }",
	"variant":   "(From) where condition -> To { field: value … }",
	"action":    "action Name { … }",
	"run":       "run First then [Second, Third]",
	"schedule":  `schedule: every 15 minutes, schedule: cron "0 6 * * *" or schedule: at "2030-01-31T06:00:00Z"`,
	"get":       `get Source "/path" { params: { … } }`,
	"post":      `post Source "/path" { body: { … } }`,
	"put":       `put Source "/path" { body: { … } }`,
	"patch":     `patch Source "/path" { body: { … } }`,
	"delete":    `delete Source "/path", or delete store[key]`,
	"call":      "call Source.operation { … }",
	"for":       "for item in items { … }",
	"map":       "map item -> Shape { field: value … }",
	"apply":     "apply Transform to value",
	"validate":  "validate value { assume condition … }",
	"assume":    `assume condition: "message"`,
	"keep":      "store value -> Name { key: .id }",
	"match":     "match value { pattern -> step … }",
	"let":       "let name = value",
	"clear":     "clear Name",
	"wait":      "wait 500",
	"pause":     "pause 500",
	"queue":     "queue Store { item: value }",
	"jump":      "jump Action then retry",
	"if":        "if condition then value else value",
	"anyOf":     "any of list where condition",
	"matchExpr": "match value { pattern => value … }",
	"onError":   "onError abort, onError continue or onError queue Store",
}

// What may begin a declaration, and what a step. Option names are not among
// them: any name followed by ":" is one.
var (
	declWords = wordSet("import mission source store schema transform action let run")
	stepWords = wordSet("get post put patch delete call for map apply validate store match let clear wait pause " +
		"continue skip abort retry queue jump run")
	// methodWords begin a request.
	methodWords = wordSet("get post put patch delete")
	// infixWords stand between two operands, or behind one, and cannot begin
	// one.
	infixWords = wordSet("and or is in where then else")
	// clauseWords stand behind an operand in the head of a step.
	clauseWords = wordSet("parallel concurrency onError from to as severity")
	// operatorWords are functions too, so they may begin an operand.
	operatorWords = wordSet("contains startsWith endsWith")
)

// foreignWords begin statements of other languages; the values say what to
// write in Reqon.
var foreignWords = map[string]string{
	"if":       "write match { condition -> { … }, _ -> continue }",
	"else":     "write match { condition -> { … }, _ -> { … } }",
	"elif":     "write match { condition -> { … }, _ -> { … } }",
	"switch":   "write match value { pattern -> { … }, _ -> { … } }",
	"case":     "write match value { pattern -> { … }, _ -> { … } }",
	"while":    "loop over a list: for item in items { … }; pages are fetched with paginate:",
	"foreach":  "write for item in items { … }",
	"forEach":  "write for item in items { … }",
	"loop":     "write for item in items { … }",
	"function": "write action Name { … } for steps, or a function of a value: x => …",
	"func":     "write action Name { … } for steps, or a function of a value: x => …",
	"fn":       "write action Name { … } for steps, or a function of a value: x => …",
	"def":      "write action Name { … } for steps, or a function of a value: x => …",
	"return":   `end an action with skip, the mission with abort "message"`,
	"break":    "filter the loop with where, or end an iteration with skip",
	"throw":    `end the mission with abort "message"`,
	"raise":    `end the mission with abort "message"`,
	"try":      "match response { … } behind a request handles its failure, onError that of a loop's items",
	"catch":    "match response { … } behind a request handles its failure, onError that of a loop's items",
	"var":      "write let name = value",
	"const":    "write let name = value",
	"set":      "write let name = value",
	"print":    "values are seen in stores: store value -> name",
	"log":      "values are seen in stores: store value -> name",
	"await":    "steps wait by themselves; run [A, B] puts actions side by side",
	"async":    "run [A, B] puts actions side by side, for … parallel the items of a loop",
	"fetch":    `write get "/path"`,
	"end":      "blocks end with }",
	"parallel": "write for item in items parallel { … }, or run [A, B] for actions",
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

// near finds the word of the sets that word is a slip of the pen from: another
// case, or one or two letters. It gives "" where none, or more than one equally,
// comes close.
func near(word string, sets ...map[string]bool) string {
	best, distance, several := "", 3, false
	for _, set := range sets {
		for candidate := range set {
			d := slips(strings.ToLower(word), strings.ToLower(candidate))
			if d*3 > len(candidate) || candidate == word {
				continue
			}
			switch {
			case d < distance:
				best, distance, several = candidate, d, false
			case d == distance && candidate != best:
				several = true
			}
		}
	}
	if several {
		return ""
	}
	return best
}

// slips counts the letters left out, put in, changed, or swapped with their
// neighbour between a and b.
func slips(a, b string) int {
	if len(a) > 2*len(b)+2 {
		return len(a) // far apart; and a word may be as long as a file
	}
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	var last []int // the row before the one before
	for j := range before {
		before[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := before[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(before[j]+1, row[j-1]+1, change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], last[j-2]+1)
			}
		}
		last = append(last[:0], before...)
		before, row = row, before
	}
	return before[len(b)]
}
