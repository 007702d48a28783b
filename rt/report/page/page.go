package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/reqongen/reqongen/rt/report"
)

//go:embed page.js
var script string

//go:embed page.css
var style string

// Write writes the page of the report.
func Write(w io.Writer, r *report.Report) error {
	// The encoder writes <, > and & as \u003c and so on: nothing in the data
	// can end the block that it stands in.
	shown := *r
	shown.Requests.Kept, shown.Iterations.Kept = []report.Request{}, []report.Iteration{} // these are packed, or not shown
	data, err := json.Marshal(struct {
		Report   *report.Report `json:"report"`
		Requests packed         `json:"requests"`
		Advice   []string       `json:"advice"`
	}{&shown, pack(r.Requests.Kept), append([]string{}, r.Advice()...)})
	if err != nil {
		return err
	}
	policy := fmt.Sprintf("default-src 'none'; script-src %s; style-src %s; base-uri 'none'; form-action 'none'", hash(script), hash(style))
	for _, part := range []string{
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
		"<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n",
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n",
		"<title>" + html.EscapeString(title(r)) + "</title>\n<style>", style, "</style>\n</head>\n<body>\n<main></main>\n",
		"<noscript>This page draws itself with JavaScript; reqongen report tells the same run as text.</noscript>\n",
		"<script type=\"application/json\" id=\"data\">", string(data), "</script>\n<script>", script, "</script>\n</body>\n</html>\n",
	} {
		if _, err := io.WriteString(w, part); err != nil {
			return err
		}
	}
	return nil
}

func title(r *report.Report) string {
	return strings.Join([]string{r.Run.Mission, r.Run.Status, r.Run.Took.String()}, ", ")
}

// hash is the content of an element as a Content-Security-Policy names it.
func hash(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
