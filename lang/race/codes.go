package race

import "github.com/reqongen/reqongen/lang/diag"

const (
	codeLost       diag.Code = "W201"
	codeReads      diag.Code = "W202"
	codeFixedKey   diag.Code = "W203"
	codeReadsOther diag.Code = "W204"
	codeUnbounded  diag.Code = "W205"
	codeOneGroup   diag.Code = "N206"
)

// Codes lists every code that the check reports, in order of their numbers,
// with what each stands for.
var Codes = []diag.CodeDoc{
	{Code: codeLost, Doc: "two actions of a group write one store with keys that may be equal"},
	{Code: codeReads, Doc: "an action reads a store that another one of its group writes"},
	{Code: codeFixedKey, Doc: "a parallel loop writes a store under a key that is the same in its iterations"},
	{Code: codeReadsOther, Doc: "an iteration of a parallel loop reads what another one may write"},
	{Code: codeUnbounded, Doc: "a group of more than 8 actions without maxConcurrency"},
	{Code: codeOneGroup, Doc: "stages one after another that could be one group"},
}
