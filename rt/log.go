package rt

import (
	"context"
	"fmt"
	"log/slog"
)

// Log is the run's logger; never nil. Nothing that it writes holds a secret.
func (r *Run) Log() *slog.Logger { return r.logger }

// openLog puts the redaction of secrets before the logger of the options. It
// works on records, not on written lines: there a secret may stand escaped,
// and no longer be found.
func (r *Run) openLog() {
	handler := slog.Handler(slog.DiscardHandler)
	if r.options.Logger != nil {
		handler = &redactingHandler{r.options.Logger.Handler(), r}
	}
	r.logger = slog.New(handler)
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
