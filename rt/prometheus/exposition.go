package prometheus

import (
	"bufio"
	"io"
	"slices"
	"strconv"
	"strings"
)

// exposition writes families of samples, version 0.0.4 of the text format.
type exposition struct {
	w      *bufio.Writer
	common []label // of every sample
}

type label struct{ name, value string }

func newExposition(w io.Writer, common ...label) *exposition {
	return &exposition{bufio.NewWriter(w), common}
}

// family begins the samples of a name. Each name has one family.
func (e *exposition) family(name, kind, help string) {
	_, _ = e.w.WriteString("# HELP " + name + " " + escapeHelp.Replace(help) + "\n# TYPE " + name + " " + kind + "\n")
}

func (e *exposition) sample(name string, value float64, labels ...label) {
	_, _ = e.w.WriteString(name)
	separator := byte('{')
	for _, l := range slices.Concat(e.common, labels) {
		_ = e.w.WriteByte(separator)
		_, _ = e.w.WriteString(l.name + `="` + escapeLabel.Replace(l.value) + `"`)
		separator = ','
	}
	if separator == ',' {
		_ = e.w.WriteByte('}')
	}
	_, _ = e.w.WriteString(" " + number(value) + "\n")
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// histogram writes the samples of one, whose buckets are not cumulative.
func (e *exposition) histogram(name string, h *histogram, labels ...label) {
	total := int64(0)
	for i, n := range h.buckets {
		total += n
		bound := "+Inf"
		if i < len(bounds) {
			bound = number(bounds[i])
		}
		e.sample(name+"_bucket", float64(total), append(slices.Clone(labels), label{"le", bound})...)
	}
	e.sample(name+"_sum", h.sum.Seconds(), labels...)
	e.sample(name+"_count", float64(total), labels...)
}

// flush gives the error of the whole.
func (e *exposition) flush() error { return e.w.Flush() }

var (
	escapeHelp  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	escapeLabel = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
)
