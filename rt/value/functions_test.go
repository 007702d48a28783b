package value_test

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/rt/value"
)

// rows are calls of every function with values that are easily forgotten: empty
// ones, text outside ASCII, integers past 2^53, negative positions, and the ends
// of months and leap days. Each says what it is about, the call with JSON for
// its arguments, and what it gives, or ! and the failure. The functions of
// elements are those of lambdas.
const rows = `
empty    length("") = 0
empty    length([]) = 0
empty    length({}) = 0
unicode  length("Zürich 😀") = 8
big      length([9007199254740993]) = 1
empty    count([]) = 0
big      count([9007199254740993, 9007199254740992], λodd) = 1
empty    first([]) = null
big      first([9007199254740993]) = 9007199254740993
empty    last([]) = null
big      last([1, 9007199254740993]) = 9007199254740993
empty    includes([], 1) = false
empty    includes("", "") = true
empty    includes({}, "a") = false
unicode  includes("Zürich", "ü") = true
big      includes([9007199254740993], 9007199254740992) = false
big      includes([9007199254740993], 9007199254740993) = true
empty    isEmpty("") = true
empty    isEmpty([]) = true
empty    isEmpty({}) = true
unicode  isEmpty("\u00a0") = false
big      isEmpty(9007199254740993) = false
empty    map([], λself) = []
big      map([9007199254740992], λnext) = [9007199254740993]
empty    filter([], λself) = []
big      filter([9007199254740992, 9007199254740993], λodd) = [9007199254740993]
empty    reduce([], λplus) = null
empty    reduce([], λplus, 5) = 5
big      reduce([9007199254740992, 1], λplus) = 9007199254740993
empty    sum([]) = 0
big      sum([9007199254740992, 1]) = 9007199254740993
empty    min([]) = null
big      min([9007199254740993, 9007199254740992]) = 9007199254740992
big      min(9007199254740993, 9007199254740992) = 9007199254740992
empty    max([]) = null
big      max([9007199254740992, 9007199254740993]) = 9007199254740993
big      max(9007199254740993, 9007199254740992) = 9007199254740993
empty    avg([]) = null
big      avg([9007199254740993, 9007199254740993]) = 9007199254740993
empty    concat([]) = []
empty    concat("", "") = ""
empty    concat([], []) = []
unicode  concat("é", "😀") = "é😀"
big      concat("id-", 9007199254740993) = "id-9007199254740993"
empty    flatten([]) = []
empty    flatten([[], []]) = []
big      flatten([[9007199254740993]]) = [9007199254740993]
negative flatten([[1]], -1) = [[1]]
empty    unique([]) = []
big      unique([9007199254740993, 9007199254740992]) = [9007199254740993, 9007199254740992]
empty    sort([]) = []
big      sort([9007199254740993, 9007199254740992]) = [9007199254740992, 9007199254740993]
empty    sortBy([], λself) = []
big      sortBy([9007199254740993, 9007199254740992], λself) = [9007199254740992, 9007199254740993]
empty    reverse([]) = []
empty    reverse("") = ""
unicode  reverse("aé😀") = "😀éa"
big      reverse([1, 9007199254740993]) = [9007199254740993, 1]
empty    find([], λself) = null
big      find([9007199254740992, 9007199254740993], λodd) = 9007199254740993
empty    findIndex([], λself) = -1
big      findIndex([9007199254740992, 9007199254740993], λodd) = 1
empty    slice([], 0, 5) = []
empty    slice("", 0) = ""
unicode  slice("aé😀b", 1, 3) = "é😀"
big      slice([9007199254740993, 1], 0, 1) = [9007199254740993]
negative slice([1, 2, 3], -2) = [2, 3]
negative slice([1, 2, 3], 0, -1) = [1, 2]
negative slice([1, 2, 3], -9, 1) = [1]
empty    chunks([], 2) = []
big      chunks([9007199254740993], 2) = [[9007199254740993]]
negative chunks([1], -1) ! chunks wants a positive integer for the size, not the number -1
empty    groupBy([], λself) = {}
big      groupBy([9007199254740993, 9007199254740992], λself) = {"9007199254740993": [9007199254740993], "9007199254740992": [9007199254740992]}
empty    indexBy([], λself) = {}
big      indexBy([9007199254740993], λself) = {"9007199254740993": 9007199254740993}
empty    zip([], []) = []
big      zip([9007199254740993], [1]) = [[9007199254740993, 1]]
big      range(9007199254740992, 9007199254740994) = [9007199254740992, 9007199254740993]
negative range(-2) = []
negative range(-2, 1) = [-2, -1, 0]
negative range(3, 0, -1) = [3, 2, 1]
empty    any([]) = false
big      any([9007199254740993], λodd) = true
empty    all([]) = true
big      all([9007199254740992], λodd) = false

empty    lowercase("") = ""
unicode  lowercase("ÀÉΣ") = "àéσ"
big      lowercase(9007199254740993) = "9007199254740993"
empty    uppercase("") = ""
unicode  uppercase("àéñ") = "ÀÉÑ"
big      uppercase(9007199254740993) = "9007199254740993"
empty    capitalize("") = ""
unicode  capitalize("élan") = "Élan"
big      capitalize(9007199254740993) = "9007199254740993"
empty    substring("", 0, 3) = ""
unicode  substring("aé😀b", 1, 3) = "é😀"
big      substring(9007199254740993, 15) = "3"
negative substring("abc", -2) = "bc"
negative substring("abc", 0, -1) = "ab"
empty    split("", ",") = [""]
empty    split("", "") = []
unicode  split("é😀", "") = ["é", "😀"]
unicode  split("a→b", "→") = ["a", "b"]
big      split(9007199254740993, "7") = ["900", "199254", "40993"]
empty    join([], ",") = ""
empty    join([null, ""], "-") = "-"
unicode  join(["é", "😀"], "·") = "é·😀"
big      join([9007199254740993, 1]) = "9007199254740993,1"
empty    trim("") = ""
unicode  trim("\u00a0é\u2003") = "é"
big      trim(9007199254740993) = "9007199254740993"
empty    trimStart("") = ""
unicode  trimStart("\u00a0é ") = "é "
big      trimStart(9007199254740993) = "9007199254740993"
empty    trimEnd("") = ""
unicode  trimEnd(" é\u2003") = " é"
big      trimEnd(9007199254740993) = "9007199254740993"
empty    replace("", "a", "b") = ""
unicode  replace("naïve", "ï", "i") = "naive"
big      replace(9007199254740993, "993", "") = "9007199254740"
empty    slugify("") = ""
empty    slugify("!?") = ""
unicode  slugify("Çà et là, Ærø") = "ca-et-la-aero"
big      slugify(9007199254740993) = "9007199254740993"
empty    padStart("", 2) = "  "
unicode  padStart("é", 3, "😀") = "😀😀é"
big      padStart(9007199254740993, 17, "0") = "09007199254740993"
negative padStart("abc", -1) = "abc"
empty    padEnd("", 2, "-") = "--"
unicode  padEnd("é", 3, "😀") = "é😀😀"
big      padEnd(9007199254740993, 17, "0") = "90071992547409930"
negative padEnd("abc", -1) = "abc"
empty    startsWith("", "") = true
empty    startsWith("", "a") = false
unicode  startsWith("Éa", "É") = true
empty    endsWith("", "") = true
unicode  endsWith("a😀", "😀") = true
empty    contains("", "a") = false
empty    contains([], 1) = false
unicode  contains("naïve", "ï") = true
big      contains([9007199254740993], 9007199254740992) = false
empty    matches("", "^$") = true
unicode  matches("é", "^.$") = true
big      matches(9007199254740993, "3$") = true

empty    keys({}) = []
unicode  keys({"é": 1, "😀": 2}) = ["é", "😀"]
empty    values({}) = []
unicode  values({"é": "😀"}) = ["😀"]
empty    entries({}) = []
unicode  entries({"é": "😀"}) = [["é", "😀"]]
empty    hasKey({}, "") = false
empty    hasKey({"": 1}, "") = true
unicode  hasKey({"é": 1}, "é") = true
empty    pick({}, "a") = {}
empty    pick({"a": 1}, []) = {}
unicode  pick({"é": 1, "b": 2}, "é") = {"é": 1}
empty    omit({}, "a") = {}
empty    omit({"a": 1}, []) = {"a": 1}
unicode  omit({"é": 1, "b": 2}, "é") = {"b": 2}
empty    merge({}, {}) = {}
unicode  merge({"é": 1}, {"é": 2}) = {"é": 2}

big      round(9007199254740993) = 9007199254740993
negative round(1250, -2) = 1300
negative round(-2.5) = -3
big      floor(9007199254740993) = 9007199254740993
negative floor(-1.2) = -2
big      ceil(9007199254740993) = 9007199254740993
negative ceil(-1.7) = -1
big      abs(-9007199254740993) = 9007199254740993
negative abs(-0.5) = 0.5
big      pow(9007199254740993, 1) = 9007199254740993
big      pow(3, 39) = 4052555153018976267
negative pow(2, -1) = 0.5
big      sqrt(9007199254740992) = 94906265.62425156
negative sqrt(-1) ! sqrt of a negative number, -1
empty    toNumber("") = null
big      toNumber("9007199254740993") = 9007199254740993
empty    parseNumber("") ! parseNumber: the string "" is no number
big      parseNumber("9007199254740993") = 9007199254740993
empty    parseDecimal("") ! parseDecimal: the string "" is no number
big      parseDecimal("9,007,199,254,740,993") = 9007199254740993

calendar parseDate("29.02.2024", "DD.MM.YYYY") = "2024-02-29"
calendar parseDate("29.02.2023", "DD.MM.YYYY") ! parseDate: the string "29.02.2023" is not in the form "DD.MM.YYYY"
calendar formatDate("2024-02-29", "D MMMM YYYY") = "29 February 2024"
calendar year("2023-12-31T23:59:59Z") = 2023
calendar month("2024-02-29") = 2
calendar month("2023-02-29") ! month wants an ISO 8601 date, not the string "2023-02-29"; parseDate(…) reads other forms
calendar day("2024-02-29T23:00:00-05:00") = 29
calendar hour("2024-02-29T23:00:00-05:00") = 23
calendar minute("2024-02-29T23:59:00Z") = 59
calendar second("2024-02-29T23:59:58Z") = 58
calendar dayOfWeek("2024-02-29") = 4
calendar dayOfWeek("2000-02-29") = 2
calendar addDays("2024-02-28", 1) = "2024-02-29"
calendar addDays("2023-02-28", 1) = "2023-03-01"
negative addDays("2024-03-01", -1) = "2024-02-29"
calendar addHours("2024-02-28T23:30:00Z", 1) = "2024-02-29T00:30:00Z"
negative addHours("2024-03-01T00:30:00Z", -1) = "2024-02-29T23:30:00Z"
calendar addMinutes("2024-02-29T23:59:00Z", 1) = "2024-03-01T00:00:00Z"
negative addMinutes("2024-03-01T00:00:00Z", -1) = "2024-02-29T23:59:00Z"
calendar addMonths("2024-01-31", 1) = "2024-02-29"
calendar addMonths("2023-01-31", 1) = "2023-02-28"
calendar addMonths("2024-02-29", 12) = "2025-02-28"
negative addMonths("2024-03-31", -1) = "2024-02-29"
calendar subtractDays("2024-03-01", 1) = "2024-02-29"
negative subtractDays("2024-02-28", -1) = "2024-02-29"
calendar diffDays("2024-03-01", "2024-02-28") = 2
calendar diffDays("2023-03-01", "2023-02-28") = 1
calendar isBefore("2024-02-29", "2024-03-01") = true
calendar isAfter("2024-03-01", "2024-02-29T23:59:59Z") = true
calendar fromUnix(1709164800) = "2024-02-29T00:00:00Z"
negative fromUnix(-86400) = "1969-12-31T00:00:00Z"
calendar toUnix("2024-02-29") = 1709164800
negative days(-1) = -86400000
negative hours(-1) = -3600000
negative minutes(-1) = -60000

empty    toString("") = ""
empty    toString([]) = "[]"
unicode  toString(["é"]) = "[\"é\"]"
big      toString(9007199254740993) = "9007199254740993"
empty    toBoolean("") = false
empty    toBoolean([]) = true
unicode  toBoolean("да") = null
big      toBoolean(9007199254740993) = true
empty    toArray([]) = []
empty    toArray("") = [""]
unicode  toArray("é") = ["é"]
big      toArray(9007199254740993) = [9007199254740993]
empty    hash("") = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
unicode  hash("é") = "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
big      hash(9007199254740993) = "a1c367c29158357e62a3ff5d3e800fb7698a22396439dbc0a9d4929322afd35d"
empty    coalesce("", "a") = ""
empty    coalesce([], 1) = []
unicode  coalesce(null, "é") = "é"
big      coalesce(null, 9007199254740993) = 9007199254740993
`

// lambdas are the functions of elements that rows mention.
func lambdas(e *value.Eval) map[string]any {
	return map[string]any{
		"λself": func(x value.Value) value.Value { return x },
		"λnext": func(x value.Value) value.Value { return e.Add(pos, x, value.Int(1)) },
		"λodd":  func(x value.Value) value.Value { return e.Mod(pos, x, value.Int(2)) },
		"λplus": func(a, b value.Value) value.Value { return e.Add(pos, a, b) },
	}
}

const pos value.Pos = "m.reqon:1:1"

var row = regexp.MustCompile(`^(\w+) +((\w+)\((.*)\)) (=|!) (.*)$`)

func TestFunctionsOfWhatIsEasilyForgotten(t *testing.T) {
	have := map[string][]string{}
	for line := range strings.Lines(strings.TrimSpace(rows)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		m := row.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("%q is no row", line)
		}
		about, text, name, args, fails, want := m[1], m[2], m[3], m[4], m[5] == "!", m[6]
		have[name] = append(have[name], about)
		got, err := callOf(t, name, args)
		switch {
		case fails && (err == nil || err.Msg != want):
			t.Errorf("%s gives %s and %v, want the failure %s", text, value.AppendJSON(nil, got), err, want)
		case !fails && (err != nil || string(value.AppendJSON(nil, got)) != string(value.AppendJSON(nil, decode(t, want)))):
			t.Errorf("%s gives %s and %v, want %s", text, value.AppendJSON(nil, got), err, want)
		}
	}
	// No function of the language goes without.
	for _, g := range builtin.Groups {
		for _, f := range g.Funcs {
			for _, about := range wanted(g.Title, f) {
				if !slices.Contains(have[f.Name], about) {
					t.Errorf("%s has no row about %s", f.Name, about)
				}
			}
		}
	}
}

// wanted is what a function must have rows about.
func wanted(group string, f *builtin.Func) (abouts []string) {
	if f.Fickle || f.Go == "" || len(f.Params) == 0 {
		return nil // it has tests of its own
	}
	takes := func(types builtin.Type) bool { return f.Params[0].Type&types != 0 }
	if group == "Dates" {
		if takes(builtin.String) || f.Result&builtin.String != 0 {
			abouts = append(abouts, "calendar")
		}
	} else {
		if takes(builtin.String | builtin.Array | builtin.Object) {
			abouts = append(abouts, "empty")
		}
		if group != "Numbers" && takes(builtin.String|builtin.Object) {
			abouts = append(abouts, "unicode")
		}
		if takes(builtin.Number | builtin.Array) {
			abouts = append(abouts, "big")
		}
	}
	if slices.ContainsFunc(f.Params, func(p builtin.Param) bool {
		return slices.Contains([]string{"from", "to", "n", "digits", "depth", "step"}, p.Name)
	}) {
		abouts = append(abouts, "negative")
	}
	return abouts
}

// callOf calls a function with arguments of JSON as generated code does.
func callOf(t *testing.T, name, args string) (value.Value, *value.Error) {
	t.Helper()
	f := builtin.Lookup(name)
	if f == nil {
		t.Fatalf("there is no function %s", name)
	}
	var list []json.RawMessage
	quoted := regexp.MustCompile(`λ\w+`).ReplaceAllString(args, `"$0"`)
	if err := json.Unmarshal([]byte("["+quoted+"]"), &list); err != nil {
		t.Fatalf("%s(%s): %v", name, args, err)
	}
	if f.Several != nil && len(list) > 1 && !strings.Contains(args, "λ") {
		f = f.Several
	}
	var e value.Eval
	given := []any{}
	for _, arg := range list {
		if lambda := lambdas(&e)[strings.Trim(string(arg), `"`)]; lambda != nil {
			given = append(given, lambda)
		} else {
			given = append(given, decode(t, string(arg)))
		}
	}
	return invoke(&e, f, given), e.EvalErr()
}

func invoke(e *value.Eval, f *builtin.Func, given []any) value.Value {
	in := []reflect.Value{reflect.ValueOf(pos)}
	for _, v := range given {
		in = append(in, reflect.ValueOf(v))
	}
	return reflect.ValueOf(e).MethodByName(f.Go).Call(in)[0].Interface().(value.Value)
}

func decode(t *testing.T, text string) value.Value {
	t.Helper()
	v, err := value.Decode([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}
