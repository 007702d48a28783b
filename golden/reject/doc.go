// Package reject holds the mistakes that people make in missions, and how each
// is told. A folder is a topic; a file in it is a mission with the messages that
// it deserves beside the lines that deserve them:
//
//	let price = itmes[.id].price // want 17 E103 `unknown name "itmes"` hint `did you mean "items"?`
//
// A comment that begins with "want" stands at the end of the line, or on lines
// of its own behind it. It says
//
//	COL            the column of the first character that is underlined, or LINE:COL
//	CODE           such as E103
//	TEXT           the message, as a Go string
//	hint TEXT      what stands behind the caret; left out where nothing does
//	note COL TEXT  another place, as often as there are some; LINE:COL for
//	               another line, FILE:LINE:COL for another file of the folder
//
// Every message must be wanted, and every one that is wanted must come: errors,
// warnings and notes alike. The folder accepted is what must compile: no error
// may come, and warnings and notes are wanted like elsewhere.
//
// A folder in a topic is a mission of several files, each with its own wants: the
// folder is the mission where it holds mission.reqon; where it holds main.reqon,
// that file is, with what it imports.
//
// The folder rendered shows whole outputs, as a user sees them, in a file .txt
// beside each mission. `go test ./golden/reject -update` writes those anew; read
// them before you commit them.
package reject
