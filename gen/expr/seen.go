package expr

import "github.com/reqongen/reqongen/lang/plan"

// mostSeen is how many values a message about a condition shows.
const mostSeen = 3

// Seen are the variables, and the fields of them, that a condition looks at: the
// first few, each once. Reading them again cannot fail.
func Seen(x plan.Expr) []plan.Expr {
	var list []plan.Expr
	told := make(map[string]bool)
	plan.Inspect(x, func(x plan.Expr) bool {
		switch x := x.(type) {
		case *plan.VarRef, *plan.Member, *plan.Index:
			if !simple(x) {
				return true
			}
			if text := x.At().Text(); !told[text] && len(list) < mostSeen {
				told[text] = true
				list = append(list, x)
			}
			return false
		case *plan.Lambda, *plan.MatchExpr: // with variables of their own
			return false
		}
		return true
	})
	return list
}
