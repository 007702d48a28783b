package args

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ReadFile reads a file that the command line names. Its error is written for
// the person who named it.
func ReadFile(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	var cause *fs.PathError
	switch info, statErr := os.Stat(path); {
	case err == nil:
		return data, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s", path)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%s may not be read by this user", path)
	case statErr == nil && info.IsDir():
		return nil, fmt.Errorf("%s is a folder, and a file is wanted", path)
	case errors.As(err, &cause):
		return nil, fmt.Errorf("%s cannot be read: %w", path, cause.Err)
	}
	return nil, err
}
