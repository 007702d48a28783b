package rt

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/reqongen/reqongen/rt/value"
)

// Log is the run's logger; never nil. Nothing that it writes holds a secret, and
// all of it has the run's ID.
func (r *Run) Log() *slog.Logger { return r.logger }

// LogOf is the logger for what belongs to an action (nil: to none), an iteration
// (the zero Turn: to none) and a place in the mission: each record says which.
func (r *Run) LogOf(a *ActionRecord, turn Turn, at value.Pos) Logged { return Logged{r, a, turn, at} }

// A Logged is the run's logger with the place of what it tells. It costs nothing
// where nobody listens.
type Logged struct {
	run    *Run
	action *ActionRecord
	turn   Turn
	at     value.Pos
}

// Enabled tells whether anybody listens.
func (l Logged) Enabled(ctx context.Context, level slog.Level) bool {
	return l.run.logger.Enabled(ctx, level)
}

// LogAttrs writes a record.
func (l Logged) LogAttrs(ctx context.Context, level slog.Level, msg string, attrs ...slog.Attr) {
	if !l.Enabled(ctx, level) {
		return
	}
	var place []slog.Attr
	if l.action != nil {
		place = append(place, slog.String("action", l.action.Name))
	}
	if l.turn != (Turn{}) {
		place = append(place, slog.Int("iteration", l.turn.Index))
	}
	if l.at != "" {
		place = append(place, slog.String("position", string(l.at)))
	}
	l.run.logger.LogAttrs(ctx, level, msg, append(place, attrs...)...)
}

// logEvent writes what happens into the log. The steps of a run are of the level
// info, and what failed an action is an error.
func (r *Run) logEvent(e Event) {
	ctx := context.Background()
	switch e.(type) {
	case Warned, ActionEnded:
	default:
		if !r.logger.Enabled(ctx, slog.LevelInfo) {
			return
		}
	}
	switch e := e.(type) {
	case StageEnded:
		if allOf(e.Stage, Skipped) {
			r.LogOf(nil, Turn{}, e.Stage.Plan.At).LogAttrs(ctx, slog.LevelInfo, "stage skipped", slog.Int("stage", e.Stage.Number))
		}
	case ActionStarted:
		r.LogOf(e.Action, Turn{}, r.stageAt(e.Action)).LogAttrs(ctx, slog.LevelInfo, "action started", slog.Int("stage", e.Action.Stage))
	case ActionEnded:
		a := e.Action
		level, msg, at := slog.LevelInfo, "action "+string(a.State()), r.stageAt(a)
		attrs := []slog.Attr{
			slog.Int("stage", a.Stage), slog.Duration("took", a.Ended.Sub(a.Started)), slog.Int64("requests", a.Requests.Load()),
			slog.Int64("retries", a.Retries.Load()), slog.Int64("stored", a.Stored.Load()),
		}
		if f := a.Failure; f != nil {
			level, at = slog.LevelError, f.At
			attrs = append(attrs, slog.String("failure", f.Message), slog.String("code", f.Code.String()))
		}
		r.LogOf(a, Turn{}, at).LogAttrs(ctx, level, msg, attrs...)
	case ItemFailed:
		attrs := []slog.Attr{slog.String("item", Brief(e.Failure.Item))}
		if e.Failure.Action != "" {
			attrs = append(attrs, slog.String("action", e.Failure.Action))
		}
		r.LogOf(nil, e.Turn, e.Failure.At).LogAttrs(ctx, slog.LevelInfo, e.Failure.Message, attrs...)
	case Retrying:
		attrs := []slog.Attr{slog.Int("attempt", e.Attempt), slog.Duration("delay", e.Delay)}
		if e.Cause != "" {
			attrs = append(attrs, slog.String("cause", e.Cause))
		}
		r.LogOf(e.Action, e.Turn, e.At).LogAttrs(ctx, slog.LevelInfo, "retrying", attrs...)
	case Paused:
		r.LogOf(e.Action, e.Turn, e.At).LogAttrs(ctx, slog.LevelInfo, "source paused",
			slog.String("source", e.Source), slog.Duration("for", e.For), slog.String("cause", e.Cause))
	case Warned:
		r.LogOf(e.Action, e.Turn, e.At).LogAttrs(ctx, slog.LevelWarn, e.Text)
	}
}

// logEnd writes how the run ended.
func (r *Run) logEnd(result *Result) {
	level := slog.LevelInfo
	attrs := []slog.Attr{slog.String("status", string(result.Status)), slog.Duration("took", result.Ended.Sub(result.Started))}
	if result.Err != nil {
		level = slog.LevelError
		attrs = append(attrs, slog.String("cause", result.Err.Error()))
	}
	r.logger.LogAttrs(context.Background(), level, "run ended", attrs...)
}

// stageAt is where the action's stage stands.
func (r *Run) stageAt(a *ActionRecord) value.Pos { return r.stages[a.Stage-1].Plan.At }

func allOf(stage *StageRecord, state State) bool {
	return !slices.ContainsFunc(stage.Actions, func(a *ActionRecord) bool { return a.State() != state })
}

// openLog puts the redaction of secrets before the logger of the options. It
// works on records, not on written lines: there a secret may stand escaped,
// and no longer be found.
func (r *Run) openLog() {
	handler := slog.Handler(slog.DiscardHandler)
	if r.options.Logger != nil {
		handler = &redactingHandler{r.options.Logger.Handler(), r}
	}
	r.logger = slog.New(handler).With("run", r.id)
}

type redactingHandler struct {
	slog.Handler
	run *Run
}

// Handle gives the record on without secrets.
func (h *redactingHandler) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, h.run.Redact(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(h.attr(a))
		return true
	})
	return h.Handler.Handle(ctx, clean)
}

// WithAttrs gives the attributes on without the secrets that are known by now.
func (h *redactingHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = h.attr(a)
	}
	return &redactingHandler{h.Handler.WithAttrs(clean), h.run}
}

// WithGroup keeps the redaction in a group.
func (h *redactingHandler) WithGroup(name string) slog.Handler {
	return &redactingHandler{h.Handler.WithGroup(name), h.run}
}

func (h *redactingHandler) attr(a slog.Attr) slog.Attr {
	a.Value = a.Value.Resolve()
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(h.run.Redact(a.Value.String()))
	case slog.KindGroup:
		group := a.Value.Group()
		clean := make([]slog.Attr, len(group))
		for i, member := range group {
			clean[i] = h.attr(member)
		}
		a.Value = slog.GroupValue(clean...)
	case slog.KindAny:
		text := fmt.Sprintf("%+v", a.Value.Any())
		if redacted := h.run.Redact(text); redacted != text {
			a.Value = slog.StringValue(redacted)
		}
	}
	return a
}
