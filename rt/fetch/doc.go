// Package fetch sends the requests of a mission: a [Source] knows its base, its
// credentials, its time limit and how often to try, and turns whatever comes
// back into a value or a failure (the language, §8 and §13).
//
// One request goes through the files like this: source.go, with base.go and
// auth.go, has settled at the start what all requests have in common, and
// connections.go has opened what they go over; outgoing.go makes the request
// from the mission's values (path.go, params.go, body.go, headers.go); send.go
// makes attempts until one is good enough or the policy ends; attempt.go is one
// attempt, from taking its place among those in flight to the last byte of the
// answer; outcome.go says what that is to the mission. credentials.go reads the
// file that a program is given.
//
// What is cancelled is never a failure: an attempt that ends because the
// context did returns rt.Stopped; one that ends because of its own time limit
// is the failure "timeout".
//
// It may import rt and rt/value.
package fetch
