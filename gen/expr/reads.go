package expr

import "github.com/reqongen/reqongen/lang/plan"

// Reads calls visit for each variable, bound outside of the expression, that the
// code for it reads.
func Reads(x plan.Expr, visit func(*plan.Var)) {
	switch x := fold(x).(type) {
	case nil:
	case *plan.VarRef:
		visit(x.Var)
	case *plan.MatchExpr:
		matchReads(x, Reads, visit)
	case *plan.Lambda:
		Reads(x.Body, except(visit, x.Params...))
	case *plan.Call:
		for _, arg := range x.Args {
			Reads(arg, visit)
		}
	case *plan.Binary:
		Reads(x.X, visit)
		Reads(x.Y, visit)
	case *plan.Where:
		Reads(x.X, visit)
		Reads(x.Keep, visit)
	case *plan.AnyOf:
		Reads(x.X, visit)
		if x.Keep != nil {
			Reads(x.Keep, visit)
		}
	default:
		for _, part := range pieces(x) {
			Reads(part, visit)
		}
	}
}

func except(visit func(*plan.Var), vars ...*plan.Var) func(*plan.Var) {
	return func(v *plan.Var) {
		for _, own := range vars {
			if v == own {
				return
			}
		}
		visit(v)
	}
}

// matchReads is Reads of a match expression whose arms' values are read as
// values says.
func matchReads(x *plan.MatchExpr, values func(plan.Expr, func(*plan.Var)), visit func(*plan.Var)) {
	for _, arm := range reachable(x) {
		armReads(x, arm, values, visit)
	}
	needed := needsSubject(x, values)
	ref, isVar := x.Subject.(*plan.VarRef)
	switch {
	case isVar && needed:
		visit(ref.Var)
	case isVar:
	case needed:
		Reads(x.Subject, visit)
	default:
		DiscardReads(x.Subject, visit)
	}
}

// needsSubject tells whether something looks at the subject of a match.
func needsSubject(x *plan.MatchExpr, values func(plan.Expr, func(*plan.Var))) bool {
	if x.Subject == nil {
		return false
	}
	needed := !hasDefault(x)
	for _, arm := range reachable(x) {
		needed = armReads(x, arm, values, func(*plan.Var) {}) || needed
	}
	return needed
}

func armReads(x *plan.MatchExpr, arm *plan.ExprArm, values func(plan.Expr, func(*plan.Var)), visit func(*plan.Var)) (usesSubject bool) {
	body := func(visit func(*plan.Var)) { values(arm.Value, visit) }
	usesSubject, _ = ArmReads(arm.Pattern, arm.Guard, false, body, x.Var, visit)
	return usesSubject
}

// ArmReads calls visit for what an arm reads of what is bound outside of its
// match. It tells whether the arm needs the subject, held by the variable, and
// which names of its pattern the body reads; body is Reads of that. Where the
// subject is an answer, its status is known beside its value.
func ArmReads(
	p plan.Pattern, guard plan.Expr, answer bool, body func(func(*plan.Var)), subject *plan.Var, visit func(*plan.Var),
) (usesSubject bool, bound []*plan.Var) {
	names := make(map[*plan.Var]bool)
	Bound(p, func(v *plan.Var) { names[v] = true })
	usesSubject = looks(p, answer)
	see := func(inBody bool) func(*plan.Var) {
		return func(v *plan.Var) {
			switch {
			case names[v]:
				usesSubject = true
				if inBody {
					bound = append(bound, v)
				}
			case v == subject:
				usesSubject = true
			default:
				visit(v)
			}
		}
	}
	if guard != nil {
		if _, known := Known(guard); !known {
			Reads(guard, see(false))
		}
	}
	body(see(true))
	return usesSubject, bound
}

// looks tells a pattern that asks something of its subject, beside the status
// of an answer.
func looks(p plan.Pattern, answer bool) bool {
	switch p := p.(type) {
	case nil, *plan.Any, *plan.Bind:
		return false
	case *plan.Fields:
		for _, f := range p.Fields {
			if !answer || !isStatus(f.Fit, f.Status) {
				return true
			}
		}
		return len(p.Fields) == 0
	}
	return true
}

// isStatus tells a literal that also fits a status.
func isStatus(p plan.Pattern, also bool) bool {
	if equal, ok := p.(*plan.Equal); ok && also {
		_, isInt := equal.Value.Value.(int64)
		return isInt
	}
	return false
}

// AsksStatus tells a pattern that looks at the status of an answer.
func AsksStatus(p plan.Pattern) bool {
	switch p := p.(type) {
	case *plan.Equal:
		return isStatus(p, p.Status)
	case *plan.Fields:
		for _, f := range p.Fields {
			if isStatus(f.Fit, f.Status) {
				return true
			}
		}
	}
	return false
}

// Bound calls visit for each name in the pattern.
func Bound(p plan.Pattern, visit func(*plan.Var)) {
	switch p := p.(type) {
	case *plan.Bind:
		visit(p.Var)
	case *plan.Elements:
		for _, e := range p.Elems {
			Bound(e, visit)
		}
	case *plan.Fields:
		for _, f := range p.Fields {
			Bound(f.Fit, visit)
		}
	}
}

// fold takes away what is decided before the run: a choice whose condition is
// known, an operand that a known first one leaves out.
func fold(x plan.Expr) plan.Expr {
	switch y := x.(type) {
	case *plan.Unary:
		if truth, known := Known(x); known && y.Op == plan.Not {
			return &plan.Literal{Span: y.Span, Value: truth}
		}
	case *plan.Binary:
		if y.Op != plan.And && y.Op != plan.Or {
			return x
		}
		if first, known := Known(y.X); known && first == (y.Op == plan.Or) {
			return fold(y.X)
		} else if known {
			return fold(y.Y)
		}
	case *plan.Cond:
		if truth, known := Known(y.If); known && truth {
			return fold(y.Then)
		} else if known {
			return fold(y.Else)
		}
	}
	return x
}
