// Package casebuild compiles many missions into one program, so that a test of
// two hundred cases pays for one link: the first argument says which mission
// runs, the rest are its own.
package casebuild

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/diag"
)

// Build compiles the mission of each folder into one program below dir and
// gives its path. The mission is the folder, or the file main.reqon in it, alone
// with what it imports; the program knows a mission by its folder. With the race
// detector on in the caller's process, the program has it too.
func Build(dir string, folders []string) (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	var imports, programs strings.Builder
	for _, folder := range folders {
		pkg := packageName(folder)
		if err := generate(filepath.Join(dir, pkg), pkg, missionOf(folder)); err != nil {
			return "", fmt.Errorf("%s: %w", folder, err)
		}
		fmt.Fprintf(&imports, "\t\"cases/%s\"\n", pkg)
		fmt.Fprintf(&programs, "\t%q: %s.Exported,\n", folder, pkg)
	}
	main := fmt.Sprintf(mainText, imports.String(), programs.String())
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(main), 0o644); err != nil {
		return "", err
	}
	if err := writeModule(dir, root); err != nil {
		return "", err
	}
	program := filepath.Join(dir, "cases")
	// Without the folder's path in them, packages that did not change come from
	// the build cache.
	args := []string{"build", "-mod=mod", "-trimpath", "-o", program}
	if race {
		args = append(args, "-race")
	}
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

func generate(dir, pkg, file string) error {
	loaded, err := lang.Load(file)
	if err != nil {
		return err
	}
	for _, d := range loaded.Diagnostics {
		if d.Severity == diag.Error {
			return fmt.Errorf("it does not compile: %v", d)
		}
	}
	if len(loaded.Missions) != 1 {
		return fmt.Errorf("it holds %d missions, want one", len(loaded.Missions))
	}
	files, err := gen.Generate(loaded.Missions[0], gen.Options{Package: pkg})
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
