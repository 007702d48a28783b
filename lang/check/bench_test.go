package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/check"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// large is a mission of about that many lines.
func large(lines int) string {
	var b strings.Builder
	b.WriteString("mission Large {\n  source Api { base: \"https://api.example.com\" }\n")
	var names []string
	for i := 0; b.Len() == 0 || i*16 < lines; i++ {
		names = append(names, fmt.Sprintf("Action%d", i))
		fmt.Fprintf(&b, `
  // Fetches and keeps part %[1]d.
  action Action%[1]d {
    get "/parts/%[1]d" { params: { page: 1, size: 100 } }
    match response {
      { error: e, code: 429 } -> retry { maxAttempts: 5 }
      { error: e } -> abort concat("part %[1]d: ", e)
      _ -> continue
    }
    for item in response.items where .total > %[1]d and not .deleted {
      let total = sum(item.lines, .price) * 1.2
      map item -> Part { ...item, total: round(total, 2), of: kept%[1]d[item.id].name ?? "none" }
      store item -> kept%[1]d { key: .id, upsert: true }
    }
  }
`, i)
	}
	b.WriteString("\n  run " + strings.Join(names, " then ") + "\n}\n")
	return b.String()
}

func TestLargeMission(t *testing.T) {
	text := large(2000)
	tree, problems := syntax.Parse(source.NewFile("large.reqon", text))
	if diag.HasErrors(problems) {
		t.Fatalf("%v", problems)
	}
	missions, found := check.File(tree, problems)
	if len(missions) != 1 {
		t.Fatalf("%v", found)
	}
	for _, wrong := range verify(missions[0]) {
		t.Error(wrong)
	}
}

func BenchmarkCheck(b *testing.B) {
	text := large(2000)
	tree, problems := syntax.Parse(source.NewFile("large.reqon", text))
	b.ReportMetric(float64(strings.Count(text, "\n")), "lines")
	b.ResetTimer()
	for b.Loop() {
		if missions, _ := check.File(tree, problems); len(missions) != 1 {
			b.Fatal("the mission does not compile")
		}
	}
}
