// length is a time of so many microseconds as people read it, as the summary of
// a run writes it.
export function length(micros) {
  const s = micros / 1e6;
  const rounded = (unit, step, digits) => ((Math.round(micros / step) * step) / unit).toFixed(digits);
  if (s < 0.01) return `${rounded(1e3, 100, 1)}ms`;
  if (s < 1) return `${Math.floor(micros / 1e3)}ms`;
  if (s < 10) return `${rounded(1e6, 1e4, 2)}s`;
  if (s < 60) return `${rounded(1e6, 1e5, 1)}s`;
  const two = (n) => String(Math.floor(n)).padStart(2, "0");
  if (s < 3600) return `${Math.floor(s / 60)}m${two(s % 60)}s`;
  return `${Math.floor(s / 3600)}h${two((s / 60) % 60)}m`;
}

export function bytes(n) {
  if (n < 1000) return `${n} B`;
  if (n < 1e6) return `${(n / 1e3).toFixed(1)} kB`;
  if (n < 1e9) return `${(n / 1e6).toFixed(1)} MB`;
  return `${(n / 1e9).toFixed(2)} GB`;
}

const kinds = {
  maxConcurrency: "maxConcurrency",
  concurrency: "concurrency",
  rateLimit: "a rate limit",
  pause: "a source that was answered 429",
  backoff: "the next attempt",
  token: "an access token",
};

// kindText is what is waited for, as people say it.
export function kindText(kind) {
  return kinds[kind] ?? kind;
}

export const took = (span) => (span.start === undefined || span.end === undefined ? 0 : span.end - span.start);

// wentWrong tells a request, or an attempt, that was answered with an error or not
// at all. Whether that is a failure, the mission says: it may allow a 404.
export const wentWrong = (request) => Boolean(request.code) || request.status >= 400;

// outcome is what became of a request, in a word or two.
export function outcome(request) {
  const answer = request.status ? String(request.status) : "no answer";
  return request.code && request.code !== answer ? `${answer}, ${request.code}` : answer;
}
