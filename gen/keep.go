package gen

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// keep writes `store x -> s { … }`.
func (b *body) keep(out *expr.Code, step *plan.Keep, last bool) (ended bool) {
	var fields []rtapi.Symbol
	operands := []expr.Operand{b.Operand(step.X, step.Store.Name)}
	add := func(name rtapi.Symbol, o expr.Operand) {
		fields = append(fields, name)
		operands = append(operands, o)
	}
	if step.Each {
		add(rtapi.StoreOptionsEach, fixed(j.True()))
	}
	if step.Key != nil {
		add(rtapi.StoreOptionsKey, expr.Operand{Code: func(*expr.Code) *j.Statement { return b.Lambda(nil, step.Key) }})
	}
	if step.Upsert != nil {
		if truth, known := expr.Known(step.Upsert); !known {
			add(rtapi.StoreOptionsUpsert, b.condition(step.Upsert, "upsert"))
		} else if truth {
			add(rtapi.StoreOptionsUpsert, fixed(j.True()))
		}
	}
	if step.Partial != nil {
		add(rtapi.StoreOptionsPartial, b.partial(step.Partial))
	}
	if b.inPages {
		add(rtapi.StoreOptionsOwn, fixed(j.True()))
	}
	codes := b.InOrder(out, operands...)
	options := make([]field, len(fields))
	for i, name := range fields {
		options[i] = field{name, codes[i+1]}
	}
	return b.save(out, step, step.Store, codes[0], composite(rtapi.StoreOptions.Qual(), len(options) > 1 || step.Key != nil, options...), last)
}

func (b *body) save(out *expr.Code, step plan.Step, to *plan.Store, v, options *j.Statement, last bool) (ended bool) {
	save := rtapi.StoreSave.On(
		member(b.members.stores[to]), j.Id(b.ctx), j.Id(expr.Strand), b.pos(step.At()), v, options,
	)
	return check(out, save, last)
}

// condition is an operand that is a bool of Go.
func (b *body) condition(x plan.Expr, hint string) expr.Operand {
	o := b.Operand(x, hint)
	o.Code = func(out *expr.Code) *j.Statement { return b.Cond(out, x) }
	return o
}

func (b *body) partial(x plan.Expr) expr.Operand {
	if truth, known := expr.Known(x); known && truth {
		return fixed(rtapi.PartialTrue.Qual())
	} else if known {
		return fixed(rtapi.PartialFalse.Qual())
	}
	o := b.Operand(x, "partial")
	value := o.Code
	o.Code = func(out *expr.Code) *j.Statement { return rtapi.PartialIf.Call(value(out)) }
	return o
}

// queue writes `queue s { item, key }`.
func (b *body) queue(out *expr.Code, step *plan.QueueStep, last bool) (ended bool) {
	item := b.Value(out, step.Item, step.Store.Name)
	var options []field
	if step.Key != nil {
		options = append(options, field{rtapi.StoreOptionsKey, b.Lambda(nil, step.Key)})
	}
	if b.inPages {
		options = append(options, field{rtapi.StoreOptionsOwn, j.True()})
	}
	return b.save(out, step, step.Store, item, composite(rtapi.StoreOptions.Qual(), step.Key != nil, options...), last)
}

// delete writes `delete s[key]`.
func (b *body) delete(out *expr.Code, step *plan.Delete, last bool) (ended bool) {
	key := b.Value(out, step.Key, "key")
	return check(out, rtapi.StoreDelete.On(
		member(b.members.stores[step.Store]), j.Id(b.ctx), j.Id(expr.Strand), b.pos(step.Span), key,
	), last)
}

// clear writes `clear s`.
func (b *body) clear(out *expr.Code, step *plan.Clear, last bool) (ended bool) {
	return check(out, rtapi.StoreClear.On(
		member(b.members.stores[step.Store]), j.Id(b.ctx), j.Id(expr.Strand), b.pos(step.Span),
	), last)
}
