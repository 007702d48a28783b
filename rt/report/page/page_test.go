package page

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/rt/report"
)

func pageOf(t *testing.T, r *report.Report) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Whatever is in a report stays in its block of data.
func TestHostileDataStaysData(t *testing.T) {
	made := pageOf(t, sample(10, hostile))
	if n := strings.Count(made, "<script"); n != 2 {
		t.Errorf("the page has %d scripts, want its data and its script", n)
	}
	if n := strings.Count(made, "</script"); n != 2 {
		t.Errorf("%d scripts are ended, want 2", n)
	}
	if strings.Contains(made, "<img") {
		t.Error("the data is in the page as HTML")
	}
	_, rest, _ := strings.Cut(made, `id="data">`)
	data, _, _ := strings.Cut(rest, "</script>")
	var read struct{ Report report.Report }
	if err := json.Unmarshal([]byte(data), &read); err != nil {
		t.Fatal(err)
	}
	if want := "Shop" + hostile; read.Report.Run.Mission != want {
		t.Errorf("the mission's name came out as %q", read.Report.Run.Mission)
	}
}

// Nothing is fetched, and nothing but the page's own script and style is allowed.
func TestThePageStandsAlone(t *testing.T) {
	made := pageOf(t, sample(10, ""))
	for _, want := range []string{"default-src 'none'", "script-src " + hash(script) + ";", "style-src " + hash(style) + ";"} {
		if !strings.Contains(made, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, never := range []string{"unsafe-", " src=", "<link", "@import", "url("} {
		if strings.Contains(made, never) {
			t.Errorf("the page has %q", never)
		}
	}
	for name, asset := range map[string]string{"page.js": script, "page.css": style} {
		if strings.Contains(asset, "\r") || strings.Contains(asset, "</script") || strings.Contains(asset, "</style") {
			t.Errorf("%s cannot stand in a page", name)
		}
		if !strings.Contains(asset, "The MIT License") || !strings.Contains(asset, "Leon Sorokin") {
			t.Errorf("%s has no license notice of what is in it", name)
		}
	}
}
