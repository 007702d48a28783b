package rt

import (
	"context"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/reqongen/reqongen/rt/value"
)

// Contract1 is what a generated package asks of its runtime: it mentions the
// constant of the contract that it was generated for, and does not compile
// against a runtime that no longer keeps it, or does not keep it yet.
const Contract1 = 1

// A Program is a generated mission, as it describes itself.
type Program struct {
	Mission string // its name
	Source  string // the file it was generated from

	Stages   []StagePlan
	Sources  []SourcePlan // in written order; the first is the default
	Settings []Setting    // environment variables that its text reads
	Steps    []Step       // of all its actions, by file, line and column
	Files    []File       // its text, its own file first

	// Telemetry follows each run for a system outside, where the program was
	// generated for that (package rt/otel). It is called when the settings are
	// known to be right, and gives nil where nobody wants to know.
	Telemetry func(ctx context.Context, run *Run) Telemetry

	// Open makes the mission's sources and stores on the run and gives its
	// pipeline. What is missing for that it tells the run as a Problem.
	Open func(run *Run) func(ctx context.Context, s *Strand) error
}

// A StagePlan is one stage of the run line.
type StagePlan struct {
	Text    string // as written
	At      value.Pos
	Actions []string
	Group   bool // in brackets
}

// A SourcePlan is one source of the mission, as its text says it.
type SourcePlan struct {
	Name string
	At   value.Pos
	Base string // "" where it is not written, or not a plain text
	Auth string // "" where it is not written
}

// A Setting is an environment variable that the mission's text reads.
type Setting struct {
	Name string
	At   value.Pos // where it is read first
	// Optional is env("NAME"), "" where it is unset. ${NAME} must be set.
	Optional bool
}

// A Step is a step of the mission and its text on one line.
type Step struct {
	At   value.Pos
	Text string
}

// A File is one that the mission stands in.
type File struct {
	Name string // as positions say it
	Text string // its lines, each with an LF behind it
}

// StepAt is the text of the step at the position, or of the nearest before it
// in the same file; "" where there is none.
func (p *Program) StepAt(at value.Pos) string {
	i := sort.Search(len(p.Steps), func(i int) bool { return comparePos(p.Steps[i].At, at) > 0 })
	if i == 0 {
		return ""
	}
	step := p.Steps[i-1]
	file, _, _ := SplitPos(step.At)
	if want, _, _ := SplitPos(at); file != want {
		return ""
	}
	return step.Text
}

// Lines are those of the mission around the position, up to so many before and
// after it, without line ends; first is the number of the first. There are none
// of a file that the program does not carry.
func (p *Program) Lines(at value.Pos, around int) (file string, first int, lines []string) {
	file, line, _ := SplitPos(at)
	i := slices.IndexFunc(p.Files, func(f File) bool { return f.Name == file })
	if i < 0 {
		return file, 0, nil
	}
	all := strings.Split(strings.TrimSuffix(p.Files[i].Text, "\n"), "\n")
	if line < 1 || line > len(all) {
		return file, 0, nil
	}
	first = max(1, line-around)
	return file, first, all[first-1 : min(len(all), line+around)]
}

// comparePos orders positions by file, line and column.
func comparePos(a, b value.Pos) int {
	af, al, ac := SplitPos(a)
	bf, bl, bc := SplitPos(b)
	if c := strings.Compare(af, bf); c != 0 {
		return c
	}
	if al != bl {
		return al - bl
	}
	return ac - bc
}

// SplitPos takes file:line:col apart; the file may have colons of its own. What
// is not there is "" or 0.
func SplitPos(at value.Pos) (file string, line, col int) {
	file = string(at)
	number := func() int {
		i := strings.LastIndexByte(file, ':')
		if i < 0 {
			return 0
		}
		n, err := strconv.Atoi(file[i+1:])
		if err != nil {
			return 0
		}
		file = file[:i]
		return n
	}
	col = number()
	line = number()
	return file, line, col
}
