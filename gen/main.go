package gen

import (
	"fmt"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/rtapi"
)

// entry makes the way in: main.go of a program, run.go of a library.
func (g *generator) entry() code {
	if g.options.Package == "" {
		exit := j.Qual("os", "Exit").Call(rtapi.Main.Call(j.Op("&").Id("program")))
		return code{"main.go", []j.Code{j.Func().Id("main").Params().Block(exit)}}
	}
	execute := rtapi.Execute.Call(j.Id("ctx"), j.Op("&").Id("program"), j.Id("options"))
	return code{"run.go", append(
		lines(nil,
			comment(fmt.Sprintf("Run runs the mission %s once and tells what became of it. The error is that of a", g.mission.Name)),
			"// run that did not start, because a setting is missing above all; how one that",
			"// started ended is in the result. Run may be called again, and side by side.",
		),
		j.Func().Id("Run").Params(
			j.Id("ctx").Qual("context", "Context"), j.Id("options").Add(rtapi.Options.Qual()),
		).Params(j.Op("*").Add(rtapi.Result.Qual()), j.Error()).Block(j.Return(execute)),
	)}
}
