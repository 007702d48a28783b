// Package format lays mission files out in the one way that `reqongen fmt`
// writes them.
//
// Source parses a file and walks its tree, but what it prints are the file's own
// tokens, in their order: the tree says only what stands between two of them, a
// blank, a new line, or a place where the line may be broken. So nothing of a
// mission can get lost or change places, and a comment stays between the tokens
// between which it was written. Commas and quotation marks alone are the
// format's to set.
//
// A builder turns the tree into a list of instructions (tokens, the separators
// between them, and the groups whose separators break together); a printer
// carries them out, within a line of 100 characters where that is possible.
//
// The layout:
//
//   - Two blanks a level; no line ends in blanks; LF ends each line, the last one
//     too; no byte-order mark.
//   - Missions, the arms of a match step and the variants of a transform have lines
//     of their own, without commas. So have the steps of a block; a block of one
//     step may stay on the line of its brace, an action's too.
//   - Objects, options, fields, arrays, schemas, blocks of one step: on one line
//     where they fit and their first item stands on the line of the bracket; else
//     an item a line. Who wants it in lines begins a new one behind the bracket.
//     Arguments are broken where they do not fit.
//   - Commas between the items of all of these, none behind the last; on lines of
//     their own the fields of a schema and the constraints of a validate have
//     none. A comma stays where the next line would go on with the one before it.
//   - Blanks around operators, but 1..3 where names or numbers stand on both sides.
//   - Where a line is too long it is broken inside brackets, and before `and`,
//     `or`, `??`, `|`, `where`, `+`, `?`, `:`, `else` and `then`.
//   - Blank lines of the author stay, one for several; none at the edges of a
//     block; one around missions, actions, schemas and transforms that take more
//     than a line.
//   - Strings in double quotation marks, unless one stands in them.
//   - A comment behind something stays behind it; one on a line of its own stays
//     on one, at the depth of what follows. Comments are not reflowed.
//
// It imports lang/source, lang/diag and lang/syntax.
package format
