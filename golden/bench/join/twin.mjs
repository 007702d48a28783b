// The join in JavaScript.
import { writeFile } from "node:fs/promises";
import { flags, get } from "../internal/twin/flags.mjs";

const keyed = async (path, key) => new Map((await get(path)).map((record) => [record[key], record]));

const orders = await keyed("/orders", "id");
const payments = await keyed("/payments", "order");
const shipments = await keyed("/shipments", "order");
const reconciled = [];
for (const order of orders.values()) {
  const payment = payments.get(order.id);
  const shipment = shipments.get(order.id);
  reconciled.push({
    id: order.id,
    customer: order.customer,
    due: order.total - (payment?.amount ?? 0),
    paid: payment?.at ?? null,
    carrier: shipment?.carrier ?? null,
    weight: shipment?.weight ?? 0,
  });
}
await writeFile(
  flags.output,
  JSON.stringify({
    orders: [...orders.values()],
    payments: [...payments.values()],
    shipments: [...shipments.values()],
    reconciled,
  }),
);
