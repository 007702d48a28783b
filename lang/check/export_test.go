package check

import (
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
	"github.com/reqongen/reqongen/lang/types"
)

// PlansOf gives the plans of a file even where there are errors in it.
func PlansOf(tree *syntax.File) ([]*plan.Mission, []diag.Diagnostic) {
	c := newChecker(Unit{Files: []*syntax.File{tree}})
	c.arrange()
	plans := c.missions()
	return plans, c.diags
}

// TypeOf is what an expression of literals is known to be.
func TypeOf(x plan.Expr) types.Type {
	m := &mission{schemas: newRegistry[*schemaDecl]("schema")}
	return m.kinds(x)
}
