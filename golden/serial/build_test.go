package serial_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/golden/serial"
	"github.com/reqongen/reqongen/lang/plan"
)

// outcomes compiles the missions into one program and gives what comes of each on
// each of the schedules, that of schedule n at n-1.
func outcomes(t *testing.T, missions []*mission) [][]string {
	t.Helper()
	packages, chaos := map[string]*plan.Mission{}, map[string]uint64{}
	numbers := map[string]int{}
	for i, m := range missions {
		name := fmt.Sprintf("m%d", i)
		packages[name], chaos[name], numbers[name] = m.plan, m.chaos(), i
	}
	file := filepath.Join(t.TempDir(), "outcomes")
	execute(t, packages, fmt.Sprintf("serial.RunAll(t, programs, %#v, %d, %q)", chaos, schedules, file))
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	found := make([][]string, len(missions))
	for decoder := json.NewDecoder(bytes.NewReader(data)); ; {
		var o serial.Outcome
		if err := decoder.Decode(&o); errors.Is(err, io.EOF) {
			return found
		} else if err != nil {
			t.Fatal(err)
		}
		i := numbers[o.Mission]
		found[i] = append(found[i], o.Told)
	}
}

// execute compiles the missions, each a package of its name, and runs a test
// with them: a fake clock is for tests alone. The test is a call that may
// mention t and programs, a map by the packages' names. It gives what the test
// says.
func execute(t *testing.T, missions map[string]*plan.Mission, call string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "serial-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir) // and not at the end of a test that makes hundreds
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	var imports, programs strings.Builder
	for name, m := range missions {
		files, err := gen.Generate(m, gen.Options{Package: name})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, f := range files {
			write(filepath.Join(name, f.Name), string(f.Data))
		}
		write(filepath.Join(name, "export.go"), "package "+name+"\n\nvar Program = &program\n")
		fmt.Fprintf(&imports, "\t\"missions/%s\"\n", name)
		fmt.Fprintf(&programs, "\t%q: %s.Program,\n", name, name)
	}
	write("missions_test.go", fmt.Sprintf(`package missions

import (
	"testing"

	"github.com/reqongen/reqongen/golden/serial"
	"github.com/reqongen/reqongen/rt"
%s)

var programs = map[string]*rt.Program{
%s}

func Test(t *testing.T) { %s }
`, &imports, &programs, call))
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	write("go.mod", strings.Replace(string(mod), "module github.com/reqongen/reqongen", "module missions", 1)+
		"\nrequire github.com/reqongen/reqongen v0.0.0\n\nreplace github.com/reqongen/reqongen => "+root+"\n")
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	write("go.sum", string(sum))

	// Neither optimised nor told to a debugger: most of the time and nearly all
	// that is kept on the disk is that of building them.
	cmd := exec.Command("go", "test", "-v", "-vet=off", "-count=1", "-timeout=0", "-mod=mod", "-trimpath", "-gcflags=missions/...=-N -l -dwarf=false", "-ldflags=-w -s", ".")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go test of the missions: %v\n%s", err, out)
	}
	return string(out)
}
