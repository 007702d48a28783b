// Package run holds what missions do: each folder is a mission, the canned API
// that it runs against, and what must come of it. Its test compiles all of them
// into one program and runs each as a user would, over a real socket.
//
// A case is a folder with
//
//	mission.reqon   the mission, together with every other mission file below
//	                the folder; or main.reqon, alone with what it imports
//	*.api           canned answers, in the format of rt/rttest
//	args            more flags of the mission program, one a line; {server}
//	                stands for the API's URL, {port} for its port, {dir} for
//	                the folder of the case, {state} for the state folder, which
//	                is new for each run
//	env             environment variables, NAME=value, one a line
//	wire            what must hold of the requests as the server saw them
//	state/          files that the state folder begins with
//	runs            how often the mission runs, one run after another, on the
//	                same API and state folder
//	want            the outcome
//
// All but the mission and the outcome may be missing. The API's URL is every
// source's base, unless args say another or, in a line of their own, `no base`.
//
// The outcome is text in sections, empty ones left out: the exit status of each
// run; the requests of all, sorted; every store with its records in order, one a line; every
// file of the state folder with its keys and records; what was written to
// standard output; and of standard error what went wrong. What differs from run
// to run stands as {server}, {dir}, {state}, TIME and RUN.
//
// An outcome is written by hand, from what the language says. `go test
// ./golden/run -update` writes all of them anew; the difference is then to be
// read against the language before it is committed. A folder without a mission
// fails, so that none is forgotten.
//
// A line of wire is one of
//
//	in order                      requests are listed as they came, not sorted
//	overlap PATH PATH             some request to the one is in flight with some to the other
//	apart PATH PATH               none is
//	before PATH PATH              every request to the first has ended before any to the second comes
//	most N PATH                   so many requests to the path were in flight at once, at the most, and so many were
//	gone N PATH                   so many clients left before the answer to a request to the path
//
// A path stands for all that begin with it.
package run
