// Command reqongen compiles Reqon missions to standalone Go packages, and can
// build and run them right away.
//
//	reqongen -o DIR mission.reqon          write the Go package
//	reqongen run mission.reqon [flags]     compile and run it
//	reqongen build -o FILE mission.reqon   compile it to a program
//	reqongen check FILE…                   say what is wrong with missions
//	reqongen fmt [FILE or FOLDER…]         lay mission files out in the one way
//	reqongen functions [NAME…]             tell what functions a mission can call
//
// Each subcommand is a file. What they share: compile.go loads missions and
// prints what is to be said of them, package.go makes packages of them, and
// internal/ holds what is under the packages: the runtime that they carry along
// or require (carry), the disk (outdir), the go command (gobuild).
package main
