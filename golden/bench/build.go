package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// A builder makes the programs, in a folder of its own.
type builder struct {
	dir      string
	reqongen string
	node     string // the path of Node.js, "" where there is none
	goCache  string // the build cache of Go
}

func newBuilder(ctx context.Context, dir string) (*builder, error) {
	b := &builder{dir: dir, reqongen: filepath.Join(dir, "reqongen")}
	b.node, _ = exec.LookPath("node")
	cache, err := exec.CommandContext(ctx, "go", "env", "GOCACHE").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOCACHE: %w", err)
	}
	b.goCache = strings.TrimSpace(string(cache))
	// This module does not require reqongen; the module around it has it.
	return b, command(ctx, filepath.Join("..", ".."), "go", "build", "-o", b.reqongen, "./cmd/reqongen")
}

// A program is one of those that are compared.
type program struct {
	name string
	argv []string // without the flags that all of them take
}

// The names of the programs. Ratios are to the idiomatic one.
const (
	mission   = "mission"
	idiomatic = "idiomatic"
	tuned     = "tuned"
	node      = "node"
)

// programs builds the mission of a workload and its twins.
func (b *builder) programs(ctx context.Context, w workload, v variant) ([]program, error) {
	text, err := os.ReadFile(filepath.Join(w.name, "mission.reqon"))
	if err != nil {
		return nil, err
	}
	file := filepath.Join(b.dir, w.name+".reqon")
	written := strings.ReplaceAll(string(text), "parallel 8", "parallel "+strconv.Itoa(v.concurrency))
	if err := os.WriteFile(file, []byte(written), 0o644); err != nil {
		return nil, err
	}
	path := func(name string) string { return filepath.Join(b.dir, w.name+"-"+name) }
	if err := command(ctx, "", b.reqongen, "build", "-o", path(mission), file); err != nil {
		return nil, err
	}
	all := []program{{mission, []string{path(mission), "--quiet"}}}
	twins := []string{idiomatic}
	if w.tuned {
		twins = append(twins, tuned)
	}
	for _, name := range twins {
		if err := command(ctx, "", "go", "build", "-o", path(name), "./"+w.name+"/"+name); err != nil {
			return nil, err
		}
		all = append(all, program{name, []string{path(name), "--concurrency=" + strconv.Itoa(v.concurrency)}})
	}
	if w.node && b.node != "" {
		all = append(all, program{node, []string{b.node, filepath.Join(w.name, "twin.mjs"), "--concurrency=" + strconv.Itoa(v.concurrency)}})
	}
	return all, nil
}

// command runs a command to its end; its output is told where it fails.
func command(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
	}
	return nil
}
