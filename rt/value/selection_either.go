//go:build reqon_either

package value

import "os"

// The build tag reqon_either makes one program of both: where the variable
// REQON_WHOLE is set, it has everything decoded, as with reqon_whole. Tests that
// compare the two build once.
var selecting = os.Getenv("REQON_WHOLE") == ""
