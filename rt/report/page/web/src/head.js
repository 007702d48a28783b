import { el, count } from "./dom.js";
import { bytes, length } from "./words.js";

// head is the mission, how its run ended, and its figures.
export function head(report, advice) {
  const { run, actions, analysis } = report;
  const sum = (of) => actions.reduce((all, action) => all + of(action), 0);
  const path = analysis.criticalPath.map((i) => actions[i].name).join(" → ");
  const figures = [
    ["Took", length(run.took)],
    ["Without any waiting", length(analysis.best), "What the run would have taken if nothing had waited for a limit"],
    ["Requests", sum((a) => a.requests).toLocaleString("en"), "Attempts that went over the wire"],
    ["Retries", sum((a) => a.retries).toLocaleString("en")],
    ["Received", bytes(sum((a) => a.bytesIn))],
    ["Failures", report.failures.count.toLocaleString("en")],
    ["Records stored", sum((a) => a.stored).toLocaleString("en")],
  ];
  const nodes = [
    el("header", {},
      el("div", { class: "title" },
        el("h1", {}, run.mission),
        el("span", { class: `state ${run.status}` }, run.status),
        el("button", { type: "button", id: "theme", "aria-label": "Switch between the light and the dark page" }, "Dark")),
      el("p", { class: "about" }, `${run.source}, run ${started(run.started)}`,
        run.shuffle ? `, --shuffle ${run.shuffle}` : "", run.chaos ? `, --chaos ${run.chaos}` : "")),
    el("dl", { class: "figures" }, ...figures.map(([name, value, title]) => el("div", { title }, el("dt", {}, name), el("dd", {}, value)))),
  ];
  if (run.cause) nodes.push(el("p", { class: "cause" }, run.cause));
  if (advice.length) {
    nodes.push(el("div", { class: "advice" }, el("h2", {}, "What to do"), el("ol", {}, ...advice.map((text) => el("li", {}, text)))));
  }
  if (path) {
    nodes.push(el("p", { class: "path" }, el("strong", {}, "Critical path "), `${path}: ${length(analysis.critical)} of ${length(run.took)}`));
  }
  if (!run.detailed) nodes.push(el("p", { class: "about" }, "Requests and iterations were not recorded."));
  if (report.requests.count > report.requests.kept.length) {
    nodes.push(el("p", { class: "about" },
      `Of ${count(report.requests.count, "request")} this page has ${report.requests.kept.length.toLocaleString("en")}: the slowest, and a choice of the others.`));
  }
  return nodes;
}

function started(text) {
  const when = new Date(text);
  return Number.isNaN(when.getTime()) ? text : when.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
}
