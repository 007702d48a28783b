package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
)

// readStores reads what a program left: every store, its records in order.
func readStores(file string) (map[string]any, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var stores map[string]any
	if err := json.Unmarshal(data, &stores); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return stores, nil
}

// difference is where two values differ, as a path, or "".
func difference(path string, a, b any) string {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || !slices.Equal(slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b))) {
			break
		}
		for key := range a {
			if d := difference(path+"."+key, a[key], b[key]); d != "" {
				return d
			}
		}
		return ""
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			break
		}
		for i := range a {
			if d := difference(fmt.Sprintf("%s[%d]", path, i), a[i], b[i]); d != "" {
				return d
			}
		}
		return ""
	case float64:
		// Rounding to cents is done in other ways by others.
		if b, ok := b.(float64); ok && math.Abs(a-b) <= 1e-9*max(1, math.Abs(a)) {
			return ""
		}
	default:
		if a == b {
			return ""
		}
	}
	return fmt.Sprintf("%s: %.200s and %.200s", path, fmt.Sprint(a), fmt.Sprint(b))
}
