package syntax_test

import (
	"regexp"
	"testing"

	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// One token that is left out, or written twice, is one mistake, and so it is told
// once; hardly ever twice, and almost never more often.
func TestOneSlipIsOneMessage(t *testing.T) {
	token := regexp.MustCompile(`"[^"\n]*"|\.\.\.|->|=>|==|\.\.|\w+|[^\s\w]`)
	comment := regexp.MustCompile(`(?m)^\s*//.*$`)
	texts := []string{allConstructs[0], bigMission(2)}
	for _, block := range seedBlocks {
		if block.wrap == asFile {
			texts = append(texts, block.text)
		}
	}
	told := map[int]int{}
	total := 0
	slip := func(what string, at source.Pos, text string) {
		file, diags := syntax.Parse(source.NewFile("m", text))
		checkTree(t, file)
		told[min(len(diags), 5)]++
		total++
		if testing.Verbose() && len(diags) > 2 {
			t.Logf("%s at %v:\n%s", what, at, brief(diags))
		}
	}
	for _, text := range texts {
		text = comment.ReplaceAllString(text, "")
		file := source.NewFile("m", text)
		for _, loc := range token.FindAllStringIndex(text, -1) {
			word := text[loc[0]:loc[1]]
			slip("without "+word, file.Pos(loc[0]), text[:loc[0]]+text[loc[1]:])
			slip("twice "+word, file.Pos(loc[0]), text[:loc[1]]+" "+text[loc[0]:])
		}
	}
	t.Logf("%d slips; messages: how often: %v", total, told)
	if once := told[0] + told[1]; once*100 < total*93 {
		t.Errorf("only %d of %d slips are told at most once", once, total)
	}
	if more := total - told[0] - told[1] - told[2]; more*100 > total {
		t.Errorf("%d of %d slips are told more than twice", more, total)
	}
}
