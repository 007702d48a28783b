package gen

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// sourcePlans lists the sources of the mission as its text says them.
func (g *generator) sourcePlans() []j.Code {
	var list []j.Code
	for _, s := range g.mission.Sources {
		if s.Implicit && !g.members.used[s] {
			continue
		}
		fields := []field{{rtapi.SourcePlanName, j.Lit(s.Name)}}
		if !s.Implicit {
			fields = append(fields, field{rtapi.SourcePlanAt, g.pos(s.Span)})
		}
		if lit, ok := s.Base.(*plan.Literal); ok {
			if base, ok := lit.Value.(string); ok {
				fields = append(fields, field{rtapi.SourcePlanBase, j.Lit(base)})
			}
		}
		if s.Auth != "" {
			fields = append(fields, field{rtapi.SourcePlanAuth, j.Lit(s.Auth)})
		}
		list = append(list, composite(j.Null(), false, fields...))
	}
	return list
}

// sources opens those that some request goes to: no one has to have credentials
// for any other.
func (o *opening) sources() {
	for _, s := range o.mission.Sources {
		if !o.members.used[s] {
			continue
		}
		o.out.Add(comments(s.Doc...)...)
		config := o.config(s)
		o.out.Add(member(o.members.sources[s]).Op("=").Add(rtapi.OpenSource.Call(j.Id("run"), config)))
	}
}

func (o *opening) config(s *plan.Source) *j.Statement {
	var config literal
	config.add(rtapi.ConfigName, fixed(j.Lit(s.Name)))
	if s.Base != nil {
		o.expression(s.Base)
		config.add(rtapi.ConfigBase, o.text(s.Base, "base"))
	}
	if s.Auth != "" {
		config.add(rtapi.ConfigAuth, fixed(j.Lit(s.Auth)))
	}
	if len(s.Headers) > 0 {
		config.add(rtapi.ConfigHeaders, o.headers(s))
	}
	o.time(&config, rtapi.ConfigTimeout, "timeout", s.Timeout)
	if r := s.Retry; r != nil {
		config.add(rtapi.ConfigRetry, expr.Operand{Fallible: true, Hint: "retry", Code: func(out *expr.Code) *j.Statement {
			return policy(o.Writer, out, r, o.converter(rtapi.RunLimit), o.converter(rtapi.RunDelay))
		}})
	}
	if s.Limit != nil {
		config.add(rtapi.ConfigLimit, o.rateLimit(s.Limit))
	}
	if s.Breaker != nil {
		config.add(rtapi.ConfigBreaker, o.circuitBreaker(s.Breaker))
	}
	if len(s.Proxies) > 0 {
		config.add(rtapi.ConfigProxies, o.proxies(s.Proxies))
	}
	if s.Insecure != nil {
		o.insecure(&config, s.Insecure)
	}
	if !s.Implicit {
		config.add(rtapi.ConfigAt, fixed(o.pos(s.Span)))
	}
	return config.code(o.Writer, &o.out, rtapi.Config.Qual())
}

// insecure leaves out what is false.
func (o *opening) insecure(config *literal, x plan.Expr) {
	if truth, known := expr.Known(x); known {
		if truth {
			config.add(rtapi.ConfigInsecure, fixed(j.True()))
		}
		return
	}
	o.expression(x)
	operand := o.Operand(x, "insecure")
	operand.Code = func(out *expr.Code) *j.Statement { return o.Cond(out, x) }
	config.add(rtapi.ConfigInsecure, operand)
}

func (o *opening) text(x plan.Expr, hint string) expr.Operand {
	operand := o.Operand(x, hint)
	operand.Code = func(out *expr.Code) *j.Statement { return o.Text(out, x) }
	return operand
}

func (o *opening) headers(s *plan.Source) expr.Operand {
	operands := make([]expr.Operand, len(s.Headers))
	for i, h := range s.Headers {
		o.expression(h.Value)
		operands[i] = o.text(h.Value, h.Name)
	}
	return expr.Operand{Hint: "headers", Fallible: true, Code: func(out *expr.Code) *j.Statement {
		list := make([]j.Code, len(operands))
		for i, value := range o.InOrder(out, operands...) {
			list[i] = composite(j.Null(), false, field{rtapi.HeaderName, j.Lit(s.Headers[i].Name)}, field{rtapi.HeaderValue, value})
		}
		return j.Index().Add(rtapi.Header.Qual()).Add(expr.List("{", "}", true, list...))
	}}
}
