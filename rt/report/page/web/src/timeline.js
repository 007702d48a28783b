import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { el, count, section } from "./dom.js";
import { kinds, laneAt, lanes, requestAt } from "./lanes.js";
import { bytes, kindText, length, outcome, took } from "./words.js";

const axisWidth = 170, axisHeight = 32, nameLength = 24, paperWidth = 1020;
const narrowest = 20e-6; // seconds
const wide = 6; // pixels from which on a bar ends one before its end
const near = 4; // pixels from a bar that the pointer still means it

// Steps of the axis, in seconds.
const steps = [];
for (let s = 1e-6; s < 9; s *= 10) steps.push(s, 2 * s, 5 * s);
steps.push(10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400);

// timeline is the chart of actions and requests over the time of the run.
export function timeline(report) {
  const { actions, requests: { kept } } = report;
  const laid = lanes(report);
  const end = Math.max(report.run.took / 1e6, narrowest);
  const box = el("div", {
    class: "chart", tabindex: "0", role: "application",
    "aria-label": "Actions and requests over time. Left and right move, plus and minus zoom, 0 shows the whole run, up and down go from request to request.",
  });
  const tip = el("div", { class: "tip", hidden: true });
  const told = el("p", { class: "told", role: "status" });
  let plot, selected = -1, frame = null; // the bar that is framed: start, end, lane

  // The whole run, or the part of it between two moments that lies in it.
  const show = (from, to) => {
    const width = Math.min(end, Math.max(narrowest, to - from));
    const min = Math.min(Math.max(0, from), end - width);
    plot.setScale("x", { min, max: min + width });
  };
  const view = () => plot.scales.x;
  const zoom = (by, around) => {
    const { min, max } = view(), at = around ?? (min + max) / 2;
    show(at - (at - min) * by, at + (max - at) * by);
  };
  const move = (by) => {
    const { min, max } = view();
    show(min + (max - min) * by, max + (max - min) * by);
  };

  const select = (start, stop, lane, text) => {
    frame = { start: start / 1e6, end: stop / 1e6, lane };
    told.textContent = text;
    plot.redraw();
  };
  const showAction = (i) => {
    const a = actions[i], room = Math.max(took(a) * 0.02, 10);
    show((a.start - room) / 1e6, (a.end + room) / 1e6);
    select(a.start, a.end, laid.all.findIndex((lane) => lane.action === i), aboutAction(a).join(" · "));
    reveal(frame.lane);
  };
  const selectRequest = (i) => {
    selected = i;
    const q = kept[i];
    select(q.asked, q.end, laid.laneOf[i], aboutRequest(report, q).join(" · "));
  };
  const showRequest = (i) => {
    const q = kept[i], room = Math.max(q.end - q.asked, 10);
    show((q.asked - room) / 1e6, (q.end + room) / 1e6);
    selectRequest(i);
    reveal(frame.lane);
  };
  const reveal = (lane) => {
    box.focus({ preventScroll: true });
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = box.getBoundingClientRect().top + scrollY + laid.all[lane].top - innerHeight / 2;
    scrollTo({ top, behavior: still ? "auto" : "smooth" });
  };
  // step goes to the next request or the one before, and keeps it in view.
  const step = (by) => {
    if (!kept.length) return;
    const { min, max } = view();
    const first = kept.findIndex((q) => q.end / 1e6 >= min);
    const next = selected < 0 ? Math.max(0, first) : Math.min(kept.length - 1, Math.max(0, selected + by));
    const q = kept[next], middle = (q.asked + q.end) / 2e6;
    if (middle < min || middle > max) show(middle - (max - min) / 2, middle + (max - min) / 2);
    selectRequest(next);
  };

  const keys = {
    ArrowLeft: () => move(-0.2), ArrowRight: () => move(0.2), ArrowUp: () => step(-1), ArrowDown: () => step(1),
    "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2),
    0: () => show(0, end), Home: () => show(0, view().max - view().min), End: () => show(end - (view().max - view().min), end),
    Escape: () => { frame = null; selected = -1; told.textContent = ""; show(0, end); },
  };
  box.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  // The wheel alone scrolls the page; with Ctrl, and from two fingers, it zooms.
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const left = event.clientX - plot.over.getBoundingClientRect().left;
    zoom(2 ** (Math.sign(event.deltaY) * 0.5), plot.posToVal(left, "x"));
  }, { passive: false });

  const hover = () => {
    const { left, top } = plot.cursor;
    const lane = left < 0 ? undefined : laneAt(laid.all, plot.posToVal(top, "y"));
    const lines = lane && linesAt(lane, left);
    tip.hidden = !lines;
    if (!lines) return;
    tip.replaceChildren(...lines.map((line) => el("div", {}, line)));
    const room = box.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(0, Math.min(room, plot.over.offsetLeft + left + 14))}px`;
    tip.style.top = `${plot.over.offsetTop + top + 16}px`;
  };
  const linesAt = (lane, left) => {
    const at = plot.posToVal(left, "x") * 1e6;
    const slack = (plot.posToVal(near, "x") - plot.posToVal(0, "x")) * 1e6;
    if (lane.requests.length) {
      const i = requestAt(lane, kept, at, slack);
      return i < 0 ? undefined : aboutRequest(report, kept[i]);
    }
    const a = actions[lane.action];
    return a && at >= a.start - slack && at <= a.end + slack ? aboutAction(a) : undefined;
  };

  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const series = kinds.map((kind) => ({
    fill: () => color(kind.color), width: 0, points: { show: false },
    paths: (u) => ({ fill: rectangles(u, laid, laid.bars[kind.name], kind.least) }),
  }));
  series.push({
    stroke: () => color("--text"), width: 2, points: { show: false },
    paths: (u) => ({ stroke: frame ? rectangles(u, laid, { start: [frame.start], end: [frame.end], lane: [frame.lane] }, 1, 1.5) : null }),
  });
  const width = () => (matchMedia("print").matches ? paperWidth : Math.max(320, box.clientWidth));
  const height = laid.height + axisHeight + 8; // uPlot leaves 8 below
  const line = { stroke: () => color("--text"), grid: { stroke: () => color("--grid"), width: 1 }, ticks: { stroke: () => color("--grid"), width: 1 }, font: "12px system-ui, sans-serif" };

  const draw = () => {
    plot = new uPlot({
      width: width(), height, series: [{}, ...series], legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: true } },
      select: { show: true },
      scales: { x: { time: false, range: (u, min, max) => (min === null ? [0, end] : [min, max]) }, y: { dir: -1, range: () => [0, laid.height] } },
      axes: [
        { ...line, side: 0, size: axisHeight, incrs: steps, space: 80, values: (u, splits, axis, space, step) => splits.map((s) => moment(s, step)) },
        { ...line, size: axisWidth, grid: { show: false }, ticks: { show: false }, splits: () => laid.labels.map((l) => l.at), values: () => laid.labels.map((l) => cut(l.name)) },
      ],
      hooks: { setCursor: [hover] },
    }, [[0, end], ...series.map(() => [0, 0])], box);
    box.append(tip);
    new ResizeObserver(() => { if (Math.abs(plot.width - width()) > 1) plot.setSize({ width: width(), height }); }).observe(box);
  };
  const button = (text, label, act) => el("button", { type: "button", "aria-label": label, title: label, onclick: act }, text);
  const legend = el("ul", { class: "legend" }, ...kinds.filter((k) => k.text && laid.bars[k.name].start.length).map((k) =>
    el("li", {}, el("span", { class: `swatch ${k.name}` }), k.text)));
  return {
    section: section("timeline", "Actions and requests over time",
      el("div", { class: "tools" }, button("+", "Zoom in", () => zoom(0.5)), button("−", "Zoom out", () => zoom(2)), button("Whole run", "Show the whole run", () => show(0, end)), legend),
      box, told,
      el("p", { class: "about" }, "Drag over the chart to zoom, double-click for the whole run; Ctrl and the wheel zoom too. With the keyboard: arrows, + and −, 0.")),
    draw, showAction, showRequest,
    recolor: () => plot?.setSize({ width: width(), height }),
  };
}

// rectangles is the path of those bars that are in view, none narrower than
// least pixels. Bars of a lane that touch are one rectangle: a path of a hundred
// thousand takes long to fill.
function rectangles(u, laid, bars, least = 1, out = 0) {
  const path = new Path2D();
  const { left, width, top, height } = u.bbox, { min, max } = u.scales.x;
  const perSecond = width / (max - min), ratio = u.ctx.canvas.width / u.width, perPixel = height / laid.height;
  const rectangle = (lane, from, to) => {
    const { top: y, height: high } = laid.all[lane];
    path.rect(from - out, top + y * perPixel - out, to - from + 2 * out, (high - 1) * perPixel + 2 * out);
  };
  const open = new Map(); // by lane, the rectangle that the next bar may touch: from, to
  for (let i = 0; i < bars.start.length; i++) {
    if (bars.end[i] < min || bars.start[i] > max) continue;
    const lane = bars.lane[i];
    const from = left + (Math.max(bars.start[i], min) - min) * perSecond;
    let to = Math.max(left + (Math.min(bars.end[i], max) - min) * perSecond, from + least * ratio);
    if (!out && to - from > wide * ratio) to -= ratio; // a line between those that can be told apart
    const last = open.get(lane);
    if (last && from >= last[0] && from <= last[1] + ratio / 2) {
      last[1] = Math.max(last[1], to);
      continue;
    }
    if (last) rectangle(lane, last[0], last[1]);
    open.set(lane, [from, to]);
  }
  for (const [lane, [from, to]] of open) rectangle(lane, from, to);
  return path;
}

// moment is a time on the axis, as exact as the axis's step asks for.
function moment(s, step) {
  if (s === 0) return "0";
  if (step >= 60 || (s >= 120 && step >= 1)) {
    const [m, rest] = [Math.floor(s / 60), Math.round(s % 60)];
    return rest ? `${m}m${String(rest).padStart(2, "0")}s` : `${m}m`;
  }
  const [unit, scale] = step >= 0.1 ? ["s", 1] : step >= 1e-4 && s < 10 ? ["ms", 1e3] : s < 10 ? ["ms", 1e3] : ["s", 1];
  const digits = Math.max(0, Math.ceil(-Math.log10(step * scale) - 1e-9));
  return `${(s * scale).toFixed(digits)}${unit}`;
}

const cut = (name) => (name.length > nameLength ? `${name.slice(0, nameLength - 1)}…` : name);

function aboutAction(a) {
  const lines = [`${a.name}: ${a.state}, ${length(took(a))}`, `${count(a.requests, "request")}, ${a.mostInFlight} at once, received ${bytes(a.bytesIn)}`,
    `${a.read.toLocaleString("en")} read, ${a.stored.toLocaleString("en")} stored`];
  for (const w of a.waits) lines.push(`${w.count.toLocaleString("en")} waited for ${kindText(w.kind)}: ${length(w.wall)}`);
  if (a.failure) lines.push(`${a.failure.at}: ${a.failure.message}`);
  return lines;
}

function aboutRequest(report, q) {
  const name = report.actions[q.action]?.name ?? "outside any action";
  const lines = [`${q.method} ${q.url}`, `${outcome(q)}, ${length(q.end - q.asked)}, asked at ${length(q.asked)}`,
    q.iteration === undefined ? `${name}, ${q.at}` : `${name}, item ${q.iteration}, ${q.at}`];
  for (const w of q.waits ?? []) lines.push(`waited for ${kindText(w.kind)}${w.why ? `, ${w.why}` : ""}: ${length(w.end - w.start)}`);
  if (q.attempts.length > 1) {
    q.attempts.forEach((a, n) => lines.push(`attempt ${n + 1}: ${outcome(a)}, ${length(a.end - a.start)}`));
  }
  if (q.message) lines.push(q.message);
  return lines;
}
