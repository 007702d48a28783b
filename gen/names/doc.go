// Package names is the one home of trouble with Go's names. It makes
// identifiers of what a mission's author called things, keeps them apart from
// Go's keywords, predeclared names and imports and from the names that
// generated code itself uses, and makes them unique where they stand.
//
// It imports nothing of ours and knows nothing of missions.
package names
