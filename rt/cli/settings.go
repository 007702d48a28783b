package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/joho/godotenv"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/cli/args"
	"github.com/reqongen/reqongen/rt/fetch"
)

// settings are what the flags and the environment come to.
type settings struct {
	options  rt.Options
	problems []string // what is wrong with them, told together with what the run finds
}

func (s *settings) problem(format string, args ...any) {
	s.problems = append(s.problems, fmt.Sprintf(format, args...))
}

func (f *flags) settings(p *rt.Program, c *console) *settings {
	s := new(settings)
	s.options.StateDir = f.stateDir
	s.options.DryRun = f.dryRun
	s.options.Logger = s.logger(f, c)
	s.options.Env = s.environment(f.env)
	s.options.Credentials = s.credentials(f.auth, p.Sources)
	s.options.Bases = s.bases(f.base, p.Sources)
	s.options.MaxConcurrency = s.maxConcurrency(f.maxConcurrency)
	s.options.Timeout = s.timeout(f.timeout)
	s.options.Shuffle = s.seed("--shuffle", f.shuffle)
	s.options.Chaos = s.seed("--chaos", f.chaos)
	return s
}

// program is the mission's program, whose runs are told the problems and tell
// the console their secrets.
func (s *settings) program(p *rt.Program, c *console) *rt.Program {
	told := *p
	told.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
		c.redactWith(run.Redact)
		for _, problem := range s.problems {
			run.Problem("%s", problem)
		}
		return p.Open(run)
	}
	return &told
}

func (s *settings) logger(f *flags, w io.Writer) *slog.Logger {
	level := slog.LevelWarn
	levels := map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}
	switch said, known := levels[strings.ToLower(f.logLevel)]; {
	case known:
		level = said
	case f.logLevel != "":
		s.problem("--log-level wants debug, info, warn or error, and this is %q", f.logLevel)
	case f.quiet:
		level = slog.LevelError
	}
	options := &slog.HandlerOptions{Level: level}
	switch f.logFormat {
	case "text":
	case "json":
		return slog.New(slog.NewJSONHandler(w, options))
	default:
		s.problem("--log-format wants text or json, and this is %q", f.logFormat)
	}
	handler := slog.Handler(slog.NewTextHandler(w, options))
	if f.logLevel == "" {
		handler = withoutErrors{handler}
	}
	return slog.New(handler)
}

// withoutErrors is a log that nobody asked for: what failed is told by lines and
// by the summary.
type withoutErrors struct{ slog.Handler }

// Enabled lets errors be.
func (h withoutErrors) Enabled(ctx context.Context, level slog.Level) bool {
	return level < slog.LevelError && h.Handler.Enabled(ctx, level)
}

// WithAttrs stays without errors.
func (h withoutErrors) WithAttrs(attrs []slog.Attr) slog.Handler {
	return withoutErrors{h.Handler.WithAttrs(attrs)}
}

// WithGroup stays without errors.
func (h withoutErrors) WithGroup(name string) slog.Handler {
	return withoutErrors{h.Handler.WithGroup(name)}
}

// environment looks variables up in the process's environment and then in the
// .env file.
func (s *settings) environment(path string) func(string) (string, bool) {
	file := path
	if file == "" {
		file = ".env"
	}
	if info, err := os.Stat(file); path == "" && (errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir()) {
		return os.LookupEnv // a folder .env is something of Python's
	}
	data, err := args.ReadFile(file)
	if err != nil {
		s.problem("--env: %v", err)
		return os.LookupEnv
	}
	values, err := godotenv.UnmarshalBytes(data)
	if err != nil {
		// The library's error quotes the file, which holds secrets.
		s.problem("--env: %s:%d: not a line of the form NAME=value", file, brokenLine(string(data)))
	}
	for name, value := range values {
		// OpenTelemetry reads the environment of the process, and nothing else.
		if _, set := os.LookupEnv(name); !set && strings.HasPrefix(name, "OTEL_") {
			_ = os.Setenv(name, value)
		}
	}
	return func(name string) (string, bool) {
		if value, set := os.LookupEnv(name); set {
			return value, true
		}
		value, set := values[name]
		return value, set
	}
}

// brokenLine is the line at which a .env file stops to be one: that after the
// longest part of it that is.
func brokenLine(text string) int {
	lines := strings.SplitAfter(text, "\n")
	for n := len(lines) - 1; n > 0; n-- {
		if _, err := godotenv.Unmarshal(strings.Join(lines[:n], "")); err == nil {
			return n + 1
		}
	}
	return 1
}

// credentials reads the file. Where it cannot, no source is to say that it lacks
// some: one message is enough, and nothing is run.
func (s *settings) credentials(path string, sources []rt.SourcePlan) map[string]rt.Credential {
	if path == "" {
		return nil
	}
	data, err := args.ReadFile(path)
	if err != nil {
		s.problem("--auth: %v", err)
		return unread(nil, sources)
	}
	found, err := fetch.LoadCredentials(data, s.options.Env)
	var wrong *fetch.CredentialsError
	if errors.As(err, &wrong) {
		for _, problem := range wrong.Problems {
			s.problem("--auth: %s:%s", path, problem)
		}
		found = unread(found, namedIn(data, sources))
	}
	s.options.SaveCredential = func(source string, c rt.Credential) error {
		return fetch.SaveCredential(path, source, c)
	}
	return found
}

// namedIn are those of the sources that a file of credentials names; all of them
// where it is no JSON.
func namedIn(data []byte, sources []rt.SourcePlan) []rt.SourcePlan {
	var named map[string]json.RawMessage
	if json.Unmarshal(data, &named) != nil {
		return sources
	}
	return slices.DeleteFunc(slices.Clone(sources), func(s rt.SourcePlan) bool { return named[s.Name] == nil })
}

// unread are the credentials that were found, with some for every other source.
func unread(found map[string]rt.Credential, sources []rt.SourcePlan) map[string]rt.Credential {
	const text = "(--auth could not be read)"
	all := map[string]rt.Credential{}
	for _, source := range sources {
		all[source.Name] = rt.Credential{Token: text, Username: text, Password: text, APIKey: text}
	}
	maps.Copy(all, found)
	return all
}

var baseOfSource = regexp.MustCompile(`^([\pL_][\pL\pN_]*)=(.*)$`)

// bases reads [SOURCE=]URL. What is before the sign is a source where it could
// be a name: no scheme of a URL is followed by it. Whether the rest is a base
// that requests can be sent to, the sources say themselves.
func (s *settings) bases(words []string, sources []rt.SourcePlan) map[string]string {
	bases := map[string]string{}
	var names []string
	for _, source := range sources {
		names = append(names, source.Name)
	}
	for _, word := range words {
		source, base := "", word
		if m := baseOfSource.FindStringSubmatch(word); m != nil {
			source, base = m[1], m[2]
		}
		switch {
		case strings.TrimSpace(base) == "":
			s.problem("--base wants [SOURCE=]URL, and there is no URL in %q", word)
		case source != "" && !slices.Contains(names, source):
			s.problem("--base %s=…: the mission has no source %s: %s", source, source, otherSources(source, names))
		default:
			bases[source] = base
		}
	}
	return bases
}

func otherSources(source string, names []string) string {
	if near := args.Nearest(source, names); near != "" {
		return "did you mean " + near + "?"
	}
	if len(names) == 0 {
		return "it has none"
	}
	return "it has " + strings.Join(names, ", ")
}

func (s *settings) maxConcurrency(text string) int {
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n < 1 {
		s.problem("--max-concurrency wants a whole number from 1 up, and this is %q", text)
		return 0
	}
	return int(n)
}

func (s *settings) seed(flag, text string) uint64 {
	if text == "" {
		return 0
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n == 0 {
		s.problem("%s wants a whole number from 1 up, and this is %q", flag, text)
	}
	return n
}

func (s *settings) timeout(text string) time.Duration {
	if text == "" {
		return 0
	}
	d, err := rt.ParseDuration(text)
	switch {
	case err != nil:
		s.problem("--timeout %v", err)
	case d == 0:
		s.problem("--timeout wants more than no time; leave it out for no limit")
	}
	return d
}
