// Package canned finds the examples and serves their canned APIs: for the
// command that runs them, for the demo and for their tests.
package canned

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/reqongen/reqongen/rt/rttest"
)

// Root is the folder of the repository that the process was started in.
func Root() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("go list -m: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// Dir is the folder of an example.
func Dir(name string) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, "examples", name)
	if _, err := os.Stat(filepath.Join(dir, "README.md")); err != nil {
		return "", fmt.Errorf("there is no example %q", name)
	}
	return dir, nil
}

// Missions are the names of the examples that are a mission to run.
func Missions() ([]string, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(root, "examples", "*", "mission.reqon"))
	var names []string
	for _, file := range files {
		names = append(names, filepath.Base(filepath.Dir(file)))
	}
	return names, err
}

// Serve serves the canned API of an example on loopback. An example without one
// gets a server that answers nothing.
func Serve(name string) (*rttest.Server, error) {
	dir, err := Dir(name)
	if err != nil {
		return nil, err
	}
	api := rttest.MustParse("")
	if files, _ := filepath.Glob(filepath.Join(dir, "*.api")); len(files) > 0 {
		if api, err = rttest.Load(dir); err != nil {
			return nil, err
		}
	}
	return rttest.Serve(api), nil
}

// Flags are those that the example's mission program is to be run with: the
// base, and what the file args says, a flag a line. In it {server} is the
// API's URL and {dir} the folder of the example.
func Flags(name, url string) ([]string, error) {
	dir, err := Dir(name)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, "args"))
	if errors.Is(err, fs.ErrNotExist) {
		return []string{"--base=" + url}, nil
	}
	if err != nil {
		return nil, err
	}
	return strings.Fields(strings.NewReplacer("{server}", url, "{dir}", dir).Replace(string(text))), nil
}

// State makes the folder the example's state folder: with the files that it
// begins with, where it has any.
func State(name, folder string) error {
	dir, err := Dir(name)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	begin := filepath.Join(dir, "state")
	if _, err := os.Stat(begin); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return os.CopyFS(folder, os.DirFS(begin))
}

// Compiler builds reqongen into the folder and gives its path.
func Compiler(dir string) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, "reqongen")
	cmd := exec.Command("go", "build", "-o", program, "./cmd/reqongen")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build ./cmd/reqongen: %w\n%s", err, out)
	}
	return program, nil
}
