package syntax_test

import (
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/syntax"
)

func TestSteps(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// Requests.
		{`get "/a"`, `(Request Method=get Path="/a")`},
		{`get Xero "/a" { params: { a: 1 } }`, `(Request Method=get Source=Xero Path="/a" Options={params: {a: 1}})`},
		{`get "/a" from Xero { allow: [404] }`, `(Request Method=get Path="/a" From=Xero Options={allow: [404]})`},
		{`get concat("/items/", item.id)`, `(Request Method=get Path=concat("/items/", item.id))`},
		{`get Xero path`, `(Request Method=get Source=Xero Path=path)`},
		{`get Xero if a then "/b" else "/c"`, `(Request Method=get Source=Xero Path=(if a "/b" "/c"))`},
		{`get url`, `(Request Method=get Path=url)`},
		{`get url from Xero`, `(Request Method=get Path=url From=Xero)`},
		{`get .next`, `(Request Method=get Path=.next)`},
		{`get Xero.next`, `(Request Method=get Path=Xero.next)`},
		{`get base or other`, `(Request Method=get Path=(or base other))`},
		{`get if a then "/b" else "/c"`, `(Request Method=get Path=(if a "/b" "/c"))`},
		{`get "/items/{item.id}/x?q={.name}"`, `(Request Method=get Path=(str "/items/" item.id "/x?q=" .name))`},
		{`get '/a/{m["k"]}'`, `(Request Method=get Path=(str "/a/" m["k"]))`},
		{`get "/a/{ {a: 1}.a }"`, `(Request Method=get Path=(str "/a/" {a: 1}.a))`},
		{`get "/a/\{x}/${V}"`, `(Request Method=get Path=(str "/a/{x}/" $V))`},
		{`get "/a/{x}" + "b"`, `(Request Method=get Path=(+ "/a/{x}" "b"))`}, // an expression, no path literal
		{`post "/a" { body: { x: 1 }, retry: { maxAttempts: 3 } }`, `(Request Method=post Path="/a" Options={body: {x: 1}, retry: {maxAttempts: 3}})`},
		{`put "/a"`, `(Request Method=put Path="/a")`},
		{`patch "/a"`, `(Request Method=patch Path="/a")`},
		{
			"get \"/a\" {\nparams: { a: 1 }\nuntil: length(response) == 0\npaginate: offset(page, 50), since: lastSync }",
			`(Request Method=get Path="/a" Options={params: {a: 1}, until: (== length(response) 0), paginate: offset(page, 50), since: lastSync})`,
		},
		{`get "/a" { "X-Y": 1 }`, `(Request Method=get Path="/a" Options={"X-Y": 1})`},
		// An infix word before ":" is the next option, not an operator.
		{"get \"/a\" {\na: 1\ncontains: 2\nin: 3\nis: 4, or: 5 where: 6 }", `(Request Method=get Path="/a" Options={a: 1, contains: 2, in: 3, is: 4, or: 5, where: 6})`},

		// delete is a request unless `Name [` follows.
		{`delete "/a"`, `(Request Method=delete Path="/a")`},
		{`delete Xero "/a"`, `(Request Method=delete Source=Xero Path="/a")`},
		{`delete items[.id]`, `(Delete Store=items Key=.id)`},
		{`delete items[a[0]]`, `(Delete Store=items Key=a[0])`},
		{`delete url`, `(Request Method=delete Path=url)`},
		{`clear items`, `(Clear Store=items)`},

		// for.
		{`for x in xs { }`, `(For Var=x In=xs Body=(Block Braced))`},
		{`for x in xs where .a > 1 { skip }`, `(For Var=x In=xs Where=(> .a 1) Body=(Block Braced Steps[(Skip)]))`},
		{`for x in xs parallel { }`, `(For Var=x In=xs Parallel=(Parallel Word=parallel) Body=(Block Braced))`},
		{`for x in xs parallel 3 { }`, `(For Var=x In=xs Parallel=(Parallel Word=parallel Limit=3) Body=(Block Braced))`},
		{`for x in xs parallel toNumber(env("N")) onError abort { }`, `(For Var=x In=xs Parallel=(Parallel Word=parallel Limit=toNumber(env("N"))) OnError=(OnError Action=abort) Body=(Block Braced))`},
		{`for x in xs concurrency 4 onError continue { }`, `(For Var=x In=xs Parallel=(Parallel Word=concurrency Limit=4) OnError=(OnError Action=continue) Body=(Block Braced))`},
		{`for x in xs parallel onError queue failed { }`, `(For Var=x In=xs Parallel=(Parallel Word=parallel) OnError=(OnError Action=queue Store=failed) Body=(Block Braced))`},
		{"for x in\nxs\nwhere .a\nparallel\n{\n}", `(For Var=x In=xs Where=.a Parallel=(Parallel Word=parallel) Body=(Block Braced))`},
		{"for x in\nqueue {\n}", `(For Var=x In=queue Body=(Block Braced))`},
		{"for x in\nsource parallel {\n}", `(For Var=x In=source Parallel=(Parallel Word=parallel) Body=(Block Braced))`},
		{`for x in xs.filter({ a: 1 }) { }`, `(For Var=x In=.filter(xs, {a: 1}) Body=(Block Braced))`},
		{`for x in ({ a: 1 }) { }`, `(For Var=x In={a: 1} Body=(Block Braced))`},
		{`for x in match y { 1 => a, _ => b } where .c { }`, `(For Var=x In=(MatchExpr Subject=y Arms[(MatchArm Pattern=1 Value=a), (MatchArm Pattern=_ Value=b)]) Where=.c Body=(Block Braced))`},
		{`for x in match { }`, `(For Var=x In=match Body=(Block Braced))`}, // a "{" in the head opens the block
		{`for x in if a then b else c { }`, `(For Var=x In=(if a b c) Body=(Block Braced))`},
		{`for x in 1..3 { }`, `(For Var=x In=(.. 1 3) Body=(Block Braced))`},
		{`for x in any of xs where .a { }`, `(For Var=x In=(AnyOf X=xs Where=.a) Body=(Block Braced))`},

		// map, apply, validate.
		{`map item -> Shape`, `(Map Value=item Shape=Shape)`},
		{"map item -> Shape {\n...item,\nprice: pricing[item.id].price,\n\"a-b\": 1\n}", `(Map Value=item Shape=Shape Fields={...item, price: pricing[item.id].price, "a-b": 1})`},
		{`map { a: 1 } -> Shape`, `(Map Value={a: 1} Shape=Shape)`},
		{`apply Clean to item`, `(Apply Transform=Clean To=item)`},
		{`apply Clean to item.x as y`, `(Apply Transform=Clean To=item.x As=y)`},
		{`validate { assume .a }`, `(Validate Constraints[(Assume Cond=.a)])`},
		{`validate item { assume .a > 0: "positive", assume .b severity: warning }`, `(Validate Subject=item Constraints[(Assume Cond=(> .a 0) Message="positive"), (Assume Cond=.b Severity=warning)])`},
		{"validate item {\nassume .a ? .b : .c: \"m\" severity: error\n} or { skip }", `(Validate Subject=item Constraints[(Assume Cond=(? .a .b .c) Message="m" Severity=error)] Or=(Block Braced Steps[(Skip)]))`},

		// store.
		{`store response -> items`, `(Keep Value=response Store=items)`},
		{`store response -> items { key: .id }`, `(Keep Value=response Store=items Options={key: .id})`},
		{`store each .items -> items { key: .id, upsert: true partial: false }`, `(Keep Each Value=.items Store=items Options={key: .id, upsert: true, partial: false})`},
		{`store each -> items`, `(Keep Value=each Store=items)`},
		{`store each.items -> items`, `(Keep Value=each.items Store=items)`},
		{`store { errors: errors, partial: true } -> mergeLog`, `(Keep Value={errors: errors, partial: true} Store=mergeLog)`},
		{`store response -> shared { key: concat("a-", .id) }`, `(Keep Value=response Store=shared Options={key: concat("a-", .id)})`},

		// match.
		{
			"match response {\n404 -> skip\n-1 -> skip\n[] -> continue,\n{ error: _ } -> abort .error\nInvoice where .a -> { skip }\n_ -> continue\n}",
			`(Match Subject=response Arms[(Arm Pattern=404 Body=(Block Steps[(Skip)])), (Arm Pattern=(- 1) Body=(Block Steps[(Skip)])), (Arm Pattern=[] Body=(Block Steps[(Continue)])), (Arm Pattern={error: _} Body=(Block Steps[(Abort Message=.error)])), (Arm Pattern=Invoice Where=.a Body=(Block Braced Steps[(Skip)])), (Arm Pattern=_ Body=(Block Steps[(Continue)]))])`,
		},
		{`match { a -> skip b -> skip, _ -> skip }`, `(Match Arms[(Arm Cond=a Body=(Block Steps[(Skip)])), (Arm Cond=b Body=(Block Steps[(Skip)])), (Arm Pattern=_ Body=(Block Steps[(Skip)]))])`},
		{"match {\na -> abort\n.b -> abort\n(c) -> abort\n-d -> queue q\n[e] -> retry\n}", `(Match Arms[(Arm Cond=a Body=(Block Steps[(Abort)])), (Arm Cond=.b Body=(Block Steps[(Abort)])), (Arm Cond=c Body=(Block Steps[(Abort)])), (Arm Cond=(- d) Body=(Block Steps[(Queue Store=q)])), (Arm Cond=[e] Body=(Block Steps[(Retry)]))])`},
		{`match .code { 1 -> get "/a" { retry: 1 }, _ -> for x in xs { skip } }`, `(Match Subject=.code Arms[(Arm Pattern=1 Body=(Block Steps[(Request Method=get Path="/a" Options={retry: 1})])), (Arm Pattern=_ Body=(Block Steps[(For Var=x In=xs Body=(Block Braced Steps[(Skip)]))]))])`},
		{"match x {\n{ a } -> let y = a\n{ b } -> let y = b\n}", `(Match Subject=x Arms[(Arm Pattern={a} Body=(Block Steps[(Let Name=y Value=a)])), (Arm Pattern={b} Body=(Block Steps[(Let Name=y Value=b)]))])`},
		{`match x { ["a", [b, _], null, true] -> skip }`, `(Match Subject=x Arms[(Arm Pattern=["a", [b, _], null, true] Body=(Block Steps[(Skip)]))])`},
		{`match x { { a: { b: 1 } "c-d": null e } -> skip }`, `(Match Subject=x Arms[(Arm Pattern={a: {b: 1}, "c-d": null, e} Body=(Block Steps[(Skip)]))])`},
		{`match x { _ -> match y { _ -> skip } }`, `(Match Subject=x Arms[(Arm Pattern=_ Body=(Block Steps[(Match Subject=y Arms[(Arm Pattern=_ Body=(Block Steps[(Skip)]))])]))])`},
		{`match x { data -> store data -> s }`, `(Match Subject=x Arms[(Arm Pattern=data Body=(Block Steps[(Keep Value=data Store=s)]))])`},

		// The rest.
		{`let x = 1`, `(Let Name=x Value=1)`},
		{`let items = response.items`, `(Let Name=items Value=response.items)`},
		{`call Api.listPets { limit: 1 }`, `(CallStep Source=Api Operation=listPets Options={limit: 1})`},
		{`wait`, `(Wait Word=wait)`},
		{`pause 500`, `(Wait Word=pause For=500)`},
		{`wait { for: 1 }`, `(Wait Word=wait Options={for: 1})`},
		{`wait "5s" { timeout: 1 }`, `(Wait Word=wait For="5s" Options={timeout: 1})`},
		{"continue\nskip", "(Continue)\n(Skip)"},
		{"abort\nskip", "(Abort)\n(Skip)"},
		{`abort concat("a", .b)`, `(Abort Message=concat("a", .b))`},
		{"abort if a then b else c", `(Abort Message=(if a b c))`},
		{`retry`, `(Retry)`},
		{`retry { maxAttempts: 5, backoff: exponential }`, `(Retry Options={maxAttempts: 5, backoff: exponential})`},
		{`queue failed { item: x, key: .id }`, `(Queue Store=failed Options={item: x, key: .id})`},
		{`jump Login`, `(Jump Action=Login)`},
		{`jump Login then retry`, `(Jump Action=Login Then=retry)`},
		{`run Other`, `(RunAction Action=Other)`},
		{`get "/a" store response -> s, skip`, "(Request Method=get Path=\"/a\")\n(Keep Value=response Store=s)\n(Skip)"},

		// A leading dot goes on with the line before, a bracket does not.
		{"let x = a\n.b\nskip", "(Let Name=x Value=a.b)\n(Skip)"},
		{"store response\n.items -> s", "(Keep Value=response.items Store=s)"},
		{"let x = a\nfor y in x { }", "(Let Name=x Value=a)\n(For Var=y In=x Body=(Block Braced))"},
		{"let x = a\nmatch x { _ -> skip }", "(Let Name=x Value=a)\n(Match Subject=x Arms[(Arm Pattern=_ Body=(Block Steps[(Skip)]))])"},
		{"let x =\nmatch y { _ => 1 }", "(Let Name=x Value=(MatchExpr Subject=y Arms[(MatchArm Pattern=_ Value=1)]))"},
		{"let x = concat(a,\nb)\nskip", "(Let Name=x Value=concat(a, b))\n(Skip)"},

		// Options in a block are let through, so that the checker can say more.
		{"for x in xs {\nconcurrency: 3\nskip\n}", "(For Var=x In=xs Body=(Block Braced Options[concurrency: 3] Steps[(Skip)]))"},
	} {
		got := dumpAll(steps(t, parse(t, inAction(c.text))))
		if strings.TrimSpace(got) != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestDeclarations(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`import A from "./a.reqon"`, `(Import Names[A] Path="./a.reqon")`},
		{`import { A, B, } from "./a.reqon"`, `(Import Braced Names[A, B] Path="./a.reqon")`},
		{`let base = env("BASE")`, `(Let Name=base Value=env("BASE"))`},
		{`source Xero { auth: oauth2, base: "https://api.xero.com" }`, `(Source Name=Xero Options={auth: oauth2, base: "https://api.xero.com"})`},
		{"source Xero from \"xero.yaml\" {\nauth: bearer\nrateLimit: { strategy: throttle, maxWait: \"5s\" }\n}", `(Source Name=Xero From="xero.yaml" Options={auth: bearer, rateLimit: {strategy: throttle, maxWait: "5s"}})`},
		{`store items: memory("items")`, `(Store Name=items Kind=memory Target="items")`},
		{`store items: sql("items", { key: .id }) { index: .x }`, `(Store Name=items Kind=sql Target="items" Args={key: .id} Options={index: .x})`},
		{`store store: file("store",)`, `(Store Name=store Kind=file Target="store")`},
		{
			"schema S {\n...Base\na: string\n\"b-c\": int in 1..5?\nd: A | B, e: [string?]?\nf: array<array<int>> g: { h: any i: \"x\" | -1 | true }\nin: date\n}",
			`(Schema Name=S Fields[(SchemaSpread Base=Base), (SchemaField Key=a Type=(BasicType Kind=string)), (SchemaField Key="b-c" Type=(OptionalType Elem=(BasicType Kind=int Lo=1 Hi=5))), (SchemaField Key=d Type=(UnionType Terms[(NamedType Name=A), (NamedType Name=B)])), (SchemaField Key=e Type=(OptionalType Elem=(ArrayType Elem=(OptionalType Elem=(BasicType Kind=string))))), (SchemaField Key=f Type=(ArrayType Elem=(ArrayType Elem=(BasicType Kind=int)))), (SchemaField Key=g Type=(ObjectType Fields[(SchemaField Key=h Type=(BasicType Kind=any)), (SchemaField Key=i Type=(UnionType Terms[(LiteralType Value="x"), (LiteralType Value=(- 1)), (LiteralType Value=true)]))])), (SchemaField Key=in Type=(BasicType Kind=date))])`,
		},
		{`schema S { a: string? | int? b: array }`, `(Schema Name=S Fields[(SchemaField Key=a Type=(OptionalType Elem=(UnionType Terms[(OptionalType Elem=(BasicType Kind=string)), (BasicType Kind=int)]))), (SchemaField Key=b Type=(BasicType Kind=array))])`},
		{`transform T: A -> B { x: .y }`, `(Transform Name=T Variants[(Variant From=A To=B Fields={x: .y})])`},
		{`transform T -> B { ...a }`, `(Transform Name=T Variants[(Variant To=B Fields={...a})])`},
		{"transform T {\n(A) where .x > 1 -> B { x: .y }\n(_) -> C { }\n}", `(Transform Name=T Braced Variants[(Variant From=A Where=(> .x 1) To=B Fields={x: .y}), (Variant To=C Fields={})])`},
		{"action A {\nconcurrency: 5\ntimeout: \"5s\"\nget \"/a\"\n}", `(Action Name=A Body=(Block Braced Options[concurrency: 5, timeout: "5s"] Steps[(Request Method=get Path="/a")]))`},
		{`action A { retry: { maxAttempts: 3 } retry }`, `(Action Name=A Body=(Block Braced Options[retry: {maxAttempts: 3}] Steps[(Retry)]))`},
		{"mission M {\nmaxConcurrency: 3\nrun [A, B,] if length(x) > 0 then C if ok then [D]\n}", `(Mission Name=M Decls[maxConcurrency: 3, (Run Stages[(Stage Group Actions[A, B] If=(> length(x) 0)), (Stage Actions[C] If=ok), (Stage Group Actions[D])])])`},
		{"mission M {\nrun A\nthen B\nthen [C]\nrun []\n}", `(Mission Name=M Decls[(Run Stages[(Stage Actions[A]), (Stage Actions[B]), (Stage Group Actions[C])]), (Run Stages[(Stage Group)])])`},
		{"mission M {\nschedule: every 15 minutes { maxConcurrency: 1 }\nschedule: cron \"0 6 * * *\", schedule: at \"2030-01-01\"\n}", `(Mission Name=M Decls[(Schedule Name=schedule Kind=every Every=15 Unit=minutes Options={maxConcurrency: 1}), (Schedule Name=schedule Kind=cron Text="0 6 * * *"), (Schedule Name=schedule Kind=at Text="2030-01-01")])`},
		{`mission M { store x: memory("x"), let y = 1, source S { } action A { } run A }`, `(Mission Name=M Decls[(Store Name=x Kind=memory Target="x"), (Let Name=y Value=1), (Source Name=S Options={}), (Action Name=A Body=(Block Braced)), (Run Stages[(Stage Actions[A])])])`},
	} {
		file := parse(t, c.text)
		if len(file.Decls) != 1 {
			t.Errorf("%s: %d declarations", c.text, len(file.Decls))
			continue
		}
		if got := dump(file.Decls[0]); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestSeveralMissionsAndNone(t *testing.T) {
	if n := len(parse(t, "mission A {}\nmission B {}\naction C {}\n").Decls); n != 3 {
		t.Errorf("%d declarations, want 3", n)
	}
	for _, text := range []string{"", "\uFEFF", "\n\n", "// only a comment", "/* and another */"} {
		if n := len(parse(t, text).Decls); n != 0 {
			t.Errorf("%q has %d declarations", text, n)
		}
	}
}

func TestOptionsGet(t *testing.T) {
	options := steps(t, parse(t, inAction(`get "/a" { a: 1, b: 2, a: 3 }`)))[0].(*syntax.Request).Options
	if got := dump(options.Get("a")); got != "a: 1" {
		t.Errorf("Get gives %s, want the first", got)
	}
	if options.Get("c") != nil || (*syntax.Options)(nil).Get("a") != nil {
		t.Error("Get finds what is not there")
	}
}
