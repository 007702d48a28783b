// Package page is the report of a run as one HTML file that needs nothing else:
// a chart of actions and requests over time, the pipeline, what failed, what was
// slow, what the limits held back.
//
// page.js and page.css are built from web/ (make report-page) and committed, so
// that a program needs nothing but Go. The data goes into the page as a block of
// JSON that no browser runs; the page shows it as text alone. Its
// Content-Security-Policy allows that one script and that one style, by their
// hashes, and nothing from anywhere else.
//
// Only who imports this package carries its assets. It may import rt/report.
package page
