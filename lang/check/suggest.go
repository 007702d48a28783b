package check

import (
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/syntax"
)

// unknown reports a name that nothing of its kind bears, with the nearest of
// those that something does. It is the one place that does so. Of a name that
// has been told already it says nothing, and gives nil.
func (c *checker) unknown(code diag.Code, kind string, name syntax.Ident, known []string) *diag.Diagnostic {
	if c.told[name.Name] || name.Name == "" {
		return nil
	}
	if top := c.importedFrom[name.Span.File()]; top != nil { // a slip of the pen brings nothing along
		known = append(slices.Clip(known), top.names...)
	}
	return c.report(code, name.Span, didYouMean(name.Name, known), "unknown %s %q", kind, name.Name)
}

// didYouMean asks after the known names that are near, "" where none is.
func didYouMean(name string, known []string) string {
	found := nearest(name, known)
	switch len(found) {
	case 1:
		return `did you mean "` + found[0] + `"?`
	case 2:
		return `did you mean "` + found[0] + `" or "` + found[1] + `"?`
	}
	return ""
}

// nearest gives the known names that the name is a slip of the pen from, the
// nearest alone; none where more than two are equally near.
func nearest(name string, known []string) []string {
	best := 1 << 30
	var found []string
	for _, candidate := range known {
		distance, ok := slip(name, candidate)
		if !ok || distance > best || slices.Contains(found, candidate) {
			continue
		}
		if distance < best {
			best, found = distance, nil
		}
		found = append(found, candidate)
	}
	if len(found) > 2 {
		return nil
	}
	return found
}

// slip says how far apart two names are, false where they have nothing to do
// with each other. Another case is the smallest slip, then about one
// letter in four left out, put in, changed or swapped; then a name cut short.
func slip(name, candidate string) (int, bool) {
	if name == candidate || name == "" || candidate == "" {
		return 0, false
	}
	a, b := strings.ToLower(name), strings.ToLower(candidate)
	if bare(a) == bare(b) {
		return 1, true
	}
	longer, shorter := max(len(a), len(b)), min(len(a), len(b))
	if longer <= 64 && longer >= 3 {
		if d := distance(a, b); d <= max(1, (longer+2)/4) {
			return 1 + d, true
		}
	}
	if shorter >= 3 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a)) {
		return 100 + longer - shorter, true
	}
	return 0, false
}

// bare drops what separates words in names.
func bare(name string) string { return strings.NewReplacer("_", "", "-", "").Replace(name) }

// distance counts the letters left out, put in, changed, or swapped with their
// neighbour between a and b.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
