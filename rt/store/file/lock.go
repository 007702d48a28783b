package file

import (
	"fmt"
	"os"

	"github.com/gofrs/flock"
)

// lockFile takes the lock, and tells if another run has it. The file is there
// as long as the lock is held.
func lockFile(path string) (*flock.Flock, error) {
	for {
		l := flock.New(path, flock.SetPermissions(0o600))
		locked, err := l.TryLock()
		if err != nil {
			return nil, err
		}
		if !locked {
			return nil, fmt.Errorf("another run is using it: it holds the lock %s; wait for its end, "+
				"or give this run another folder with --state-dir", path)
		}
		// The run that had it may have removed the file since it was opened
		// here, and a third one made another: that is the one to lock then.
		held, err := l.Stat()
		if err == nil {
			var there os.FileInfo
			if there, err = os.Stat(path); err == nil && os.SameFile(held, there) {
				return l, nil
			}
		}
		_ = l.Close()
		if err != nil && !os.IsNotExist(err) {
			return nil, err
		}
	}
}

// unlock removes the file before it lets the lock go: whoever opened it before
// looks whether it is still there.
func unlock(l *flock.Flock) error {
	_ = os.Remove(l.Path())
	return l.Close()
}
