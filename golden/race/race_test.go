package race

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/plan"
)

// What the corpus holds at least, and what share of the safe missions may be
// warned of.
const (
	least         = 200
	mostFalse     = 0.10
	leastEachCode = 20
)

// judged are the codes that the labels are about.
var judged = []string{"W201", "W202", "W203", "W204"}

var label = regexp.MustCompile(`^(?:safe|racy ((?:W20[1-4] ?)+)): .+`)

// TestCorpus holds what the compiler says of every mission against its label:
// no race may be missed, and few safe missions may be warned of.
func TestCorpus(t *testing.T) {
	missions, safe, racy, missed := 0, 0, 0, 0
	var alarms []string
	each := map[string]int{}
	for _, file := range files(t) {
		r, err := lang.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Missions) == 0 {
			t.Fatalf("%s has mistakes: %v", file, r.Diagnostics)
		}
		told := map[*plan.Mission][]string{}
		for _, d := range r.Diagnostics {
			if !slices.Contains(judged, string(d.Code)) {
				continue
			}
			for _, m := range r.Missions {
				if len(r.Missions) == 1 || m.Span.Contains(d.Span) {
					told[m] = append(told[m], string(d.Code))
				}
			}
		}
		for _, m := range r.Missions {
			missions++
			first := ""
			if len(m.Doc) > 0 {
				first = m.Doc[0]
			}
			match := label.FindStringSubmatch(first)
			if match == nil {
				t.Errorf("%s: %s has no label: // safe: the reason, or // racy W201: the reason", m.Span, m.Name)
				continue
			}
			want := strings.Fields(match[1])
			for _, code := range want {
				each[code]++
				if !slices.Contains(told[m], code) {
					missed++
					t.Errorf("%s: %s: %s is missed: %s", m.Span, m.Name, code, first)
				}
			}
			for _, code := range told[m] {
				if len(want) > 0 && !slices.Contains(want, code) {
					t.Errorf("%s: %s: %s is not in the label: %s", m.Span, m.Name, code, first)
				}
			}
			switch {
			case len(want) > 0:
				racy++
			case len(told[m]) > 0:
				alarms = append(alarms, m.Name+": "+strings.Join(told[m], " ")+": "+first)
				safe++
			default:
				safe++
			}
		}
	}
	rate := float64(len(alarms)) / float64(max(safe, 1))
	t.Logf("%d missions: %d racy, of which %d are missed; %d safe, of which %d (%.1f %%) are warned of", missions, racy, missed, safe, len(alarms), 100*rate)
	for _, alarm := range alarms {
		t.Logf("false alarm: %s", alarm)
	}
	if rate > mostFalse {
		t.Errorf("%.1f %% of the safe missions are warned of, and %.0f %% may be", 100*rate, 100*mostFalse)
	}
	if missions < least {
		t.Errorf("the corpus has %d missions, and should have %d at least", missions, least)
	}
	wantInREADME(t, fmt.Sprintf("`golden/race/` holds %d missions labelled safe or racy: none is missed, and %d of the %d safe ones are warned of", missions, len(alarms), safe))
	for _, code := range judged {
		if t.Logf("%s: %d missions", code, each[code]); each[code] < leastEachCode {
			t.Errorf("%d missions have %s, and %d should at least", each[code], code, leastEachCode)
		}
	}
}

// wantInREADME keeps the figures that the README tells true.
func wantInREADME(t *testing.T, text string) {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(strings.Fields(string(readme)), " "), text) {
		t.Errorf("the README does not say: %s", text)
	}
}

// files are the files of missions, and the folders that are one mission.
func files(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("*.reqon")
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range []string{"mission.reqon", "main.reqon"} {
		roots, err := filepath.Glob(filepath.Join("*", root))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range roots {
			if root == "mission.reqon" {
				r = filepath.Dir(r)
			}
			found = append(found, r)
		}
	}
	return found
}
