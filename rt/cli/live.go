package cli

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"

	"github.com/reqongen/reqongen/rt"
)

// redrawn is how often the live view is drawn anew.
const redrawn = 100 * time.Millisecond

// A screen is a terminal that a view can be drawn on.
type screen struct {
	size  func() (width, height int)
	color bool
}

// screenOf is the terminal behind the writer; nil where there is none, or one
// that can do no more than print lines.
func screenOf(w io.Writer, env func(string) string) *screen {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) || runtime.GOOS == "windows" {
		return nil
	}
	if kind := env("TERM"); kind == "" || kind == "dumb" {
		return nil
	}
	return &screen{color: env("NO_COLOR") == "", size: func() (int, int) {
		width, height, err := term.GetSize(int(file.Fd()))
		if err != nil || width <= 0 || height <= 0 {
			return defaultWidth, 24
		}
		return width, height
	}}
}

const defaultWidth = 80

// live draws a line for each action below everything else that is said. It is
// part of the console, whose lock it is called under: what the console says
// goes above it.
type live struct {
	screen *screen
	view   view
	widths []int // of the lines that are drawn, in columns
}

// clear takes the view off the screen: the cursor goes to where it began.
func (l *live) clear(b *strings.Builder) {
	if len(l.widths) == 0 {
		return
	}
	width, _ := l.screen.size()
	rows := 0 // that the lines take now: a terminal that got narrower has wrapped them
	for _, w := range l.widths {
		rows += max(1, (w+width-1)/width)
	}
	fmt.Fprintf(b, "\r\x1b[%dA\x1b[J", rows)
	l.widths = l.widths[:0]
}

func (l *live) draw(b *strings.Builder) {
	width, height := l.screen.size()
	for _, line := range l.view.lines(time.Now(), width-1, height-1) {
		text := runewidth.Truncate(line.text, width-1, "…")
		l.widths = append(l.widths, runewidth.StringWidth(text))
		if color := line.color; color != "" && l.screen.color {
			text = color + text + "\x1b[0m"
		}
		b.WriteString(text + "\n")
	}
}

// watch draws the view anew until the function that it gives is called.
func (c *console) watch(s *screen, p *rt.Program) (stop func()) {
	l := &live{screen: s, view: view{program: p, started: time.Now()}}
	c.mu.Lock()
	c.live = l
	c.mu.Unlock()
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(redrawn)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				c.redraw()
			case <-done:
				return
			}
		}
	}()
	var once sync.Once
	return func() {
		once.Do(func() {
			close(done)
			<-ended
			c.mu.Lock()
			defer c.mu.Unlock()
			var b strings.Builder
			l.clear(&b)
			c.live = nil
			_, _ = io.WriteString(c.w, b.String())
		})
	}
}

func (c *console) redraw() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.live == nil {
		return
	}
	var b strings.Builder
	c.live.clear(&b)
	c.live.draw(&b)
	text := b.String()
	if c.redact != nil {
		text = c.redact(text)
	}
	_, _ = io.WriteString(c.w, text)
}

// saw tells the live view of a stage that has begun.
func (c *console) saw(stage *rt.StageRecord) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.live != nil {
		c.live.view.stages = append(c.live.view.stages, stage)
	}
}
