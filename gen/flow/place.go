package flow

import "github.com/reqongen/reqongen/lang/plan"

// A placement finds, for each variable, the innermost block that holds all that
// mentions it, and the first node there that does.
type placement struct {
	action  *Action
	order   []*plan.Var
	places  map[*plan.Var]*place
	around  []*region // where the walk is
	regions []*region // all, inner ones before those around them
}

type place struct {
	block *Block
	at    int
	bound bool // what binds it declares it
}

// A region is a stretch of steps that is repeated, with what is set in it.
type region struct {
	node  *Node
	block *Block // that holds the node
	at    int
	sets  vars
}

// block goes through a block in the order of its steps.
func (p *placement) block(b *Block) {
	for _, c := range b.Copies {
		p.bind(c.Var, b)
	}
	for i, n := range b.Nodes {
		p.node(b, i, n)
	}
}

func (p *placement) node(b *Block, i int, n *Node) {
	for _, v := range n.reads {
		p.mention(v, b, i)
	}
	for _, s := range append([]*Set{n.Response, n.Source, n.Request, n.Subject}, n.Sets...) {
		if s == nil {
			continue
		}
		p.mention(s.Var, b, i)
		for _, r := range p.around {
			r.sets[s.Var] = true
		}
	}
	if n.Item != nil {
		p.bind(n.Item, n.Body)
	}
	if n.Region != nil {
		p.around = append(p.around, &region{n, b, i, vars{}})
	}
	for _, arm := range n.Arms {
		for _, v := range arm.Binds {
			p.bind(v, arm.Body)
		}
	}
	for _, inner := range n.blocks() {
		p.block(inner)
	}
	if n.Region != nil {
		last := len(p.around) - 1
		p.regions = append(p.regions, p.around[last])
		p.around = p.around[:last]
	}
}

// bind notes a variable that is declared at the head of a block.
func (p *placement) bind(v *plan.Var, b *Block) {
	p.mention(v, b, 0)
	p.places[v].bound = true
}

// mention notes that the node reads or sets the variable.
func (p *placement) mention(v *plan.Var, b *Block, at int) {
	v = p.action.Holder(v)
	if v.Global {
		return
	}
	for around := b; around != nil; around = around.outer {
		around.mentions[v] = true
	}
	known := p.places[v]
	if known == nil {
		p.order = append(p.order, v)
		p.places[v] = &place{block: b, at: at}
		return
	}
	for known.block != b {
		if known.block.depth >= b.depth {
			known.block, known.at = known.block.outer, known.block.at
		} else {
			b, at = b.outer, b.at
		}
	}
	known.at = min(known.at, at)
}

// save finds the variables that a retry has to set back: those that the request
// or what follows it reads before it sets them, and that live on around it.
func (p *placement) save() {
	for _, r := range p.regions {
		read := vars{}
		for v := range r.node.headLive {
			read[p.action.Holder(v)] = true
		}
		for _, v := range p.order {
			if read[v] && r.sets[v] && p.places[v].block.depth <= r.block.depth {
				r.node.Saved = append(r.node.Saved, v)
			}
		}
		for _, v := range r.node.Saved {
			p.mention(v, r.block, r.at)
			p.everywhere(v, r.node.Region)
		}
	}
}

// everywhere notes that a retry in any block of a region sets the variable back.
func (p *placement) everywhere(v *plan.Var, b *Block) {
	b.mentions[v] = true
	for _, n := range b.Nodes {
		for _, inner := range n.blocks() {
			p.everywhere(v, inner)
		}
	}
}

// declare settles where each variable is declared: by the first step that sets
// it, or in front of the first that mentions it.
func (p *placement) declare() {
	for _, v := range p.order {
		where := p.places[v]
		where.block.declared = append(where.block.declared, v)
		if where.bound {
			continue
		}
		n := where.block.Nodes[where.at]
		if s := n.sets(v); s != nil && !s.before {
			s.Declare = true
		} else {
			n.Declare = append(n.Declare, v)
		}
	}
}

// sets gives the node's own set of a variable, nil where it has none.
func (n *Node) sets(v *plan.Var) *Set {
	for _, s := range append([]*Set{n.Response, n.Source, n.Request, n.Subject}, n.Sets...) {
		if s != nil && s.Var == v {
			return s
		}
	}
	return nil
}
