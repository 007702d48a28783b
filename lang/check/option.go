package check

import (
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/syntax"
)

// An optionKind is what takes options, with those that it takes.
type optionKind struct {
	what  string   // "a request"
	names []string // in the order of the documentation
	later []string // not compiled yet
}

var (
	optionsOfMission = &optionKind{"a mission", []string{"maxConcurrency", "parallelMode"}, []string{"schedule"}}
	optionsOfAction  = &optionKind{"an action", []string{"concurrency"}, nil}
	optionsOfSource  = &optionKind{
		"a source",
		[]string{
			"auth", "base", "headers", "timeout", "retry", "rateLimit", "circuitBreaker", "proxy", "insecure",
			"validateResponses",
		},
		nil,
	}
	optionsOfLimit = &optionKind{
		"rateLimit",
		[]string{"requestsPerMinute", "strategy", "maxWait", "fallbackRpm", "type", "capacity", "refill", "safety"},
		nil,
	}
	optionsOfBreaker = &optionKind{
		"circuitBreaker",
		[]string{"failureThreshold", "failureRate", "minimumRequests", "failureWindow", "resetTimeout", "successThreshold"},
		nil,
	}
	optionsOfProxy   = &optionKind{"a proxy", []string{"url", "requestsPerMinute", "concurrency"}, nil}
	optionsOfStore   = &optionKind{"the declaration of a store", nil, nil}
	optionsOfRequest = &optionKind{
		"a request",
		[]string{
			"params", "body", "headers", "source", "retry", "allow", "timeout", "paginate", "until", "items", "since",
			"idempotencyKey",
		},
		nil,
	}
	optionsOfKeep  = &optionKind{"a store step", []string{"key", "upsert", "partial"}, nil}
	optionsOfRetry = &optionKind{"retry", []string{"maxAttempts", "backoff", "initialDelay", "maxDelay", "delay"}, nil}
	optionsOfQueue = &optionKind{"queue", []string{"item", "key"}, nil}
	optionsOfSince = &optionKind{"since", []string{"param", "header", "format", "key", "updateFrom"}, nil}
	optionsOfPages = &optionKind{"paginate", []string{"type", "param", "pageSize", "cursorPath", "items", "maxPages"}, nil}
)

var optionKinds = []*optionKind{
	optionsOfMission, optionsOfAction, optionsOfSource, optionsOfRequest, optionsOfKeep, optionsOfRetry, optionsOfQueue,
	optionsOfLimit, optionsOfBreaker, optionsOfProxy,
	optionsOfPages, optionsOfSince,
}

// options sorts options by their names and reports those that the kind does not
// take, or that are written twice. Those not compiled yet are refused, and left
// out.
func (m *mission) options(kind *optionKind, o *syntax.Options) map[string]*syntax.Option {
	if o == nil {
		return nil
	}
	return m.optionList(kind, o.List)
}

func (m *mission) optionList(kind *optionKind, list []*syntax.Option) map[string]*syntax.Option {
	found := map[string]*syntax.Option{}
	for _, o := range list {
		name := o.Name.Name
		m.behindOption(kind, o)
		switch old := found[name]; {
		case isLater(name, kind.later):
			m.later(laterWords[name], o.Name.Span)
		case !slices.Contains(kind.names, name):
			m.unknownOption(kind, o)
		case old != nil:
			d := m.report(codeOptionTwice, o.Name.Span, "", "the option %q is written twice", name)
			note(d, old.Name.Span, "%s is written here too", name)
		default:
			found[name] = o
		}
	}
	return found
}

// written are the options in an object that is written out, such as { maxAttempts:
// 3 }; ok is false where the value is something else, which the caller reports.
func (m *mission) written(o *syntax.Option, value syntax.Expr) (list []*syntax.Option, ok bool) {
	object, ok := value.(*syntax.Object)
	if !ok {
		return nil, false
	}
	for _, item := range object.Items {
		switch f := item.(type) {
		case *syntax.Field:
			list = append(list, &syntax.Option{Name: f.Key, Value: f.Value})
		case *syntax.Spread:
			m.report(codeOptionType, f.Span(), "write the options out", "%s is written out", o.Name.Name)
		}
	}
	return list, true
}

// notAnObject reports an option that is to be an object, and is none.
func (m *mission) notAnObject(w where, o *syntax.Option, hint string) {
	x := m.expr(w, o.Value)
	m.report(codeOptionType, o.Value.Span(), hint, "%s is an object, not %s", o.Name.Name, m.describe(x))
}

// needless reports an option that another one leaves nothing to do for.
func (m *mission) needless(o, other *syntax.Option, format string, args ...any) {
	d := m.report(codeOptionTwice, o.Name.Span, "leave one of them out", format, args...)
	note(d, other.Name.Span, "%s is written here", other.Name.Name)
}

// behindOption refuses what stands behind the value of an option, but for the
// two that take something there.
func (m *mission) behindOption(kind *optionKind, o *syntax.Option) {
	if o.Parallel != nil && (kind != optionsOfRequest || o.Name.Name != "paginate") {
		m.report(codeOptionPlace, o.Parallel.Word.Span, "write paginate: page(page, 100) parallel 4; a loop has it in its head",
			"only pages are fetched in parallel, and %q asks for none", o.Name.Name)
	}
	if o.Options != nil && (kind != optionsOfRequest || o.Name.Name != "since") {
		m.report(codeOptionPlace, o.Options.Span(), `write a comma, or a line, between one option and the next`,
			"the value of %q takes no options", o.Name.Name)
	}
}

func (m *mission) unknownOption(kind *optionKind, o *syntax.Option) {
	name := o.Name.Name
	if name == "" {
		return
	}
	if why := secretOptions[strings.ToLower(bare(name))]; why != "" {
		switch kind {
		case optionsOfSource, optionsOfRequest:
			m.report(codeOption, o.Name.Span, why, "%s takes no option %q", kind.what, name)
			return
		case optionsOfProxy:
			m.report(codeOption, o.Name.Span, proxyCredentials, "%s takes no option %q", kind.what, name)
			return
		}
	}
	hint := meant(name, habitsOfOptions, append(slices.Clone(kind.names), kind.later...))
	if hint == "" {
		hint = optionElsewhere(name)
	}
	if hint == "" {
		hint = "it takes " + orList(kind.names)
		if len(kind.names) == 0 {
			hint = "it takes none"
		}
	}
	m.report(codeOption, o.Name.Span, hint, "%s takes no option %q", kind.what, name)
}

// optionElsewhere says what takes the option.
func optionElsewhere(name string) string {
	var takers []string
	for _, kind := range optionKinds {
		if slices.Contains(kind.names, name) {
			takers = append(takers, kind.what)
		}
	}
	if len(takers) == 0 {
		return ""
	}
	return "it is an option of " + joinOr(takers)
}

// optionsAside refuses options in a block that takes none: only an action's own
// does, in front of its steps.
func (m *mission) optionsAside(list []*syntax.Option) {
	for _, o := range list {
		hint := "a step begins with a word such as get, for, store or let"
		switch name := o.Name.Name; {
		case slices.Contains(optionsOfAction.names, name):
			hint = "write it at the top of the action; a loop takes it in its head: for … concurrency 5 { … }"
		case slices.Contains(optionsOfMission.names, name):
			hint = "write it in the mission, beside the actions"
		case optionElsewhere(name) != "" || slices.Contains(optionsOfRequest.later, name):
			hint = "options of a step stand in braces behind it: { " + name + ": … }"
		}
		m.report(codeOptionPlace, o.Name.Span, hint, "the option %q stands among steps", o.Name.Name)
	}
}

// atTop gives the options of an action in front of its steps; of those behind
// one it says that they are out of place.
func (m *mission) atTop(b *syntax.Block) []*syntax.Option {
	for i, o := range b.Options {
		if len(b.Steps) > 0 && b.Steps[0].Span().Start().Compare(o.Name.Span.Start()) < 0 {
			m.optionsAside(b.Options[i:])
			return b.Options[:i]
		}
	}
	return b.Options
}

func orList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = `"` + w + `"`
	}
	if n := len(quoted); n > 1 {
		return strings.Join(quoted[:n-1], ", ") + " or " + quoted[n-1]
	}
	return strings.Join(quoted, "")
}
