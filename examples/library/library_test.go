package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/examples/internal/canned"
	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/lang"
)

// The program prints the catalog that the mission makes.
func TestPrintCatalog(t *testing.T) {
	server, err := canned.Serve("library")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	var out bytes.Buffer
	if err := printCatalog(t.Context(), &out, server.URL); err != nil {
		t.Fatal(err)
	}
	const want = "Saw        20 EUR\n" +
		"Hammer     14 EUR\n" +
		"Clamp      10 EUR\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("it prints (-want +got):\n%s", diff)
	}
}

// What go generate would write is what is committed.
func TestPackageIsCurrent(t *testing.T) {
	loaded, err := lang.Load("catalog.reqon")
	if err != nil {
		t.Fatal(err)
	}
	if len(loaded.Missions) != 1 {
		t.Fatalf("catalog.reqon does not compile: %v", loaded.Diagnostics)
	}
	files, err := gen.Generate(loaded.Missions[0], gen.Options{Package: "catalog"})
	if err != nil {
		t.Fatal(err)
	}
	generated := map[string]string{}
	for _, f := range files {
		generated[f.Name] = string(f.Data)
	}
	committed := map[string]string{}
	names, err := filepath.Glob("catalog/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		committed[filepath.Base(name)] = string(text)
	}
	if diff := cmp.Diff(generated, committed); diff != "" {
		t.Errorf("run go generate ./examples/library (-generated +committed):\n%s", diff)
	}
}
