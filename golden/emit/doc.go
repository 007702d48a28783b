// Package emit holds missions beside the packages that they become. Each folder
// is a case: mission.reqon, what reqongen writes for it, and for a library a file
// package with its name. What is written is read by people before it is
// committed; it compiles with everything else here, and the test generates it
// again and wants the same bytes.
//
//	go test ./golden/emit -update
//
// writes all of it anew and takes away what nothing generates any more.
package emit
