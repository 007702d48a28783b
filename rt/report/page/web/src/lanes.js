import { took, wentWrong } from "./words.js";

// Heights in pixels, and how many lanes the requests of one action have at
// most: what does not fit is drawn over what ends first.
const header = 12, requests = 6, gap = 10;
const mostLanes = 40, allLanes = 600;

// The kinds of bars, in the order in which they are drawn. The colors are those
// of the page's CSS. What failed is wide enough to be seen among a hundred
// thousand.
export const kinds = [
  { name: "waiting", color: "--wait", text: "a request that waits" },
  { name: "sent", color: "--sent", text: "a request on its way" },
  { name: "retried", color: "--retried", least: 2, text: "an attempt that failed" },
  { name: "failed", color: "--bad", least: 3, text: "one answered with an error, or not at all" },
  { name: "done", color: "--done", text: "an action" },
  { name: "broken", color: "--bad", text: "" },
  { name: "left", color: "--left", text: "an action that was cut short" },
];

// lanes lays actions and their requests out: a lane of its own for each action,
// below it as many as its requests at the same time need. A lane is
// {top, height, action, requests}, of which requests are indexes in the order
// of their start, and empty for an action. bars are, by kind, the start, end
// and lane of each bar in three arrays.
export function lanes(report) {
  const kept = report.requests.kept;
  const bars = Object.fromEntries(kinds.map((kind) => [kind.name, { start: [], end: [], lane: [] }]));
  const add = (kind, start, end, lane) => {
    const b = bars[kind];
    b.start.push(start / 1e6);
    b.end.push(end / 1e6);
    b.lane.push(lane);
  };
  const all = [], laneOf = new Int32Array(kept.length), labels = [];
  const byAction = report.actions.map(() => []);
  const outside = [];
  kept.forEach((q, i) => (byAction[q.action] ?? outside).push(i));

  const most = Math.max(2, Math.min(mostLanes, Math.floor(allLanes / Math.max(1, report.actions.length))));
  let y = gap;
  const band = (name, action, indexes) => {
    labels.push({ at: y + header / 2, name });
    all.push({ top: y, height: header, action, requests: [] });
    y += header + 1;
    const first = all.length, ends = [];
    for (const i of indexes) {
      const q = kept[i];
      let lane = ends.findIndex((end) => end <= q.asked);
      if (lane < 0 && ends.length < most) lane = ends.length;
      if (lane < 0) lane = ends.indexOf(Math.min(...ends));
      if (lane === ends.length) {
        all.push({ top: y, height: requests, action, requests: [] });
        y += requests;
      }
      ends[lane] = Math.max(ends[lane] ?? 0, q.end);
      laneOf[i] = first + lane;
      all[first + lane].requests.push(i);
      request(q, first + lane);
    }
    y += gap;
  };
  const request = (q, lane) => {
    if (q.waits?.length || q.attempts.length !== 1) add("waiting", q.asked, q.end, lane);
    q.attempts.forEach((a, n) => {
      const last = n === q.attempts.length - 1;
      add(!last ? "retried" : wentWrong(q) ? "failed" : "sent", a.start, a.end, lane);
    });
    if (!q.attempts.length && q.code) add("failed", q.end, q.end, lane);
  };

  report.actions.forEach((a, i) => {
    if (a.start === undefined) return;
    const kind = a.state === "failed" ? "broken" : a.state === "done" ? "done" : "left";
    add(kind, a.start, a.end ?? a.start + took(a), all.length);
    band(a.name, i, byAction[i]);
  });
  if (outside.length) band("outside any action", -1, outside);
  return { all, labels, bars, laneOf, height: y };
}

// laneAt is the lane at the height; undefined between them.
export function laneAt(all, y) {
  let low = 0, high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle].top <= y) low = middle + 1;
    else high = middle;
  }
  const lane = all[low - 1];
  return lane && y < lane.top + lane.height + 1 ? lane : undefined;
}

// requestAt is the request of the lane nearest to the moment, or -1 where none is
// as near as that; both in microseconds.
export function requestAt(lane, kept, at, near) {
  const list = lane.requests;
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (kept[list[middle]].asked <= at) low = middle + 1;
    else high = middle;
  }
  let best = -1, least = near;
  for (const n of [low - 2, low - 1, low]) {
    const q = kept[list[n]];
    if (!q) continue;
    const away = Math.max(0, q.asked - at, at - q.end);
    if (away <= least) [best, least] = [list[n], away];
  }
  return best;
}
