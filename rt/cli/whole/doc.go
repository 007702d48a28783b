// Package whole writes files whole or not at all: into a temporary file beside
// the real one, which then takes its place. Whoever reads meanwhile sees the
// old file or the new one.
//
// It imports nothing of ours.
package whole
