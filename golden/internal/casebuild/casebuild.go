// Package casebuild compiles many missions into one program, so that a test of
// two hundred cases pays for one link: the first argument says which mission
// runs, the rest are its own.
package casebuild

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
)

// Build compiles the mission of each folder into one program below dir, with
// the build tags, and gives its path. The mission is the folder, or the file
// main.reqon in it, alone with what it imports; the program knows a mission by
// its folder. With the race detector on in the caller's process, the program has
// it too.
func Build(dir string, folders []string, tags ...string) (string, error) {
	return build(dir, folders, gen.Options{}, tags)
}

// BuildFollowed is Build with telemetry in the missions (reqongen --otel).
func BuildFollowed(dir string, folders []string) (string, error) {
	return build(dir, folders, gen.Options{Telemetry: true}, nil)
}

func build(dir string, folders []string, options gen.Options, tags []string) (string, error) {
	missions := make(map[string]*plan.Mission)
	for _, folder := range folders {
		m, err := load(missionOf(folder))
		if err != nil {
			return "", fmt.Errorf("%s: %w", folder, err)
		}
		missions[folder] = m
	}
	if err := write(dir, missions, options, mainText); err != nil {
		return "", err
	}
	flags := []string{"-tags=" + strings.Join(tags, ",")}
	if race {
		flags = append(flags, "-race")
	}
	return Compile(dir, "cases", flags...)
}

// Write generates a package of each mission below dir and, with main around
// them, the module of a program: main is a format of two texts, the imports of
// the packages, and the lines of a map from the missions' names to programs.
func Write(dir string, missions map[string]*plan.Mission, main string) error {
	return write(dir, missions, gen.Options{}, main)
}

func write(dir string, missions map[string]*plan.Mission, options gen.Options, main string) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	var imports, programs strings.Builder
	for _, name := range slices.Sorted(maps.Keys(missions)) {
		pkg := packageName(name)
		if err := generate(filepath.Join(dir, pkg), pkg, missions[name], options); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(&imports, "\t\"cases/%s\"\n", pkg)
		fmt.Fprintf(&programs, "\t%q: %s.Exported,\n", name, pkg)
	}
	main = fmt.Sprintf(main, imports.String(), programs.String())
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(main), 0o644); err != nil {
		return err
	}
	return writeModule(dir, root)
}

// Compile builds the program that Write wrote to dir, with those flags of go
// build, and gives its path.
func Compile(dir, name string, flags ...string) (string, error) {
	program := filepath.Join(dir, name)
	// Without the folder's path in them, packages that did not change come from
	// the build cache.
	args := append([]string{"build", "-mod=mod", "-trimpath", "-o", program}, flags...)
	cmd := exec.Command("go", append(args, ".")...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build of the generated packages: %w\n%s", err, out)
	}
	return program, nil
}

const mainText = `package main

import (
	"fmt"
	"os"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/cli"

%s)

var programs = map[string]*rt.Program{
%s}

func main() {
	p := programs[os.Args[1]]
	if p == nil {
		fmt.Fprintln(os.Stderr, "no case", os.Args[1])
		os.Exit(99)
	}
	os.Exit(cli.Run(p, os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
}
`

func missionOf(folder string) string {
	main := filepath.Join(folder, "main.reqon")
	if _, err := os.Stat(main); err == nil {
		return main
	}
	return folder
}

// packageName is the folder's name as a package can have it.
func packageName(folder string) string {
	return "case_" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, filepath.Base(folder))
}

// load is the one mission of a file or a folder.
func load(file string) (*plan.Mission, error) {
	loaded, err := lang.Load(file)
	if err != nil {
		return nil, err
	}
	for _, d := range loaded.Diagnostics {
		if d.Severity == diag.Error {
			return nil, fmt.Errorf("it does not compile: %v", d)
		}
	}
	if len(loaded.Missions) != 1 {
		return nil, fmt.Errorf("it holds %d missions, want one", len(loaded.Missions))
	}
	return loaded.Missions[0], nil
}

func generate(dir, pkg string, m *plan.Mission, options gen.Options) error {
	options.Package = pkg
	files, err := gen.Generate(m, options)
	if err != nil {
		return err
	}
	files = append(files, gen.File{Name: "export.go", Data: []byte("package " + pkg + "\n\nvar Exported = &program\n")})
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// writeModule makes dir a module of its own that uses this one as it stands.
func writeModule(dir, root string) error {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	text := strings.Replace(string(mod), "module github.com/reqongen/reqongen\n", "module cases\n", 1)
	text += "\nrequire github.com/reqongen/reqongen v0.0.0\n\nreplace github.com/reqongen/reqongen => " + root + "\n"
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(text), 0o644); err != nil {
		return err
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o644)
}

func moduleRoot() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("go list -m: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}
