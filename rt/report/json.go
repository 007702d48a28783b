package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// WriteJSON writes the report, as report-v1.schema.json describes it.
func (r *Report) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(r)
}

// ReadJSON reads what WriteJSON wrote. The error says what is wrong with it.
func ReadJSON(data []byte) (*Report, error) {
	var head struct {
		Version int
		Run     *struct{ Mission string }
	}
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &head); err != nil {
		return nil, fmt.Errorf("this is no JSON: %w", err)
	}
	switch {
	case head.Run == nil || head.Version == 0:
		return nil, errors.New("this is no report of a run; a mission's --report writes one")
	case head.Version != Version:
		return nil, fmt.Errorf("the report is of version %d, and this program reads version %d: take the one that belongs to it", head.Version, Version)
	}
	r := new(Report)
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), r); err != nil {
		return nil, fmt.Errorf("this is no report: %w", err)
	}
	return r, r.check()
}

// check says which of its indexes lead nowhere.
func (r *Report) check() error {
	action := func(what string, i, from int) error {
		if i < from || i >= len(r.Actions) {
			return fmt.Errorf("this is no report: %s of the action %d, and there are %d", what, i, len(r.Actions))
		}
		return nil
	}
	var errs []error
	for i, a := range r.Actions {
		if a.Stage < 0 || a.Stage >= len(r.Stages) {
			errs = append(errs, fmt.Errorf("this is no report: the action %d is of the stage %d, and there are %d", i, a.Stage, len(r.Stages)))
		}
	}
	for _, s := range r.Stages {
		for _, i := range s.Actions {
			errs = append(errs, action("a stage", i, 0))
		}
	}
	for _, l := range r.Loops {
		errs = append(errs, action("a loop", l.Action, 0))
	}
	for _, q := range r.Requests.Kept {
		errs = append(errs, action("a request", q.Action, -1))
	}
	for _, n := range r.Iterations.Kept {
		errs = append(errs, action("an iteration", n.Action, -1))
	}
	for _, i := range r.Analysis.CriticalPath {
		errs = append(errs, action("the critical path", i, 0))
	}
	for _, h := range r.Analysis.Held {
		if h.Action != nil {
			errs = append(errs, action("a wait", *h.Action, 0))
		}
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
