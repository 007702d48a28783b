// mostAtOnce is how many of the spans were under way at the same time, at most.
export function mostAtOnce(spans) {
  const moments = spans.flatMap((s) => [[s.start, 1], [s.end, -1]]);
  moments.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let now = 0, most = 0;
  for (const [, change] of moments) most = Math.max(most, (now += change));
  return most;
}

// mostInAMinute is, by source, the most attempts that started within a minute.
export function mostInAMinute(requests) {
  const starts = new Map();
  for (const q of requests) {
    if (!starts.has(q.source)) starts.set(q.source, []);
    for (const a of q.attempts) starts.get(q.source).push(a.start);
  }
  return Array.from(starts, ([source, times]) => {
    times.sort((a, b) => a - b);
    let most = 0;
    for (let first = 0, last = 0; last < times.length; last++) {
      while (times[last] - times[first] >= 60e6) first++;
      most = Math.max(most, last - first + 1);
    }
    return [source, most];
  });
}
