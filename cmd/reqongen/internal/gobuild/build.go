package gobuild

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/reqongen/reqongen"
	"github.com/reqongen/reqongen/cmd/reqongen/internal/carry"
	"github.com/reqongen/reqongen/cmd/reqongen/internal/outdir"
)

// A Builder builds programs with the runtime of this compiler.
type Builder struct {
	// Release is that of the compiler, whose runtime is then required; nil
	// carries it along.
	Release *carry.Release
	// Telemetry has the programs link OpenTelemetry.
	Telemetry bool
	// Say tells whoever waits that it takes longer; nil says nothing.
	Say func(string)
}

// cacheModule is the path of the module in the cache.
const cacheModule = "reqongen.cache"

// Runtime is the import path that the files given to Program import the
// runtime below.
func (b *Builder) Runtime() string {
	if b.Release != nil {
		return reqongen.Path
	}
	return cacheModule + "/" + carry.Folder
}

// Program is the path of the program made of a main package, which is of that
// name. It is built unless the cache has it.
func (b *Builder) Program(name string, files []carry.File) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("there is no folder to build in: %w", err)
	}
	cache = filepath.Join(cache, "reqongen")
	module, err := b.module()
	if err != nil {
		return "", err
	}
	root := filepath.Join(cache, key(module))
	folder := filepath.Join(root, key(append(environment(), files...)))
	program := filepath.Join(folder, name+Executable())
	if info, err := os.Stat(program); err == nil && info.Mode().IsRegular() {
		touch(root, folder)
		return program, nil
	}

	if _, err := exec.LookPath("go"); err != nil {
		return "", ErrNoGo
	}
	trim(cache)
	if err = write(root, module); err == nil {
		err = write(folder, files)
	}
	if err != nil {
		return "", fmt.Errorf("programs are built in %s (HOME or XDG_CACHE_HOME says where that is), and it cannot be written: %w", cache, err)
	}
	touch(root, folder)
	return program, b.compile(folder, program)
}

func (b *Builder) module() ([]carry.File, error) {
	rt, err := carry.Whole(b.Telemetry)
	if err != nil {
		return nil, err
	}
	files, err := rt.Module(cacheModule, b.Release)
	if err != nil || b.Release != nil {
		return files, err
	}
	carried, err := rt.Files(b.Runtime())
	return append(files, carried...), err
}

func write(folder string, files []carry.File) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	return outdir.Write(folder, files)
}

// compile runs go build. The program takes its place when it is whole, so that
// two builds at once do not meet.
func (b *Builder) compile(folder, program string) error {
	if b.Say != nil {
		waiting := time.AfterFunc(2*time.Second, func() {
			b.Say("compiling; it takes longer the first time")
		})
		defer waiting.Stop()
	}
	made := filepath.Join(folder, fmt.Sprintf(".build-%d%s", os.Getpid(), Executable()))
	defer os.Remove(made)
	// Neither a go.work of the folder that the user is in, nor a vendor folder
	// or a repository around the cache has a say.
	build := exec.Command("go", "build", "-mod=readonly", "-buildvcs=false", "-o", made, ".")
	build.Dir = folder
	build.Env = append(os.Environ(), "GOWORK=off", "PWD="+folder)
	if static() {
		build.Env = append(build.Env, "CGO_ENABLED=0")
	}
	output, err := build.CombinedOutput()
	if err != nil {
		return &Error{Output: strings.TrimSpace(string(output)), err: err}
	}
	return os.Rename(made, program)
}

// static tells whether programs are linked without the C library, so that they
// run wherever their system does, whichever library it has: unless the
// environment says otherwise, or asks for the race detector, which wants cgo.
func static() bool {
	return os.Getenv("CGO_ENABLED") == "" && !slices.Contains(strings.Fields(os.Getenv("GOFLAGS")), "-race")
}

// environment is what else a build depends on, in the form of files.
func environment() []carry.File {
	var all []carry.File
	for _, name := range []string{"GOOS", "GOARCH", "GOFLAGS", "GOEXPERIMENT", "CGO_ENABLED", "GOTOOLCHAIN", "GOAMD64", "GOARM64", "GOARM"} {
		all = append(all, carry.File{Name: "$" + name, Data: []byte(os.Getenv(name))})
	}
	return all
}

// key is the name of the folder for the content.
func key(files []carry.File) string {
	files = slices.SortedFunc(slices.Values(files), func(a, b carry.File) int { return strings.Compare(a.Name, b.Name) })
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%d %s %d ", len(f.Name), f.Name, len(f.Data))
		_, _ = sum.Write(f.Data)
	}
	return fmt.Sprintf("r%x", sum.Sum(nil)[:10]) // a letter first: go ignores folders that begin with _ or .
}

// Executable is how the names of programs end on the system that is built for.
func Executable() string {
	goos := os.Getenv("GOOS")
	if goos == "" {
		goos = runtime.GOOS
	}
	if goos == "windows" {
		return ".exe"
	}
	return ""
}

// unused is how long something stays in the cache after its last use.
const unused = 7 * 24 * time.Hour

func touch(folders ...string) {
	now := time.Now()
	for _, folder := range folders {
		_ = os.Chtimes(folder, now, now)
	}
}

// trim removes what nobody used for long. What it cannot remove stays.
func trim(cache string) {
	for _, depth := range []string{"r*", "r*/r*"} {
		folders, _ := filepath.Glob(filepath.Join(cache, filepath.FromSlash(depth)))
		for _, folder := range folders {
			if info, err := os.Stat(folder); err == nil && info.IsDir() && time.Since(info.ModTime()) > unused {
				_ = os.RemoveAll(folder)
			}
		}
	}
}

// Copy copies a program to a path, whole or not at all. What stands there and is
// no file, /dev/null above all, is written to and never replaced.
func Copy(program, to string) (err error) {
	from, err := os.Open(program)
	if err != nil {
		return err
	}
	defer from.Close()
	if info, err := os.Stat(to); err == nil && !info.Mode().IsRegular() {
		device, err := os.OpenFile(to, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = io.Copy(device, from)
		return errors.Join(err, device.Close())
	}
	made, err := os.CreateTemp(filepath.Dir(to), "."+filepath.Base(to)+".*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(made.Name())
	_, err = io.Copy(made, from)
	info, statErr := from.Stat()
	if err := errors.Join(err, statErr, made.Close()); err != nil {
		return err
	}
	if err := os.Chmod(made.Name(), info.Mode().Perm()); err != nil {
		return err
	}
	return os.Rename(made.Name(), to)
}
