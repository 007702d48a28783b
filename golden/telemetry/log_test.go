package telemetry

import (
	"bufio"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// Each record of the log has its level and the run; one of an action that, and
// its place in the mission; one of an iteration its number, too.
func TestLog(t *testing.T) {
	r := runWith(t, newShop(t), []string{"--log-level=debug", "--log-format=json", "--quiet"}, nil)
	type record struct {
		Level, Msg, Run, Action, Position string
		Iteration                         *int
	}
	var told []string
	lines := bufio.NewScanner(strings.NewReader(r.stderr))
	for lines.Scan() {
		var l record
		if !strings.HasPrefix(lines.Text(), "{") {
			continue // of the summary
		}
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		if l.Run != r.report.Run.ID || l.Level == "" {
			t.Errorf("the record is not of the run %s: %s", r.report.Run.ID, lines.Text())
		}
		if l.Action == "" != strings.HasPrefix(l.Msg, "run ") || l.Action != "" && !strings.HasPrefix(l.Position, "mission.reqon:") {
			t.Errorf("the record does not say which action and where: %s", lines.Text())
		}
		looped := l.Action == "Reviews" || l.Action == "EnrichWithPricing"
		if (l.Iteration != nil) != (looped && !strings.HasPrefix(l.Msg, "action ")) {
			t.Errorf("the record does not say which iteration, or makes one up: %s", lines.Text())
		}
		line := l.Level + " " + l.Msg + " " + l.Action + " " + l.Position
		if l.Iteration != nil {
			line += " " + string(rune('0'+*l.Iteration))
		}
		told = append(told, line)
	}
	for _, want := range []string{
		"INFO run started  ",
		"INFO action started Broken mission.reqon:42:24",
		"ERROR action failed Broken mission.reqon:24:5",
		"INFO action done Combine mission.reqon:42:73",
		"DEBUG request EnrichWithPricing mission.reqon:13:7 2",
		"INFO retrying Flaky mission.reqon:19:5",
		"INFO GET " + "{shop}" + "/reviews/2: 410 Gone Reviews mission.reqon:30:7 1",
		"INFO run ended  ",
	} {
		if !slices.ContainsFunc(told, func(line string) bool {
			before, after, _ := strings.Cut(want, "{shop}")
			return strings.HasPrefix(line, before) && strings.HasSuffix(line, after)
		}) {
			t.Errorf("the log has no %q:\n%s", want, strings.Join(told, "\n"))
		}
	}
	noSecret(t, "the log", r.stderr)
}
