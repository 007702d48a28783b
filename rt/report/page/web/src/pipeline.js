import { el, count, section } from "./dom.js";
import { length, took } from "./words.js";

// pipeline is the graph of stages: a column each, its actions below each other.
// An action is a button that shows its time in the chart.
export function pipeline(report, chart) {
  const critical = new Set(report.analysis.criticalPath);
  const columns = report.stages.map((stage, n) =>
    el("li", { class: stage.group ? "stage group" : "stage" },
      el("p", { class: "at" }, `${n + 1}`, stage.at ? `, ${stage.at}` : ""),
      ...stage.actions.map((i) => card(report, i, critical.has(i), chart))));
  return section("pipeline", "Pipeline",
    el("ol", { class: "pipeline scroll", tabindex: "0" }, ...columns),
    el("p", { class: "about" }, "A thick edge is the critical path. Stages run from left to right, the actions of one stage side by side."));
}

// progress is how many items of its outer loops the action was done with, of
// those that it knew of.
function progress(report, action) {
  const outer = report.loops.filter((loop) => loop.action === action && !loop.inner);
  return { done: outer.reduce((n, loop) => n + loop.done, 0), items: outer.reduce((n, loop) => n + loop.items, 0) };
}

function card(report, i, critical, chart) {
  const action = report.actions[i], facts = [];
  if (action.start !== undefined) facts.push(length(took(action)));
  const { done, items } = progress(report, i);
  if (items) facts.push(done < items ? `${done.toLocaleString("en")} of ${count(items, "item")}` : count(items, "item"));
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
    el("span", { class: "facts" }, facts.map((fact) => fact.replaceAll(" ", "\u00a0")).join(" · ")),
    action.failure ? el("span", { class: "why" }, `${action.failure.at}: ${action.failure.message}`) : "");
}
