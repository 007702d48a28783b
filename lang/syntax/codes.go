package syntax

import "github.com/reqongen/reqongen/lang/diag"

// The codes of what the parser finds.
const (
	codeUnexpected   diag.Code = "E400" // something else was expected here
	codeCharacter    diag.Code = "E401" // a character that begins nothing
	codeOpenString   diag.Code = "E402" // a string that is never closed
	codeOpenComment  diag.Code = "E403" // a comment that is never closed
	codeEscape       diag.Code = "E404" // an escape that does not exist
	codeNumber       diag.Code = "E405" // a number in a form that does not exist
	codeMissingClose diag.Code = "E406" // a bracket that is never closed
	codeStrayClose   diag.Code = "E407" // a bracket that closes nothing
	codeOperator     diag.Code = "E408" // an operator of another language
	codeSeparator    diag.Code = "E409" // the wrong sign, or none, between two parts
	codeKeyword      diag.Code = "E410" // a word that begins nothing here
	codeForeign      diag.Code = "E411" // a statement of another language
	codePlace        diag.Code = "E412" // a construct where it cannot stand
	codeSemicolon    diag.Code = "E413" // semicolons
	codeDepth        diag.Code = "E414" // nesting deeper than maxDepth
	codeInsert       diag.Code = "E415" // a mistake in `{expr}` or `${NAME}` in a string
	codeEncoding     diag.Code = "E416" // bytes that are no text
	codeQuotes       diag.Code = "E417" // quotation marks that Reqon does not have
	codeTooMany      diag.Code = "E420" // more mistakes than are worth telling
)
