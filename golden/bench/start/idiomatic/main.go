// Nothing to do, with what any such program links: flags, HTTP, JSON.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"

	"github.com/reqongen/reqongen/golden/bench/internal/twin"
)

// client is what a program of this kind has, and this one does not use.
var client = &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}

type record struct {
	X int `json:"x"`
}

func main() {
	flags := twin.Parse()
	defer client.CloseIdleConnections()
	data, err := json.Marshal(map[string][]record{"done": {{X: 1}}})
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(flags.Output, data, 0o644); err != nil {
		log.Fatal(err)
	}
}
