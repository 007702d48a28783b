// The flags that every twin takes, as in twin.go.
export const flags = Object.fromEntries(
  process.argv.slice(2).map((arg) => {
    const [name, value] = arg.replace(/^--/, "").split(/=(.*)/s);
    return [name, value];
  }),
);

export async function get(path) {
  const response = await fetch(flags.base + path);
  if (!response.ok) throw new Error(`GET ${path}: ${response.status}`);
  return response.json();
}
