package syntax_test

import (
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/syntax"
)

// The code blocks of the page that the language is built from, as printed there.
// What a block leaves out, its wrapping supplies.
const (
	asFile    = "%"
	inMission = "mission M {\n%\n}"
	inSteps   = "mission M {\naction A {\n%\n}\n}"
)

var seedBlocks = []struct{ name, wrap, text string }{
	{"basic", inMission, `run [ActionA, ActionB, ActionC] then MergeResults`},
	{"group", inMission, `run [Action1, Action2, Action3]`},
	{"parallel then sequential", inMission, `run [Fetch1, Fetch2] then Process then [Export1, Export2]`},
	{"several sources", asFile, `mission MultiSourceSync {
source Xero { auth: oauth2, base: "https://api.xero.com" }
source QuickBooks { auth: oauth2, base: "https://quickbooks.api.com" }
source Stripe { auth: bearer, base: "https://api.stripe.com" }

action FetchXero {
get Xero "/invoices"
store response -> xeroInvoices { key: .InvoiceID }
}

action FetchQuickBooks {
get QuickBooks "/invoices"
store response -> qbInvoices { key: .Id }
}

action FetchStripe {
get Stripe "/invoices"
store response -> stripeInvoices { key: .id }
}

action Reconcile {
// All invoices are now available
for xero in xeroInvoices {
// Cross-reference with other sources
}
}

// Fetch all in parallel, then reconcile
run [FetchXero, FetchQuickBooks, FetchStripe] then Reconcile
}`},
	{"independent processing", asFile, `mission DataProcessing {
action ProcessCustomers {
for customer in rawCustomers {
// Transform customers
}
}

action ProcessOrders {
for order in rawOrders {
// Transform orders
}
}

action ProcessProducts {
for product in rawProducts {
// Transform products
}
}

action GenerateReports {
// Uses all processed data
}

run [ProcessCustomers, ProcessOrders, ProcessProducts] then GenerateReports
}`},
	{"fan-out fan-in", asFile, `mission FanOutFanIn {
action FetchMaster {
get "/items"
store response -> items { key: .id }
}

action EnrichWithPricing {
for item in items {
get "/pricing" { params: { itemId: item.id } }
store response -> pricing { key: item.id }
}
}

action EnrichWithInventory {
for item in items {
get "/inventory" { params: { itemId: item.id } }
store response -> inventory { key: item.id }
}
}

action Combine {
for item in items {
map item -> EnrichedItem {
...item,
price: pricing[item.id].price,
stock: inventory[item.id].quantity
}
store item -> enrichedItems { key: .id }
}
}

run FetchMaster then [EnrichWithPricing, EnrichWithInventory] then Combine
}`},
	{"limit", asFile, `mission ControlledParallel {
maxConcurrency: 3

run [A, B, C, D, E] then Finish
// Runs 3 at a time: [A,B,C], then [D,E]
}`},
	{"per-action limit", inMission, `action FetchWithLimit {
concurrency: 5 // Max 5 concurrent requests within this action

for item in items parallel {
get concat("/items/", item.id)
}
}`},
	{"all run", inMission, `run [ActionA, ActionB, ActionC]
// If ActionB fails, ActionA and ActionC still complete`},
	{"fail-fast", asFile, `mission FailFast {
parallelMode: "fail-fast"

run [ActionA, ActionB, ActionC]
// If ActionB fails, cancel ActionA and ActionC
}`},
	{"partial results", inMission, `action Merge {
// Check which sources succeeded
match {
length(dataA) > 0 and length(dataB) > 0 -> {
// Full merge
},
length(dataA) > 0 -> {
// Partial merge - only A available
},
_ -> abort "No data available"
}
}`},
	{"isolated contexts", inMission, `action ParallelA {
// Sets its own 'response'
get "/a"
}

action ParallelB {
// Has its own 'response', doesn't see A's
get "/b"
}`},
	{"shared stores", inMission, `action ParallelA {
get "/a"
store response -> shared { key: concat("a-", .id) }
}

action ParallelB {
get "/b"
store response -> shared { key: concat("b-", .id) }
}`},
	{"memory", inMission, `// Memory-efficient: process and discard
run Fetch then Process then Export

// Higher memory: all data in memory at once
run [FetchA, FetchB, FetchC] then Combine`},
	{"network", inMission, `// May overwhelm API
run [A, B, C, D, E, F, G, H, I, J]

// Better: limited parallelism
maxConcurrency: 3
run [A, B, C, D, E, F, G, H, I, J]`},
	{"related", inMission, `// Good: related fetches together
run [FetchOrders, FetchOrderItems, FetchOrderPayments] then ProcessOrders

// Avoid: unrelated operations
run [FetchOrders, SendEmails, CleanupLogs]`},
	{"balance", inMission, `// Good: measured parallelism
maxConcurrency: 5
run [A, B, C, D, E, F, G, H] then Merge

// Risky: unlimited parallelism
run [A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]`},
	{"graceful", inMission, `action Merge {
match {
length(errors) > 0 -> {
store { errors: errors, partial: true } -> mergeLog
// Continue with available data
},
_ -> continue
}
}`},
	{"brackets", inMission, `// This is parallel
run [A, B, C]

// This is sequential
run A then B then C`},
	{"races", inSteps, `// Good: unique keys
store response -> shared { key: concat(source, "-", .id) }

// Risky: may collide
store response -> shared { key: .id }`},
	{"batches", inMission, `maxConcurrency: 2
run [A, B, C, D, E, F]`},
}

func TestSeedPage(t *testing.T) {
	if len(seedBlocks) != 21 {
		t.Fatalf("%d blocks, the page has 21", len(seedBlocks))
	}
	for _, block := range seedBlocks {
		text := strings.Replace(block.wrap, "%", block.text, 1)
		for name, variant := range map[string]string{
			"LF": text, "CRLF": strings.ReplaceAll(text, "\n", "\r\n"), "BOM": "\uFEFF" + text, "indented": strings.ReplaceAll(text, "\n", "\n\t\t"),
		} {
			t.Run(block.name+"/"+name, func(t *testing.T) {
				checkTree(t, parse(t, variant))
			})
		}
	}
}

// What the emitter needs of the page's comments.
func TestSeedComments(t *testing.T) {
	file := parse(t, seedBlocks[3].text)
	mission := file.Decls[0].(*syntax.Mission)
	reconcile := mission.Decls[6].(*syntax.Action)
	loop := reconcile.Body.Steps[0].(*syntax.For)
	run := mission.Decls[7].(*syntax.Run)
	for _, c := range []struct {
		what     string
		comments []*syntax.Comment
		want     string
	}{
		{"the loop", loop.Doc(), "All invoices are now available"},
		{"the loop's body", loop.Body.Rest, "Cross-reference with other sources"},
		{"run", run.Doc(), "Fetch all in parallel, then reconcile"},
	} {
		if len(c.comments) != 1 || c.comments[0].Lines()[0] != c.want {
			t.Errorf("%s: %v, want %q", c.what, c.comments, c.want)
		}
	}
	if len(file.Comments) != 3 {
		t.Errorf("the file has %d comments, want 3", len(file.Comments))
	}
	if got := loop.Span().Text(); !strings.HasPrefix(got, "for xero in") || !strings.HasSuffix(got, "}") {
		t.Errorf("the loop's text is %q", got)
	}
}
