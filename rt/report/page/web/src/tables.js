import { el, count, section, table } from "./dom.js";
import { kindText, length, outcome, wentWrong } from "./words.js";
import { mostAtOnce, mostInAMinute } from "./limits.js";

const slow = 50;

// failures is the table of what failed, with the mission's lines.
export function failures(report) {
  const { count: all, kept } = report.failures;
  if (!all) return null;
  // The lines of a place stand at the first of its failures that the table shows.
  const shown = new Set();
  const step = (f) => {
    const lines = shown.has(f.at) ? null : excerpt(report, f.at);
    shown.add(f.at);
    return lines ?? el("code", {}, f.step ?? "");
  };
  return section("failures", `Failures (${all.toLocaleString("en")})`,
    table([{ name: "Where", class: "at" }, { name: "Action" }, { name: "Step", class: "wide" }, { name: "What failed", class: "wide" }, { name: "Code" }],
      kept.map((f) => [f.at, f.action ?? "", step(f), f.message, f.code === null ? "" : String(f.code)])),
    all > kept.length ? el("p", { class: "about" }, `The first ${kept.length.toLocaleString("en")} are kept.`) : "");
}

// excerpt is the mission's lines around a place, that of the place marked; null
// where the report has none.
function excerpt(report, at) {
  const [, file, line] = /^(.*):(\d+):\d+$/.exec(at) ?? [];
  const around = 2;
  const found = (report.excerpts ?? []).find((e) => e.file === file && e.line <= line && line < e.line + e.lines.length);
  if (!found) return null;
  const wide = String(Number(line) + around).length;
  const rows = found.lines.map((text, i) => ({ text, number: found.line + i })).filter(({ number }) => Math.abs(number - line) <= around);
  while (rows.length && !rows[0].text.trim()) rows.shift();
  while (rows.length && !rows.at(-1).text.trim()) rows.pop();
  const indent = Math.min(...rows.filter(({ text }) => text.trim()).map(({ text }) => text.search(/\S/)));
  return el("pre", { class: "lines" }, ...rows.map(({ text, number }) =>
    el(number === Number(line) ? "mark" : "span", {}, `${String(number).padStart(wide)} │ ${text.slice(indent)}\n`)));
}

// slowest is the requests that took longest, waiting included.
export function slowest(report, chart) {
  const kept = report.requests.kept;
  if (!kept.length) return null;
  const order = longest(kept);
  const waited = (q) => (q.waits ?? []).reduce((sum, w) => sum + w.end - w.start, 0);
  return section("slowest", "Slowest requests",
    table(
      [{ name: "Took", class: "number" }, { name: "Waited", class: "number" }, { name: "Attempts", class: "number" }, { name: "Answer" }, { name: "Request", class: "wide" }, { name: "Action" }, { name: "Where", class: "at" }],
      order.map((i) => {
        const q = kept[i];
        return [
          length(q.end - q.asked),
          waited(q) ? length(waited(q)) : "",
          String(q.attempts.length),
          { text: outcome(q), class: wentWrong(q) ? "bad" : "" },
          el("button", { type: "button", class: "link", title: "Show it in the chart", onclick: () => chart.showRequest(i) }, `${q.method} ${q.url}`),
          place(report, q),
          q.at,
        ];
      }),
      20));
}

// longest is the indexes of the slowest, the slowest first. All of a hundred
// thousand are not sorted for it.
function longest(kept) {
  const order = [], took = (i) => kept[i].end - kept[i].asked;
  for (let i = 0; i < kept.length; i++) {
    let n = order.length;
    if (n === slow && took(i) <= took(order[n - 1])) continue;
    while (n > 0 && took(order[n - 1]) < took(i)) n--;
    order.splice(n, 0, i);
    order.length = Math.min(order.length, slow);
  }
  return order;
}

function place(report, q) {
  const name = report.actions[q.action]?.name ?? "";
  return q.iteration === undefined ? name : `${name}, item ${q.iteration}`;
}

// limits is what was used of what is allowed, and what had to wait for it.
export function limits(report) {
  const held = (kind, action) => {
    const h = report.analysis.held.find((one) => one.kind === kind && (action === null || one.action === action));
    return h ? `${h.count.toLocaleString("en")} waited, for ${length(h.wall)}` : "";
  };
  const rows = [];
  const none = "no limit written";
  const add = (what, at, used, allowed, waited, unknown = none) =>
    rows.push([what, at, used.toLocaleString("en"), allowed ? gauge(used, allowed) : unknown, waited]);
  add("actions at once (maxConcurrency)", "", mostAtOnce(report.actions.filter((a) => a.start !== undefined)), report.run.maxConcurrency, held("maxConcurrency", null));
  for (const loop of report.loops) {
    const written = /\b(?:parallel|concurrency) (\d+)/.exec(loop.text);
    if (!written && loop.most < 2) continue; // one by one
    const asAction = /\bparallel( onError .*)?$/.test(loop.text) ? report.actions[loop.action].concurrency : 0;
    add(`iterations at once: ${loop.text}`, loop.at, loop.most, written ? Number(written[1]) : asAction, "", "not a plain number");
  }
  report.actions.forEach((a, i) => {
    if (a.concurrency || a.mostInFlight > 1) {
      add(`requests at once of ${a.name}`, a.concurrencyAt ?? "", a.mostInFlight, a.concurrency, held("concurrency", i));
    }
  });
  const sampled = report.requests.count > report.requests.kept.length ? ", of those kept" : "";
  for (const [source, most] of mostInAMinute(report.requests.kept)) {
    const rate = (report.rates ?? []).find((one) => one.source === source);
    add(`requests in a minute to ${source}${sampled}`, rate?.at ?? "", most, rate?.perMinute ?? 0, "");
  }
  const other = report.analysis.held
    .filter((h) => h.kind !== "maxConcurrency" && h.kind !== "concurrency")
    .map((h) => el("li", {}, `${count(h.count, "request")} of ${report.actions[h.action].name} waited for ${kindText(h.kind)}, for ${length(h.wall)}`));
  return section("limits", "Limits",
    table([{ name: "Limit", class: "wide" }, { name: "Where", class: "at" }, { name: "Used", class: "number" }, { name: "Allowed" }, { name: "Held back" }], rows),
    other.length ? el("ul", {}, ...other) : "");
}

function gauge(used, allowed) {
  const share = Math.min(1, used / allowed);
  return el("span", { class: "gauge" }, el("meter", { min: "0", max: "1", value: String(share) }), ` ${allowed.toLocaleString("en")}`);
}

export function stores(report) {
  if (!report.stores.length) return null;
  return section("stores", "Stores",
    table([{ name: "Store" }, { name: "Records", class: "number" }], report.stores.map((s) => [s.name, s.records.toLocaleString("en")])));
}

// notes are warnings, and the pauses that sources asked for.
export function notes(report) {
  const lines = [
    ...report.warnings.kept.map((w) => (w.at ? `${w.at}: ${w.message}` : w.message)),
    ...report.pauses.kept.map((p) => `at ${length(p.at)} source ${p.source} paused for ${length(p.took)}: ${p.cause}`),
  ];
  if (!lines.length) return null;
  return section("notes", "Worth knowing", table([{ name: "", class: "wide" }], lines.map((line) => [line])));
}
