// The fan-out in JavaScript: Node.js' own fetch, a pool of promises.
import { writeFile } from "node:fs/promises";
import { flags, get } from "../internal/twin/flags.mjs";

async function each(items, path) {
  const found = new Map();
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const item = items[next++];
      found.set(item.id, await get(`${path}?item=${item.id}`));
    }
  };
  await Promise.all(Array.from({ length: Number(flags.concurrency) }, worker));
  return found;
}

const items = await get("/items");
const [prices, stocks] = await Promise.all([each(items, "/prices"), each(items, "/stocks")]);
const enriched = items.map((item) => ({
  ...item,
  price: prices.get(item.id).price,
  stock: stocks.get(item.id).quantity,
}));
const inOrder = (found) => items.map((item) => found.get(item.id));
await writeFile(flags.output, JSON.stringify({ items, prices: inOrder(prices), stocks: inOrder(stocks), enriched }));
