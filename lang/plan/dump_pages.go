package plan

import "strconv"

func (d *dumper) pages(p *Pages) string {
	if p == nil {
		return ""
	}
	text := " pages " + p.By.String()
	option := func(name string, x Expr) {
		if x != nil {
			text += " " + name + " " + d.expr(x)
		}
	}
	if p.Param != "" {
		text += " " + strconv.Quote(p.Param)
	}
	option("size", p.Size)
	text += texts("next", p.Next, "items", p.Items)
	option("maxPages", p.MaxPages)
	option("parallel", p.Parallel)
	if p.Until != nil {
		text += " until " + d.expr(p.Until)
	}
	return text
}

func (d *dumper) since(s *Since) string {
	if s == nil {
		return ""
	}
	text := " since {" + texts("param", s.Param, "header", s.Header, "format", s.Format, "updateFrom", s.UpdateFrom)
	if s.Key != nil {
		text += " key " + d.expr(s.Key)
	}
	return text + " }"
}

// texts writes names with their texts, those that are not empty.
func texts(pairs ...string) string {
	text := ""
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			text += " " + pairs[i] + " " + strconv.Quote(pairs[i+1])
		}
	}
	return text
}
