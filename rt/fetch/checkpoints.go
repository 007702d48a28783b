package fetch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// checkpoints are those of a mission, in the state folder: in a file that no
// store can have the name of, an object from mission to key to checkpoint. Runs
// see what was there when they first asked; several may write.
type checkpoints struct {
	dir     string
	mission string

	mu     sync.Mutex
	loaded bool
	last   value.Value            // as it was when the run began
	new    map[string]value.Value // of this run
}

const (
	checkpointsFile = ".checkpoints.json"
	defaultStateDir = ".reqon-data"
)

type checkpointsKey struct{}

func checkpointsOf(run *rt.Run) *checkpoints {
	return run.Shared(checkpointsKey{}, func() any {
		dir := run.Options().StateDir
		if dir == "" {
			dir, _ = run.LookupEnv("REQON_STATE_DIR")
		}
		if dir == "" {
			dir = defaultStateDir
		}
		return &checkpoints{dir: dir, mission: run.Mission(), new: map[string]value.Value{}}
	}).(*checkpoints)
}

// get is the checkpoint of the last run that left one; null where none did.
func (c *checkpoints) get(key string) (value.Value, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.loaded {
		all, err := c.read()
		if err != nil {
			return value.Null, err
		}
		c.last, _ = all.Lookup(c.mission)
		c.loaded = true
	}
	v, _ := c.last.Lookup(key)
	return v, nil
}

func (c *checkpoints) path() string { return filepath.Join(c.dir, checkpointsFile) }

func (c *checkpoints) read() (value.Value, error) {
	data, err := os.ReadFile(c.path())
	if errors.Is(err, fs.ErrNotExist) {
		return value.Null, nil
	}
	if err != nil {
		return value.Null, err
	}
	all, err := value.Decode(data)
	if err == nil && all.Kind() != value.KindObject {
		err = errors.New("an object was expected")
	}
	if err != nil {
		return value.Null, fmt.Errorf("the checkpoints in %s cannot be read (without the file, everything is synced anew): %w", c.path(), err)
	}
	return all, nil
}

// set notes the checkpoint, and writes all that were noted with the last one.
func (c *checkpoints) set(key string, v value.Value, last bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.new[key] = later(c.new[key], v)
	if !last {
		return nil
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	lock := flock.New(filepath.Join(c.dir, ".checkpoints.lock"), flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil {
		return err
	}
	defer func() { _ = lock.Close() }()
	all, err := c.read()
	if err != nil {
		return err
	}
	own, _ := all.Lookup(c.mission)
	for key, v := range c.new {
		own = with(own, key, v)
	}
	return replaceFile(c.path(), append(value.AppendIndent(nil, with(all, c.mission, own), 0), '\n'))
}
