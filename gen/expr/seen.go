package expr

import "github.com/reqongen/reqongen/lang/plan"

// mostSeen is how many values a message about a condition shows.
const mostSeen = 3

// Seen are the variables, and the fields of them, that a condition looks at: the
// first few, each once. Reading them again cannot fail. What is decided before the
// run is not looked at.
func Seen(x plan.Expr) []plan.Expr {
	var list []plan.Expr
	told := make(map[string]bool)
	var see func(x plan.Expr) bool
	see = func(x plan.Expr) bool {
		if folded := fold(x); folded != x {
			plan.Inspect(folded, see)
			return false
		}
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
	}
	plan.Inspect(x, see)
	return list
}
