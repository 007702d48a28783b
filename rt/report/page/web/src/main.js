// The page of a run's report. Its data is a block of JSON in the page; all that
// is shown of it goes through text nodes (dom.js), never through HTML.
import "./page.css";
import { el } from "./dom.js";
import { head } from "./head.js";
import { pipeline } from "./pipeline.js";
import { timeline } from "./timeline.js";
import { failures, limits, notes, slowest, stores } from "./tables.js";
import { followTheme } from "./theme.js";
import { unpack } from "./unpack.js";

const { report, requests, advice } = JSON.parse(document.getElementById("data").textContent);
report.requests.kept = unpack(requests);
const main = document.querySelector("main");

const chart = timeline(report);
main.append(
  ...head(report, advice),
  ...[
    pipeline(report, chart),
    failures(report),
    chart.section,
    slowest(report, chart),
    limits(report),
    stores(report),
    notes(report),
  ].filter(Boolean),
  el("footer", {}, `Run ${report.run.id}, ${report.run.hash}`),
);
chart.draw();
followTheme(chart);

// When the page could be used, in milliseconds since it was opened.
requestAnimationFrame(() =>
  setTimeout(() => {
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
  }),
);
