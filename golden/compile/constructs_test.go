package compile_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// constructs counts the constructs of the language in the missions that the
// compiler accepted: by the nodes of their trees, not by what the generator meant
// to write.
type constructs map[string]int

func (c constructs) count(t *testing.T, text string) {
	file, diags := syntax.Parse(source.NewFile("mission.reqon", text))
	if len(diags) > 0 {
		t.Errorf("accepted, and yet: %v", diags)
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		name := reflect.TypeOf(n).Elem().Name()
		c[name]++
		for _, form := range forms(n) {
			c[name+": "+form]++
		}
		return true
	})
}

// forms are the forms of a construct that a node has: its operator, its function,
// the options that are there, each part that may be left out.
func forms(n syntax.Node) []string {
	var list []string
	is := func(form string, holds bool) {
		if holds {
			list = append(list, form)
		}
	}
	switch n := n.(type) {
	case *syntax.File:
		missions := 0
		for _, d := range n.Decls {
			list = append(list, "a "+strings.ToLower(reflect.TypeOf(d).Elem().Name())+" at its top")
			if _, ok := d.(*syntax.Mission); ok {
				missions++
			}
		}
		is("several missions", missions > 1)
	case *syntax.Option:
		list = append(list, n.Name.Name)
	case *syntax.Store:
		list = append(list, n.Kind.Name)
	case *syntax.Transform:
		is("variants", n.Braced && len(n.Variants) > 1)
		is("from a schema", !n.Braced && n.Variants[0].From != nil)
		is("from anything", !n.Braced && n.Variants[0].From == nil)
	case *syntax.Variant:
		is("where", n.Where != nil)
		is("wildcard", n.From == nil)
	case *syntax.Stage:
		is("group", n.Group)
		is("if", n.If != nil)
	case *syntax.Binary:
		list = append(list, string(n.Op))
	case *syntax.Unary:
		list = append(list, string(n.Op))
	case *syntax.Is:
		list = append(list, n.What.Name)
	case *syntax.Cond:
		is("ternary", n.Ternary)
		is("if then else", !n.Ternary)
	case *syntax.Call:
		list = append(list, n.Func.Name+[...]string{" called", " as a method", " piped"}[n.Form])
	case *syntax.Lambda:
		list = append(list, fmt.Sprint("of ", len(n.Params)))
	case *syntax.AnyOf:
		is("where", n.Where != nil)
	case *syntax.MatchExpr:
		is("without a subject", n.Subject == nil)
	case *syntax.MatchArm:
		is("where", n.Where != nil)
	case *syntax.Field:
		is("quoted", n.Key.Quoted)
	case *syntax.LiteralPattern:
		list = append(list, reflect.TypeOf(n.Value).Elem().Name())
	case *syntax.ArrayPattern:
		is("empty", len(n.Elems) == 0)
	case *syntax.FieldPattern:
		is("bare", n.Value == nil)
	case *syntax.BasicType:
		list = append(list, n.Kind.Name)
		is("range", n.Lo != nil)
	case *syntax.Request:
		list = append(list, n.Method.Name)
		is("source before", n.Source != nil)
		is("from", n.From != nil)
		_, text := n.Path.(*syntax.String)
		is("path of an expression", !text)
	case *syntax.For:
		is("where", n.Where != nil)
	case *syntax.Parallel:
		list = append(list, n.Word.Name)
		is("no limit", n.Limit == nil)
	case *syntax.OnError:
		list = append(list, n.Action.Name)
	case *syntax.Map:
		is("without fields", n.Fields == nil)
	case *syntax.Apply:
		is("as", n.As != nil)
	case *syntax.Validate:
		is("without a subject", n.Subject == nil)
		is("or", n.Or != nil)
	case *syntax.Assume:
		is("message", n.Message != nil)
		is("severity", n.Severity != nil)
	case *syntax.Keep:
		is("each", n.Each)
	case *syntax.Match:
		is("without a subject", n.Subject == nil)
	case *syntax.Arm:
		is("where", n.Where != nil)
		is("a single step", !n.Body.Braced)
	case *syntax.Abort:
		is("message", n.Message != nil)
	case *syntax.Retry:
		is("options", n.Options != nil)
	case *syntax.Jump:
		is("then nothing", n.Then == nil)
		if n.Then != nil {
			list = append(list, "then "+n.Then.Name)
		}
	}
	return list
}

// wanted are the constructs that are to be reached.
func wanted() []string {
	// Every node, but for what is refused, and for files of several.
	var list []string
	for _, name := range nodeTypes() {
		switch name {
		case "Bad", "CallStep", "Wait", "Schedule", "Import":
		default:
			list = append(list, name)
		}
	}
	for _, f := range builtin.Funcs {
		for _, form := range []string{" called", " as a method", " piped"} {
			if f.Go != "" && (form == " called" || len(f.Params) > 0) {
				list = append(list, "Call: "+f.Name+form)
			}
		}
	}
	for node, forms := range map[string]string{
		"File":           "several missions|a let at its top|a schema at its top|a transform at its top|a store at its top|a action at its top",
		"Option":         "parallelMode|maxConcurrency|concurrency|base|auth|headers|timeout|retry|rateLimit|circuitBreaker|proxy|insecure|validateResponses|params|body|source|allow|key|upsert|partial|item|paginate|until|items|since|idempotencyKey|maxAttempts|backoff|initialDelay|maxDelay|delay",
		"Store":          "memory|file",
		"Transform":      "variants|from a schema|from anything",
		"Variant":        "where|wildcard",
		"Stage":          "group|if",
		"Binary":         "+|-|*|/|%|..|==|!=|<|<=|>|>=|in|contains|startsWith|endsWith|and|or|??",
		"Unary":          "not|-|+",
		"Is":             "string|number|int|decimal|boolean|array|object|null|date|Order",
		"Cond":           "ternary|if then else",
		"Call":           "env called|get as a method",
		"Lambda":         "of 1|of 2",
		"AnyOf":          "where",
		"MatchExpr":      "without a subject",
		"MatchArm":       "where",
		"Field":          "quoted",
		"LiteralPattern": "Number|Unary|String|Bool|Null",
		"ArrayPattern":   "empty",
		"FieldPattern":   "bare",
		"BasicType":      "string|number|int|decimal|boolean|date|array|object|any|null|range",
		"Request":        "get|post|put|patch|delete|source before|from|path of an expression",
		"For":            "where",
		"Parallel":       "parallel|concurrency|no limit",
		"OnError":        "abort|continue|queue",
		"Map":            "without fields",
		"Apply":          "as",
		"Validate":       "without a subject|or",
		"Assume":         "message|severity",
		"Keep":           "each",
		"Match":          "without a subject",
		"Arm":            "where|a single step",
		"Abort":          "message",
		"Retry":          "options",
		"Jump":           "then nothing|then retry|then continue",
	} {
		for form := range strings.SplitSeq(forms, "|") {
			list = append(list, node+": "+form)
		}
	}
	slices.Sort(list)
	return list
}

func (c constructs) missing() []string {
	return slices.DeleteFunc(wanted(), func(name string) bool { return c[name] > 0 })
}

// tell logs how often each was reached, the rarest first.
func (c constructs) tell(t *testing.T) {
	names := slices.Sorted(maps.Keys(c))
	slices.SortStableFunc(names, func(a, b string) int { return c[a] - c[b] })
	for _, name := range names {
		t.Logf("%7d  %s", c[name], name)
	}
}

// nodeTypes are the names of the nodes that Walk visits, read from the source of
// package syntax: a new one is wanted at once.
func nodeTypes() []string {
	paths, err := filepath.Glob("../../lang/syntax/nodes*.go")
	if err != nil || len(paths) == 0 {
		panic("no nodes of package syntax")
	}
	var names []string
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			panic(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			s, ok := spec.Type.(*ast.StructType)
			if ok && len(s.Fields.List) > 0 && len(s.Fields.List[0].Names) == 0 && spec.Name.Name != "Comment" && ast.IsExported(spec.Name.Name) {
				names = append(names, spec.Name.Name)
			}
			return true
		})
	}
	return names
}

// TestEveryConstructIsRun wants every construct in some case of golden/run, whose
// result was written from the language.
func TestEveryConstructIsRun(t *testing.T) {
	reached := constructs{}
	err := filepath.WalkDir("../run", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".reqon" {
			return err
		}
		text, err := os.ReadFile(path)
		reached.count(t, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range reached.missing() {
		switch name {
		case "File: several missions": // a case is one program; cmd/reqongen has scripts of several
		case "Is: Order": // by that name
		case "Option: validateResponses": // true wants source … from
		default:
			t.Errorf("no case of golden/run has %s", name)
		}
	}
}
