package file

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// checkName tells what is wrong with a store's name, if it cannot be the name
// of a file on every system.
func checkName(name string) error {
	const most = 200 // bytes; with an ending, what every file system takes
	switch {
	case name == "":
		return errors.New("it has no name")
	case !utf8.ValidString(name):
		return errors.New("its name is no UTF-8")
	case len(name) > most:
		return fmt.Errorf("its name has more than %d bytes", most)
	case name[0] == '.' || name[0] == ' ' || name[len(name)-1] == '.' || name[len(name)-1] == ' ':
		return errors.New("its name begins or ends with a dot or a space")
	}
	for _, r := range name {
		if strings.ContainsRune(`/\:*?"<>|`, r) || unicode.IsControl(r) {
			return fmt.Errorf("its name has %q in it, which cannot stand in the name of a file; take letters, digits, - and _", r)
		}
	}
	device := strings.ToLower(strings.SplitN(name, ".", 2)[0])
	switch {
	case device == "con", device == "prn", device == "aux", device == "nul",
		len(device) == 4 && (device[:3] == "com" || device[:3] == "lpt") && device[3] >= '0' && device[3] <= '9':
		return errors.New("its name is that of a device on Windows")
	}
	return nil
}
