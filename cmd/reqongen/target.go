package main

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"golang.org/x/mod/module"

	"github.com/reqongen/reqongen"
	"github.com/reqongen/reqongen/cmd/reqongen/internal/carry"
	"github.com/reqongen/reqongen/cmd/reqongen/internal/outdir"
	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/lang/plan"
)

// target is where generated packages go, and what they are to be.
type target struct {
	folder      string
	packageName string // "" is a program
	runtime     string // embed, import, or "" for whichever builds at once
	telemetry   bool
}

// files are all that is to be in the folder, and what the user is to do for it
// to build.
func (t *target) files(missions []*plan.Mission) (files []carry.File, advice []string, err error) {
	folders, err := foldersOf(missions)
	if err != nil {
		return nil, nil, err
	}
	within, err := outdir.FindModule(t.folder)
	if err != nil {
		return nil, nil, err
	}
	from, err := t.chooseRuntime(within)
	if err != nil {
		return nil, nil, err
	}
	here := modulePath(missions)
	if within != nil {
		here = within.Import
	}
	runtime := reqongen.Path
	if from.carried {
		runtime = here + "/" + carry.Folder
	}
	for i, m := range missions {
		made, err := generate(m, folders[i], gen.Options{Package: t.packageName, Runtime: runtime, Telemetry: t.telemetry})
		if err != nil {
			return nil, nil, err
		}
		files = append(files, made...)
	}
	if within != nil && !from.carried {
		advice := from.versionAdvice(within)
		if advice == nil && t.telemetry {
			advice, err = telemetryAdvice(within)
		}
		return files, advice, err
	}
	needed, err := carry.For(files, runtime)
	if err != nil {
		return nil, nil, err
	}
	if from.carried {
		carried, err := needed.Files(runtime)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, carried...)
	}
	if within == nil {
		module, err := needed.Module(here, from.release)
		return append(files, module...), nil, err
	}
	advice, err = modulesAdvice(within, needed)
	return files, advice, err
}

// generate gives the files of one mission's package, below the folder.
func generate(m *plan.Mission, folder string, o gen.Options) ([]carry.File, error) {
	made, err := gen.Generate(m, o)
	if err != nil {
		return nil, fmt.Errorf("the compiler is at fault, not the mission %s: %w", m.Name, err)
	}
	var files []carry.File
	for _, f := range made {
		files = append(files, carry.File{Name: path.Join(folder, f.Name), Data: f.Data})
	}
	return files, nil
}

// origin is where generated packages take their runtime from: a copy that is
// carried along, a release, or whatever their module requires.
type origin struct {
	carried bool
	release *carry.Release
}

// chooseRuntime takes, unless --runtime decides: in a module that requires the
// runtime, that; else a release, where this compiler is one; else a copy.
func (t *target) chooseRuntime(within *outdir.Module) (origin, error) {
	r := release()
	switch {
	case t.runtime == "embed":
		return origin{carried: true}, nil
	case within != nil && within.Runtime:
		return origin{}, nil
	case r != nil:
		return origin{release: r}, nil
	case t.runtime == "":
		return origin{carried: true}, nil
	case within != nil:
		return origin{}, nil
	}
	return origin{}, errors.New("--runtime=import needs a version to require, and this is a development build of the compiler: " +
		"leave it out, or write into a module that requires " + reqongen.Path)
}

// modulesAdvice is what the user's module lacks for the runtime that is carried
// along, with the command for it.
func modulesAdvice(within *outdir.Module, needed *carry.Runtime) ([]string, error) {
	wanted, err := needed.Requirements()
	if err != nil {
		return nil, err
	}
	lacking := within.Lacks(wanted)
	if len(lacking) == 0 {
		return nil, nil
	}
	return []string{"the runtime that is carried along needs modules that " + within.Path + " does not require yet:\n  go get" + asWords(lacking)}, nil
}

// versionAdvice is what to do where the user's module requires no runtime, or
// another one than that of this compiler.
func (o origin) versionAdvice(within *outdir.Module) []string {
	if !within.Runtime {
		version := "latest"
		if o.release != nil {
			version = o.release.Version
		}
		return []string{within.Path + " does not require the runtime yet:\n  go get " + reqongen.Path + "@" + version}
	}
	if r := release(); r != nil && within.Version != "" && within.Version != r.Version {
		return []string{fmt.Sprintf("%s requires the runtime %s, and this compiler is %s. Where they do not fit together, go build says so; then\n  go get %s@%s",
			within.Path, within.Version, r.Version, reqongen.Path, r.Version)}
	}
	return nil
}

// telemetryAdvice is what to do where the user's module lacks what OpenTelemetry
// needs: the compiler, which does not link it, brings none of it there.
func telemetryAdvice(within *outdir.Module) ([]string, error) {
	needed, err := carry.Whole(true)
	if err != nil {
		return nil, err
	}
	wanted, err := needed.Requirements()
	if err != nil || len(within.Lacks(wanted)) == 0 {
		return nil, err
	}
	return []string{"telemetry needs modules that " + within.Path + " does not require yet:\n  go get " + reqongen.Path + "/rt/otel"}, nil
}

func asWords(modules []module.Version) string {
	text := ""
	for _, m := range modules {
		text += " " + m.String()
	}
	return text
}

// foldersOf are the folders of the missions' packages: the root for one, else
// one of each's name.
func foldersOf(missions []*plan.Mission) ([]string, error) {
	if len(missions) == 1 {
		return []string{""}, nil
	}
	taken := map[string]*plan.Mission{}
	var folders []string
	for _, m := range missions {
		folder := folderName(m.Name)
		if other := taken[folder]; other != nil {
			return nil, fmt.Errorf("%s: the mission %s and the mission %s at %s would both be written to the folder %s: rename one of them, or take one with --mission NAME",
				m.Span, m.Name, other.Name, other.Span, folder)
		}
		taken[folder] = m
		folders = append(folders, folder)
	}
	return folders, nil
}

// modulePath is the path of a module for the missions alone. Its first word
// keeps it apart from the standard library, its last is the program's name.
func modulePath(missions []*plan.Mission) string {
	if len(missions) == 1 {
		return "mission/" + folderName(missions[0].Name)
	}
	return "missions"
}

// folderName is a mission's name as the Go command and every file system take
// it: lower-case ASCII letters and digits.
func folderName(mission string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return -1
	}, mission)
	switch {
	case name == "internal", name == "vendor", name == "testdata", module.CheckImportPath(name) != nil:
		return name + "mission"
	}
	return name
}
