// Package fetch sends the requests of a mission: a [Source] knows its base, its
// credentials, its time limit and how often to try, and turns whatever comes
// back into a value or a failure (the language, §8 and §13).
//
// One request goes through the files like this: source.go, with base.go and
// auth.go, has settled at the start what all requests have in common, and
// connections.go and proxy.go what they go over; outgoing.go makes the request
// from the mission's values (path.go, params.go, body.go, headers.go), and
// heading.go makes headers ready once that come again and again; send.go makes
// attempts until one is good enough or the policy ends, with the waits of
// retryafter.go; attempt.go is one attempt: token.go has its access token,
// limit.go lets it through, with quota.go for what the server says of its own
// limit, breaker.go keeps it from a source that does not work, and then it goes
// over the wire; answer.go reads what comes, and outcome.go says what came of it
// to the mission.
//
// Several requests as one are pages.go, with page.go and link.go for one of them,
// and stream.go where their response is handled part by part. since.go and checkpoints.go ask for what changed since
// the last run. credentials.go and savecredentials.go are the file that a
// program is given.
//
// What is cancelled is never a failure: an attempt that ends because the
// context did returns rt.Stopped; one that ends because of its own time limit
// is the failure "timeout".
//
// It may import rt, rt/value and its own wire, which sends plain HTTP/1.1 where
// net/http would hand each request to goroutines of its own.
package fetch
