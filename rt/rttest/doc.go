// Package rttest serves canned answers to missions and measures, from the
// server's side of the wire, what they asked for: for tests, examples and the
// demo. It imports nothing else of ours.
//
//	api, err := rttest.Load("testdata/api")      // a file, or a folder of *.api files
//	server := rttest.Serve(api)                  // on loopback: server.URL
//	defer server.Close()
//	…
//	server.Requests()                            // everything asked, in order of arrival
//	server.Requests().To("/pricing").MaxInFlight() // most of them at once
//
// [ServeInMemory] is the same without a socket, for testing/synctest: its
// [Server.Transport] dials it.
//
// # The format
//
// A file of canned answers is text. Lines that begin with # are comments. Each
// entry is a request line and the answers to it:
//
//	# The master list.
//	GET /items
//	-> 200
//	[ { "id": 1 }, { "id": 2 } ]
//
//	# Any item's price, slowly; busy when it is first asked.
//	GET /pricing?itemId={id}
//	-> 503
//	Retry-After: 1
//	-> 200 after 30ms
//	{ "itemId": {id}, "price": {id}.50 }
//
// A request line is a method (* is any) and a path with its query. {name}
// stands for any text without a slash, {name...} for any text. The parameters
// of the query are those of the request, no more and no fewer, in any order;
// a query ?* fits any. Header lines right after the request line are wanted of
// the request:
//
//	GET /account
//	Authorization: Bearer abc
//	-> 200
//	{ "name": "Ada" }
//
//	GET /account
//	-> 401
//
// The first entry in the file that fits a request answers it. A request that
// no entry fits gets 404 and is among [Requests.Unexpected].
//
// Each answer begins with a line -> STATUS. The same request (method, path,
// query) gets one answer after another, the last one for good; requests that
// one entry answers for several items are counted each on its own. After the
// status may come:
//
//	x2              gives this answer twice before the next
//	after 30ms      waits before it answers
//	slow 100ms      sends the body in pieces over that time
//	together 3      answers when three requests wait here at once: what really runs
//	                side by side gets through, anything else gets 504 after 5 s
//	cut             closes the connection in the middle of the body
//	file items.json takes the body from that file, beside the canned answers
//
// In place of the status:
//
//	-> drop         closes the connection in the middle of the header
//	-> hang         never answers; ends when the client goes
//
// (A connection that closes before the first byte is no failure to net/http
// where it was used before: it sends the request again. Hence the middle.)
//
// Header lines right after an answer's line are sent. Content-Type is
// application/json unless one of them says otherwise; "Content-Type:" with
// nothing after it sends none. The body begins after them, or after an empty
// line, and ends before the next line that begins with #, -> or a request
// line. An answer without a body has no Content-Type.
//
// In a body and in a header's value, {name} inserts what the pattern's name
// stood for, and {attempt} the number of this same request, from 1; {body} is the
// request's body (null without one), {header.Accept} one of its headers,
// {base} the server's URL. A line of a body that begins with
//
//	each n in 1..50: { "id": {n} }
//
// becomes fifty lines with commas between them.
package rttest
