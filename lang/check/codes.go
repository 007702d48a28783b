package check

import "github.com/reqongen/reqongen/lang/diag"

// The codes of what the checker finds. No two share a number, whatever their
// letter: 201 to 206 belong to the advice on parallel work (the language, §6).
const (
	codeUndeclared    diag.Code = "N101"
	codeNeverWritten  diag.Code = "W102"
	codeName          diag.Code = "E103"
	codeSource        diag.Code = "E104"
	codeStore         diag.Code = "E105"
	codeAction        diag.Code = "E106"
	codeFunction      diag.Code = "E107"
	codeKind          diag.Code = "E108"
	codeOtherThing    diag.Code = "E109"
	codeDuplicate     diag.Code = "E110"
	codeBoundTwice    diag.Code = "E111"
	codeNotHere       diag.Code = "E112"
	codeLetCycle      diag.Code = "E113"
	codeSameFile      diag.Code = "E114"
	codeShadows       diag.Code = "N115"
	codeSchemaCycle   diag.Code = "E116"
	codeTransform     diag.Code = "E117"
	codeTypeName      diag.Code = "E118"
	codeOption        diag.Code = "E120"
	codeOptionTwice   diag.Code = "E121"
	codeOptionPlace   diag.Code = "E122"
	codeOptionMissing diag.Code = "E123"
	codeImport        diag.Code = "E130"
	codeImportName    diag.Code = "E131"
	codeImportCycle   diag.Code = "E132"
	codeImportClash   diag.Code = "E133"
	codeMissionPlace  diag.Code = "E134"
	codeLater         diag.Code = "E190"
	codeNoMission     diag.Code = "E210"
	codeNoAction      diag.Code = "E211"
	codeNoRun         diag.Code = "E212"
	codeSecondRun     diag.Code = "E213"
	codeTwiceInGroup  diag.Code = "E214"
	codeEmptyGroup    diag.Code = "E215"
	codeLimit         diag.Code = "E216"
	codeCallCycle     diag.Code = "E217"
	codeUnreached     diag.Code = "W218"
	codeNeverReached  diag.Code = "W219"
	codeNoMatch       diag.Code = "E220"
	codeNoRequest     diag.Code = "E221"
	codeUnclear       diag.Code = "E222"
	codeTwoSources    diag.Code = "E223"
	codeDeadArm       diag.Code = "W224"
	codeNotTotal      diag.Code = "W225"
	codeNoArms        diag.Code = "E226"
	codeNoItem        diag.Code = "E227"
	codeNoConstraints diag.Code = "E228"
	codeNoFit         diag.Code = "W229"
	codeNoStatus      diag.Code = "W230"
	codeArgument      diag.Code = "E301"
	codeArgumentCount diag.Code = "E302"
	codeLambda        diag.Code = "E303"
	codeOptionType    diag.Code = "E304"
	codeDuration      diag.Code = "E305"
	codeWord          diag.Code = "E306"
	codeBase          diag.Code = "E308"
	codeHeader        diag.Code = "E309"
	codeEnv           diag.Code = "E310"
	codeLabel         diag.Code = "E311"
	codeRecord        diag.Code = "E312"
	codeLoopOver      diag.Code = "E313"
	codeOperand       diag.Code = "E314"
	codeNotInserted   diag.Code = "W315"
	codeStatus        diag.Code = "E316"
	codePath          diag.Code = "E317"
	codeFixedKey      diag.Code = "W318"
	codeRange         diag.Code = "E319"
	codeShapeField    diag.Code = "W320"
	codeShapeMissing  diag.Code = "W321"
	codeShapeType     diag.Code = "W322"
	codeNoField       diag.Code = "W323"
	codeNeverEqual    diag.Code = "W324"
	codeNullOnly      diag.Code = "W325"
	codePages         diag.Code = "E330"
	codeSync          diag.Code = "E331"
	codeSecret        diag.Code = "W332"
)

// A CodeDoc says what a code stands for.
type CodeDoc struct {
	Code diag.Code
	Doc  string
}

// Codes lists every code that the checker reports, in order of their numbers.
// Those of the parser, E4xx, are in lang/syntax.
var Codes = []CodeDoc{
	{codeUndeclared, "a store is used without a declaration; it is a memory store"},
	{codeNeverWritten, "an undeclared store is read, and nothing writes it"},
	{codeName, "a name that nothing bears"},
	{codeSource, "a source that is not declared"},
	{codeStore, "a store that is neither declared nor written"},
	{codeAction, "an action that is not declared"},
	{codeFunction, "a function that the language does not have"},
	{codeKind, "a kind of value or a schema that does not exist"},
	{codeOtherThing, "a name of something else than what is wanted"},
	{codeDuplicate, "something is declared twice"},
	{codeBoundTwice, "a variable is bound twice in its scope"},
	{codeNotHere, "a name that means something, but not at this place"},
	{codeLetCycle, "lets that need each other"},
	{codeSameFile, "two stores are kept in the same file"},
	{codeShadows, "a variable hides another, a store or a given name"},
	{codeSchemaCycle, "schemas that take each other in"},
	{codeTransform, "a transform that is not declared"},
	{codeTypeName, "a schema with the name of a type"},
	{codeOption, "an option that does not exist there"},
	{codeOptionTwice, "an option is written twice"},
	{codeOptionPlace, "an option at a place that takes none"},
	{codeOptionMissing, "an option that something cannot do without"},
	{codeImport, "an import that leads to no file"},
	{codeImportName, "a name that the imported file does not declare"},
	{codeImportCycle, "files that import each other"},
	{codeImportClash, "an import of a name that is declared already"},
	{codeMissionPlace, "a mission in a file that only contributes to others"},
	{codeLater, "a part of the language that is not compiled yet"},
	{codeNoMission, "a file without a mission"},
	{codeNoAction, "a mission without an action"},
	{codeNoRun, "several actions and no run"},
	{codeSecondRun, "a second run"},
	{codeTwiceInGroup, "an action is named twice in one group"},
	{codeEmptyGroup, "a group without an action"},
	{codeLimit, "a limit that is no positive whole number, nor an expression over env"},
	{codeCallCycle, "actions that run or jump to each other without an end"},
	{codeUnreached, "an action that nothing runs"},
	{codeNeverReached, "a step behind one that never comes back"},
	{codeNoMatch, "continue outside a match"},
	{codeNoRequest, "a retry without a request before it"},
	{codeUnclear, "a retry that may mean one of several requests"},
	{codeTwoSources, "a request that names its source twice"},
	{codeDeadArm, "an arm or a variant behind one that takes all that it could take"},
	{codeNotTotal, "a match without an arm for everything else"},
	{codeNoArms, "a match without arms, or a transform without variants"},
	{codeNoItem, "a queue step without an item"},
	{codeNoConstraints, "a validate without constraints"},
	{codeNoFit, "a pattern, a test or a check that the value can never fit"},
	{codeNoStatus, "a status of a failed request, where none is looked at"},
	{codeArgument, "an argument of a type that the function does not take"},
	{codeArgumentCount, "too many or too few arguments"},
	{codeLambda, "a function of values where none is taken, or one of another number of values"},
	{codeOptionType, "a value of a type that the option does not take"},
	{codeDuration, "a duration that is none"},
	{codeWord, "a word that is none of those that are possible"},
	{codeBase, "a base or a proxy that is no URL"},
	{codeHeader, "a header that HTTP does not allow"},
	{codeEnv, "env without the name of a variable"},
	{codeLabel, "a name that a store cannot have"},
	{codeRecord, "a value that is no record is stored"},
	{codeLoopOver, "a loop over what is no array"},
	{codeOperand, "an operand that the operator can do nothing with"},
	{codeNotInserted, "text that looks as if a value were inserted, and none is"},
	{codeStatus, "a number that is no HTTP status"},
	{codePath, "a path that is no string"},
	{codeFixedKey, "a key that is the name of a field, the same for every record"},
	{codeRange, "a range that bounds no number, or holds none"},
	{codeShapeField, "a field that the schema does not have"},
	{codeShapeMissing, "fields of the schema that are not given"},
	{codeShapeType, "a value that does not fit the field of the schema"},
	{codeNoField, "a field or an element of what surely has none of that name"},
	{codeNeverEqual, "a comparison of values that are never equal"},
	{codeNullOnly, "an operand or an argument that does not fit, unless something is null"},
	{codePages, "pages that cannot be asked for like this"},
	{codeSync, "a sync that cannot be kept like this"},
	{codeSecret, "credentials in the text of the mission"},
}
