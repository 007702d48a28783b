package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

// The demo shows the run line, the requests that were side by side and the
// first records.
func TestDemo(t *testing.T) {
	var out bytes.Buffer
	if err := demo(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"run FetchMaster then [EnrichWithPricing, EnrichWithInventory] then Combine",
		"FanOutFanIn: done in ",
		`{"id":3,"name":"Pliers","colour":"red","price":13.5,"stock":30}`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not show %q", want)
		}
	}
	for _, want := range []string{
		`(?m)^  GET /items +[█▒]+ +1$`,
		`(?m)^  GET /pricing +[█▒][█▒ ]*[█▒] +6$`,
		`(?m)^  prices and stock were in flight together for [1-9]\d* ms$`,
	} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("it does not show %s", want)
		}
	}
	if t.Failed() {
		t.Logf("it shows:\n%s", out.String())
	}
}
