// Bundles src/ into page.js and page.css, which the Go package embeds. An
// argument names another folder to write them to.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const out = process.argv[2] ?? "..";
const license = readFileSync("node_modules/uplot/LICENSE", "utf8").trim();
const version = JSON.parse(readFileSync("node_modules/uplot/package.json", "utf8")).version;
const notice = `/*! Built by rt/report/page/web. With uPlot ${version}, https://github.com/leeoniya/uPlot:\n\n${license}\n*/`;

await build({
  entryPoints: { page: "src/main.js" },
  outdir: out,
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: ["chrome100", "firefox100", "safari15"],
  legalComments: "none", // the notice is above
  banner: { js: notice, css: notice },
  logLevel: "warning",
});
console.log(`built ${join(out, "page.js")} and ${join(out, "page.css")}`);
