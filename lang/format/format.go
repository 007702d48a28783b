package format

import (
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// lineWidth is how many characters a line may have before it is broken.
const lineWidth = 100

// Source gives the text of a file in the one layout. It means the same: its tree
// is the file's tree, and it has the same comments in the same order. Source of
// what Source gave is that text again. Where the file has errors of syntax there
// is no text, and the diagnostics say why; otherwise there are none.
func Source(file *source.File) ([]byte, []diag.Diagnostic) {
	return layOut(file, lineWidth)
}

func layOut(file *source.File, width int) ([]byte, []diag.Diagnostic) {
	tree, problems := syntax.Parse(file)
	if diag.HasErrors(problems) {
		return nil, problems
	}
	b := newBuilder(file, tree)
	b.file(tree)
	return printed(b.ops, width), nil
}
