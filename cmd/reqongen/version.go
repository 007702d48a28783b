package main

import (
	"runtime"
	"runtime/debug"

	"github.com/reqongen/reqongen"
	"github.com/reqongen/reqongen/cmd/reqongen/internal/carry"
)

// release is the published version that this compiler was installed from, or
// nil for a development build. Only what came through a module proxy or the
// module cache has a sum, and only that can be required by others.
func release() *carry.Release {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Path != reqongen.Path || info.Main.Replace != nil || info.Main.Sum == "" {
		return nil
	}
	return &carry.Release{Version: info.Main.Version, Sum: info.Main.Sum}
}

func versionText() string {
	version := "a development build"
	if r := release(); r != nil {
		version = r.Version
	}
	return "reqongen " + version + ", built with " + runtime.Version()
}
