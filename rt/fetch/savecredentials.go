package fetch

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// saving keeps sources of one run apart that have new tokens at once.
var saving sync.Mutex

// SaveCredential writes the tokens of a source into a file of credentials, and
// leaves all else in it as it is, variables included. The file is replaced in
// one step, and is for its owner alone (0600). It is what
// rt.Options.SaveCredential is for a program with --auth FILE.
func SaveCredential(path, source string, cred rt.Credential) error {
	saving.Lock()
	defer saving.Unlock()
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	all, err := value.Decode(data)
	if err != nil {
		return fmt.Errorf("%s is not what it was when the run began: %w", path, err)
	}
	own, _ := all.Lookup(source)
	var changed value.Builder
	changed.Spread(own)
	if own.Kind() != value.KindObject {
		changed.Set("type", value.String(cred.Type))
	}
	for _, field := range []struct{ name, text string }{
		{"token", cred.Token}, {"refreshToken", cred.RefreshToken}, {"expires", cred.Expires},
	} {
		if _, there := changed.Get(field.name); there || field.text != "" {
			changed.Set(field.name, value.String(strings.ReplaceAll(field.text, "$", "$$")))
		}
	}
	var file value.Builder
	file.Spread(all)
	file.Set(source, changed.Object())
	return replaceFile(path, append(value.AppendIndent(nil, file.Object(), 0), '\n'))
}

// replaceFile replaces the file in one step; it is for its owner alone.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // with the mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}
