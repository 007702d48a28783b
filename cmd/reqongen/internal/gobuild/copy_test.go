//go:build unix

package gobuild

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe, as a device, is written to and stays what it is: who builds to
// /dev/null as root would otherwise leave a file there.
func TestCopyToWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	program, pipe := filepath.Join(dir, "program"), filepath.Join(dir, "pipe")
	if err := os.WriteFile(program, []byte("code"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	reader, err := os.OpenFile(pipe, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if err := Copy(program, pipe); err != nil {
		t.Fatal(err)
	}
	text := make([]byte, len("code"))
	if _, err := reader.Read(text); err != nil || string(text) != "code" {
		t.Errorf("through the pipe came %q (%v)", text, err)
	}
	if info, err := os.Stat(pipe); err != nil || info.Mode().Type() != os.ModeNamedPipe {
		t.Errorf("in the pipe's place is %v (%v)", info.Mode(), err)
	}
}
