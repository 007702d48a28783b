package wire

import (
	"encoding/json"
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/reqongen/reqongen/rt/rttest"
)

// The first failure closes the connections of the siblings, those of a sibling's
// parallel loop too; so does an abort. The server never answers these: that their
// clients leave is all that ends them.
func TestFailureClosesConnections(t *testing.T) {
	for _, mission := range []string{"fail-fast", "abort"} {
		t.Run(mission, func(t *testing.T) {
			h := newHolding(t)
			r := start(t, mission, h.URL)
			h.wants("/a", "/b", "/c/1", "/c/2")
			h.answer(404, "/b")
			h.wants()
			r.exits(1)

			all := h.Requests()
			if gone := all.Gone(); len(all) != 4 || len(gone) != 3 || len(gone.To("/b")) != 0 {
				t.Errorf("of %q the clients of %q left", all.Lines(), gone.Lines())
			}
		})
	}
}

// Over HTTP/2 the requests share one connection: where a loop fails the streams
// of its later iterations are reset; that of an earlier one, which the serial
// run would have come to the end of, lives on, and so does another action's.
func TestFailureResetsStreams(t *testing.T) {
	h := &holding{t: t, changed: make(chan struct{})}
	var connections atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("%s came over %s", r.URL.Path, r.Proto)
		}
		h.ServeHTTP(w, r)
	}))
	server.EnableHTTP2 = true
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.StartTLS()
	defer server.Close()

	r := start(t, "streams", server.URL, "SSL_CERT_FILE="+certificate(t, server))
	h.wants("/connect")
	h.answer(200, "/connect")
	h.wants("/loop/1", "/loop/2", "/loop/3", "/other")
	h.answer(404, "/loop/2")
	h.wants("/loop/1", "/other")
	h.answer(200, "/loop/1")
	h.wants("/other")
	h.answer(200, "/other")
	r.exits(4)
	if n := connections.Load(); n != 1 {
		t.Errorf("there were %d connections, want 1", n)
	}
}

// certificate writes the server's certificate to a file, for those who are to
// trust it.
func certificate(t *testing.T, server *httptest.Server) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "cert.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// By default the siblings of a failed action run to their end, the next stage
// starts and sees `errors`, and the run is partial.
func TestDefaultModeFinishes(t *testing.T) {
	h := newHolding(t)
	r := start(t, "default", h.URL)
	h.wants("/a", "/b", "/c")
	h.answer(404, "/b")
	h.wants("/a", "/c")
	h.answer(200, "/a")
	h.wants("/c")
	h.answer(200, "/c")
	h.wants("/merge")
	h.answer(200, "/merge")
	r.exits(4)

	all := h.Requests()
	if gone := all.Gone(); len(gone) > 0 {
		t.Errorf("the clients of %q left", gone.Lines())
	}
	type failure struct {
		Action   string
		Stage    int
		Code     int
		Position string
	}
	var sent struct {
		Errors  []failure
		Results []struct{ ID string }
	}
	if err := json.Unmarshal([]byte(all.To("/merge")[0].Body), &sent); err != nil {
		t.Fatal(err)
	}
	want := failure{Action: "ActionB", Stage: 1, Code: 404, Position: "mission.reqon:8:5"}
	if len(sent.Errors) != 1 || sent.Errors[0] != want {
		t.Errorf("Merge sees the errors %+v, want %+v", sent.Errors, want)
	}
	if len(sent.Results) != 2 || sent.Results[0].ID != "/a" || sent.Results[1].ID != "/c" {
		t.Errorf("Merge sees the results %+v, want those of /a and /c", sent.Results)
	}
	if log := r.store("mergeLog"); len(log) != 1 || log[0]["partial"] != true {
		t.Errorf("mergeLog is %v", log)
	}
}

// An interrupt ends the run in good order: what is in flight is aborted, nothing
// more starts, what was stored is kept.
func TestInterrupt(t *testing.T) {
	h := newHolding(t)
	r := start(t, "interrupted", h.URL)
	h.wants("/items/1", "/items/2")
	h.answer(200, "/items/2")
	h.wants("/items/1", "/items/3")
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	h.wants()
	r.exits(130)

	all := h.Requests()
	if gone := all.Gone(); len(all) != 3 || len(gone) != 2 {
		t.Errorf("of %q the clients of %q left", all.Lines(), gone.Lines())
	}
	if !strings.Contains(r.stderr.String(), "interrupted") {
		t.Error("it does not say that it was interrupted")
	}
	// The write of the second iteration stays, in the file as in what is told.
	if items := r.store("items"); len(items) != 1 || items[0]["id"] != "/items/2" {
		t.Errorf("--output has %v", items)
	}
	text, err := os.ReadFile(filepath.Join(r.state, "items.json"))
	if err != nil {
		t.Fatal(err)
	}
	var kept map[string]struct{ ID string }
	if err := json.Unmarshal(text, &kept); err != nil || len(kept) != 1 || kept["/items/2"].ID != "/items/2" {
		t.Errorf("the file holds %s (%v)", text, err)
	}
}

// A wait between attempts ends with the interrupt too, whoever sends it.
func TestInterruptEndsAWait(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			h := newHolding(t)
			r := start(t, "waiting", h.URL)
			h.wants("/busy")
			h.answer(503, "/busy")
			// The answer was given; whether the program waits already or is
			// about to, the interrupt has to end it.
			if !h.Await(patience, func(all rttest.Requests) bool { return all.InFlight() == 0 }) {
				t.Fatal("the answer was not given")
			}
			if err := r.cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			r.exits(130)
			if n := len(h.Requests()); n != 1 {
				t.Errorf("%d requests came, want 1", n)
			}
		})
	}
}
