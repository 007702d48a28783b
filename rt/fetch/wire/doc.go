// Package wire sends HTTP/1.1 requests on the goroutine that asks for them.
//
// net/http has two goroutines for each connection, which hand every request and
// every answer over; where an API answers fast, that is a third of the
// processor time of a mission. A [Transport] writes a request and reads its
// answer where it is called, over connections that it keeps. Answers are parsed
// by net/http itself (http.ReadResponse), and requests go out in the bytes that
// it would send.
//
// It takes the plain case only, and says [ErrNotMine] of the rest, before
// anything was sent: HTTP/2, proxies, upgrades, long bodies, and whatever
// net/http would refuse or mend stay with net/http, which the caller asks then.
// A server over TLS is one for net/http too, until it has shown that it
// speaks HTTP/1.1.
//
// The package imports nothing of ours.
package wire
