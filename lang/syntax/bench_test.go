package syntax_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// bigMission is a mission of the usual constructs with that many actions, of 21
// lines each.
func bigMission(actions int) string {
	var b strings.Builder
	b.WriteString("mission Big {\n  source Api { auth: bearer, base: \"https://api.example.com\" }\n  maxConcurrency: 8\n")
	for i := range actions {
		fmt.Fprintf(&b, `
  // Fetches and enriches part %[1]d.
  action Part%[1]d {
    concurrency: 5
    get Api "/parts/%[1]d/items" { params: { page: 1, size: 100 }, until: length(response.items) == 0 }
    for item in response.items where .active and .total > 100 parallel 4 {
      let price = pricing[item.id].price ?? item.listPrice * 1.19
      map item -> Enriched%[1]d {
        ...item,
        price: price,
        label: concat(item.name, " (", item.code, ")"),
        stock: if inventory[item.id] is null then 0 else inventory[item.id].quantity
      }
      store item -> enriched%[1]d { key: .id, upsert: true }
    }
    match response {
      404 -> skip
      { error: _ } where .code >= 500 -> retry { maxAttempts: 5, backoff: exponential }
      _ -> continue
    }
  }
`, i)
	}
	b.WriteString("\n  run Part0 then [Part1, Part2, Part3] then Part4\n}\n")
	return b.String()
}

func BenchmarkMission2000Lines(b *testing.B) {
	text := bigMission(110)
	b.Logf("%d lines, %d bytes", strings.Count(text, "\n"), len(text))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, diags := syntax.Parse(source.NewFile("big.reqon", text)); len(diags) > 0 {
			b.Fatal(render(diags))
		}
	}
}

// garbage makes a text of that size from words and signs at random.
func garbage(size int) string {
	rnd := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields(`{ } [ ] ( ) , : . .. ... -> => = == + - * / | ? ?? " ' ; # @ & && ! mission action for in store get match
		run then if else map a b 1 2.5 08 "s" 'x {a} \q // /* */ é → “ ` + "\x00 \xff")
	var b strings.Builder
	for b.Len() < size {
		b.WriteString(words[rnd.IntN(len(words))])
		b.WriteByte(" \n"[rnd.IntN(2)])
	}
	return b.String()
}

func BenchmarkGarbage1MB(b *testing.B) {
	text := garbage(1 << 20)
	for b.Loop() {
		if _, diags := syntax.Parse(source.NewFile("garbage.reqon", text)); len(diags) == 0 {
			b.Fatal("no mistakes were found")
		}
	}
}

// The grammar's build is paid once for each parser, not for each file.
func BenchmarkSmallMission(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		syntax.Parse(source.NewFile("small.reqon", seedBlocks[5].text))
	}
}
