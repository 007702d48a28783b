package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

// console is where the program says what it has to say: one writer for
// progress, logs and summary, whose lines do not mix and hold no secrets.
type console struct {
	w      io.Writer
	screen *screen // the terminal that w is; nil where it is none

	mu     sync.Mutex
	redact func(string) string // nil until there is a run
	live   *live               // what is drawn below the lines; nil is nothing
}

// Write writes whole lines. It reports no error: that nobody reads the
// progress of a run is no reason to end it.
func (c *console) Write(lines []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	text := string(lines)
	if c.redact != nil {
		text = c.redact(text)
	}
	if c.live != nil {
		var b strings.Builder
		c.live.clear(&b)
		b.WriteString(text)
		c.live.draw(&b)
		text = b.String()
	}
	_, _ = io.WriteString(c.w, text)
	return len(lines), nil
}

func (c *console) printf(format string, args ...any) { fmt.Fprintf(c, format, args...) }

// redactWith makes the console take out what the function takes out.
func (c *console) redactWith(redact func(string) string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.redact = redact
}
