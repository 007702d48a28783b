package effects

import "github.com/reqongen/reqongen/lang/plan"

func (w *walker) keep(s *plan.Keep) {
	x := w.expr(s.X)
	a := w.put(s.Store, x, s.Key, s.X)
	a.Merge = w.surely(s.Upsert) || w.surely(s.Partial)
	if s.Partial != nil && a.Record != nil && a.Record.Form == Object {
		whole := *a.Record
		flag := w.expr(s.Partial)
		whole.Fields = append(whole.Fields[:len(whole.Fields):len(whole.Fields)], Field{Name: "_partial", Value: flag})
		a.Record = &whole
	}
	w.enter(a)
}

func (w *walker) queue(s *plan.QueueStep) {
	w.enter(w.put(s.Store, w.expr(s.Item), s.Key, s.Item))
}

// put is the access of a step that stores x under the key, its id where that is
// nil.
func (w *walker) put(s *plan.Store, x *Term, key *plan.Lambda, written plan.Expr) *Access {
	record := w.element(x)
	a := &Access{Kind: Put, Store: s, Record: record, At: written.At()}
	if key == nil {
		a.KeyedByID = true
		a.Key = w.ownWhereNull(w.member(record, "id"))
		return a
	}
	param := key.Params[0]
	w.set(param, record)
	a.Key, a.At, a.KeyText = w.expr(key.Body), key.Body.At(), key.Body.At().Text()
	if m, ok := key.Body.(*plan.Member); ok {
		if ref, ok := m.X.(*plan.VarRef); ok && ref.Var == param {
			a.KeyFields = append(a.KeyFields, m.Name)
		}
	}
	if record.Form == Object {
		for _, f := range record.Fields {
			if !f.Spread && Same(w.fieldOf(record, f.Name), a.Key) {
				a.KeyFields = append(a.KeyFields, f.Name)
			}
		}
	}
	return a
}

// element is a record that a step stores of x: x itself where that surely is an
// object, else it may be an element of it.
func (w *walker) element(x *Term) *Term {
	switch {
	case x.Form == Object, x.Form == Atom && x.Record, w.facts[x] != nil:
		return x
	case x.Form == Choice:
		return w.each(x, w.element)
	case x.Form == Array && len(x.Kids) > 0:
		var list []*Term
		for _, k := range x.Kids {
			list = append(list, w.element(k))
		}
		return w.choice(list)
	}
	return w.atom(x.String(), x.Varies)
}

// ownWhereNull is the key of a record without a key: where its id is null the
// store gives it one.
func (w *walker) ownWhereNull(id *Term) *Term {
	switch id.Form {
	case Null:
		return own
	case Choice:
		return w.each(id, w.ownWhereNull)
	}
	return id
}

// surely reports an option that is true for certain.
func (w *walker) surely(x plan.Expr) bool {
	if x == nil {
		return false
	}
	t := w.expr(x)
	return t.Form == Lit && t.Text == "true"
}
