// Package reference holds the pages of examples/reference to what they say.
//
// Every block of reqon there is a whole mission. It has to compile, to Go that
// type-checks, and to stand in the one layout. Where a block of http follows it,
// that is a canned API in the format of rt/rttest, and the mission is run
// against it; a block of json then is the stores that it leaves, as --output
// writes them.
//
// Two parts are written from the code, by go test ./golden/reference -update:
// functions.md from the table in lang/builtin, whose examples are evaluated by a
// compiled mission, and the codes in diagnostics.md from the constants of the
// parser and the checker with the comments beside them.
package reference
