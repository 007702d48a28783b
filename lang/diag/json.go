package diag

import (
	"encoding/json"
	"io"

	"github.com/reqongen/reqongen/lang/source"
)

// place is a span in JSON. Lines and columns count from 1; the end is the place
// behind the last character.
type place struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
}

type jsonDiagnostic struct {
	place
	Severity string       `json:"severity"`
	Code     Code         `json:"code"`
	Message  string       `json:"message"`
	Hint     string       `json:"hint,omitempty"`
	Notes    []jsonRemark `json:"notes,omitempty"`
}

type jsonRemark struct {
	place
	Message string `json:"message"`
}

// WriteJSON writes a list as JSON, one object a line, in the list's order. The
// fields are file, line, column, endLine, endColumn, severity, code, message
// and, where there are some, hint and notes. A diagnostic without a place has
// an empty file and zeros.
func WriteJSON(w io.Writer, list []Diagnostic) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, d := range list {
		out := jsonDiagnostic{
			place:    placeOf(d.Span),
			Severity: d.Severity.String(),
			Code:     d.Code,
			Message:  d.Msg,
			Hint:     d.Hint,
		}
		for _, n := range d.Notes {
			out.Notes = append(out.Notes, jsonRemark{placeOf(n.Span), n.Msg})
		}
		if err := enc.Encode(out); err != nil {
			return err
		}
	}
	return nil
}

func placeOf(s source.Span) place {
	if !s.IsValid() {
		return place{}
	}
	start, end := s.Start(), s.End()
	return place{s.File().Name(), start.Line(), start.Col(), end.Line(), end.Col()}
}
