package plan

// Exprs calls visit for each expression that the step itself has, in the order
// in which they are evaluated: not for those in its blocks (see Blocks); the
// guards of a match are its own.
func Exprs(s Step, visit func(Expr)) {
	each := func(list ...Expr) {
		for _, x := range list {
			if x != nil {
				visit(x)
			}
		}
	}
	lambda := func(l *Lambda) {
		if l != nil {
			visit(l)
		}
	}
	switch s := s.(type) {
	case *Request:
		each(s.Path, s.Params, s.Body, s.Headers, s.Timeout, s.Allow)
		s.Retry.exprs(visit)
		s.Pages.exprs(visit)
		s.Since.exprs(visit)
		each(s.IdempotencyKey)
	case *For:
		each(s.In)
		lambda(s.Where)
		each(s.Limit)
	case *Map:
		each(s.X)
		for _, f := range s.Fields {
			visit(f.Value)
		}
	case *Keep:
		each(s.X)
		lambda(s.Key)
		each(s.Upsert, s.Partial)
	case *Match:
		each(s.Subject)
		for i := range s.Arms {
			each(s.Arms[i].Guard)
		}
	case *LetStep:
		each(s.X)
	case *Apply:
		each(s.X)
	case *Validate:
		each(s.X)
		for _, c := range s.Constraints {
			each(c.X, c.Message)
		}
	case *Delete:
		each(s.Key)
	case *Abort:
		each(s.X)
	case *RetryStep:
		s.Policy.exprs(visit)
	case *QueueStep:
		each(s.Item)
		lambda(s.Key)
	}
}

func (r *Retry) exprs(visit func(Expr)) {
	if r == nil {
		return
	}
	for _, x := range []Expr{r.MaxAttempts, r.InitialDelay, r.MaxDelay, r.Delay} {
		if x != nil {
			visit(x)
		}
	}
}

// Blocks gives the blocks in a step: a loop's body, the arms of a match, the or
// of a validate.
func Blocks(s Step) []*Block {
	switch s := s.(type) {
	case *For:
		return []*Block{s.Body}
	case *Match:
		blocks := make([]*Block, len(s.Arms))
		for i := range s.Arms {
			blocks[i] = s.Arms[i].Body
		}
		return blocks
	case *Validate:
		if s.Or != nil {
			return []*Block{s.Or}
		}
	}
	return nil
}

// Each calls visit for each step of the block and, after the step that holds
// them, for those of the blocks in it.
func (b *Block) Each(visit func(Step)) {
	for _, s := range b.Steps {
		visit(s)
		for _, inner := range Blocks(s) {
			inner.Each(visit)
		}
	}
}

// Exprs calls visit for each whole expression of the mission, wherever it
// stands.
func (m *Mission) Exprs(visit func(Expr)) {
	each := func(list ...Expr) {
		for _, x := range list {
			if x != nil {
				visit(x)
			}
		}
	}
	for _, l := range m.Lets {
		visit(l.X)
	}
	for _, s := range m.Sources {
		s.exprs(visit)
	}
	each(m.MaxConcurrency)
	for _, s := range m.Stages {
		each(s.If)
	}
	for _, t := range m.Transforms {
		for _, v := range t.Variants {
			each(v.Guard)
			for _, f := range v.Fields {
				visit(f.Value)
			}
		}
	}
	for _, a := range m.Actions {
		each(a.Concurrency)
		a.Body.Each(func(s Step) { Exprs(s, visit) })
	}
}

// Inspect calls visit for x and everything in it, the outer before the inner.
// Where visit gives false, it goes no deeper.
func Inspect(x Expr, visit func(Expr) bool) {
	if x == nil || !visit(x) {
		return
	}
	each := func(list ...Expr) {
		for _, x := range list {
			Inspect(x, visit)
		}
	}
	switch x := x.(type) {
	case *Template:
		for _, part := range x.Parts {
			Inspect(part.Value, visit)
		}
	case *Array:
		each(x.Elems...)
	case *Object:
		for _, f := range x.Fields {
			Inspect(f.Value, visit)
		}
	case *StoreGet:
		each(x.Key)
	case *Member:
		each(x.X)
	case *Index:
		each(x.X, x.Key)
	case *Call:
		each(x.Args...)
	case *Lambda:
		each(x.Body)
	case *Unary:
		each(x.X)
	case *Binary:
		each(x.X, x.Y)
	case *Cond:
		each(x.If, x.Then, x.Else)
	case *Where:
		each(x.X, x.Keep)
	case *AnyOf:
		each(x.X)
		if x.Keep != nil {
			each(x.Keep)
		}
	case *Is:
		each(x.X)
	case *MatchExpr:
		each(x.Subject)
		for _, arm := range x.Arms {
			each(arm.Guard, arm.Value)
		}
	}
}
