import { el, count, section } from "./dom.js";
import { length, took } from "./words.js";

// pipeline is the graph of stages: a column each, its actions below each other.
// An action is a button that shows its time in the chart.
export function pipeline(report, chart) {
  const critical = new Set(report.analysis.criticalPath);
  const columns = report.stages.map((stage, n) =>
    el("li", { class: stage.group ? "stage group" : "stage" },
      el("p", { class: "at" }, `${n + 1}`, stage.at ? `, ${stage.at}` : ""),
      ...stage.actions.map((i) => card(report.actions[i], i, critical.has(i), chart))));
  return section("pipeline", "Pipeline",
    el("ol", { class: "pipeline scroll", tabindex: "0" }, ...columns),
    el("p", { class: "about" }, "A thick edge is the critical path. Stages run from left to right, the actions of one stage side by side."));
}

function card(action, i, critical, chart) {
  const facts = [];
  if (action.start !== undefined) facts.push(length(took(action)));
  if (action.requests) facts.push(count(action.requests, "request"));
  if (action.stored) facts.push(`${action.stored.toLocaleString("en")} stored`);
  if (action.failedItems) facts.push(count(action.failedItems, "failed item"));
  return el("button",
    {
      type: "button", class: `action ${action.state}${critical ? " critical" : ""}`,
      disabled: action.start === undefined, onclick: () => chart.showAction(i),
      title: action.start === undefined ? "It never began" : "Show it in the chart",
    },
    el("span", { class: "name" }, action.name),
    el("span", { class: `state ${action.state}` }, action.state),
    el("span", { class: "facts" }, facts.join(" · ")),
    action.failure ? el("span", { class: "why" }, `${action.failure.at}: ${action.failure.message}`) : "");
}
