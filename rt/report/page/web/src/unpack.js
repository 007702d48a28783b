// unpack makes the requests of a report of the rows that the page holds them as
// (pack.go).
export function unpack({ places, prefixes, rows }) {
  return rows.map(([place, iteration, prefix, rest, asked, took, status, more]) => {
    const { action, at, source, method } = places[place];
    const end = asked + took;
    return {
      action, at, source, method, asked, end, status,
      iteration: iteration < 0 ? undefined : iteration,
      url: prefixes[prefix] + rest,
      attempts: more?.attempts ?? [{ start: asked, end, status }],
      waits: more?.waits,
      code: more?.code,
      message: more?.message,
    };
  });
}
