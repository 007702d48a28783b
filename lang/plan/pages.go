package plan

import "github.com/reqongen/reqongen/lang/source"

// Paging is how an API tells its pages apart.
type Paging int

const (
	ByOffset Paging = iota // the parameter is how many items to leave out
	ByPage                 // the parameter is the page's number
	ByCursor               // the parameter is what the page before said
	ByLink                 // a page's Link header has the URL of the next
)

// String is the word of the mission for it.
func (p Paging) String() string { return [...]string{"offset", "page", "cursor", "link"}[p] }

// Pages is `paginate: …` of a request, with what its until and items say.
type Pages struct {
	Span  source.Span
	By    Paging
	Param string // that says which page; "" for ByLink
	Size  Expr   // how many items a page has; nil where it is not written
	Next  string // the path to the next cursor in a page; "" but for ByCursor
	// Items is the path to the items in a page: that of items, else of the
	// array that until measures; "" is the page itself where it is an array,
	// else its only array.
	Items string
	// Until ends the pages: a function of the page's response and the value of
	// its parameter. nil never does.
	Until    *Lambda
	MaxPages Expr // nil is no limit
	Parallel Expr // how many are fetched side by side; nil is one after another
}

// Since is `since: lastSync { … }` of a request. Texts that are not written are
// "", and mean what the runtime's defaults are.
type Since struct {
	Span       source.Span
	Param      string
	Header     string
	Format     string
	Key        Expr // nil where it is not written
	UpdateFrom string
}

func (p *Pages) exprs(visit func(Expr)) {
	if p == nil {
		return
	}
	for _, x := range []Expr{p.Size, p.MaxPages, p.Parallel} {
		if x != nil {
			visit(x)
		}
	}
	if p.Until != nil {
		visit(p.Until)
	}
}

func (s *Since) exprs(visit func(Expr)) {
	if s != nil && s.Key != nil {
		visit(s.Key)
	}
}
