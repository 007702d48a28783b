package rt

import "net/http"

// A Telemetry is an observer of one run that tells a system outside of it. It is
// told everything, as if Options.Detail were set, and the end of an iteration
// twice where others are told of it only when it is sure to stand.
type Telemetry interface {
	Observer
	// Sending is called before each attempt of a request; the record has those
	// before it. What it sets in the header goes over the wire, and has the API
	// know what the request belongs to.
	Sending(q *RequestRecord, header http.Header)
	// End is called when the run is over, with what became of it. It may take
	// the time to hand over what is left, but not long: somebody waits.
	End(result *Result)
}

// Telemetry is that of the run; nil where there is none.
func (r *Run) Telemetry() Telemetry { return r.telemetry }
