// el makes an element. Children are text or nodes: text is never read as HTML.
export function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key === "onclick") node.addEventListener("click", value);
    else if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== ""));
  return node;
}

// section is a part of the page under a heading.
export function section(id, title, ...children) {
  return el("section", { id, "aria-labelledby": `${id}-title` }, el("h2", { id: `${id}-title` }, title), ...children);
}

// table is one with a header; rows are arrays of cells, a cell a text, a node,
// or {text, class} of either. What is too long for most is shown on request.
export function table(columns, rows, most = 100) {
  const body = el("tbody");
  const show = (some) => {
    for (const row of some) {
      body.append(
        el("tr", {}, ...row.map((cell, i) => el("td", { class: cell?.class ?? columns[i].class }, cell?.text ?? cell ?? ""))),
      );
    }
  };
  show(rows.slice(0, most));
  const head = el("tr", {}, ...columns.map((column) => el("th", { class: column.class, scope: "col" }, column.name)));
  const all = el("div", { class: "scroll", tabindex: "0" }, el("table", {}, el("thead", {}, head), body));
  if (rows.length <= most) return all;
  const more = el("button", { type: "button", onclick: () => { show(rows.slice(most)); more.remove(); } },
    `Show ${count(rows.length - most, "more row")}`);
  return el("div", {}, all, more);
}

// count is a number of things: "1 request", "2,000 requests".
export function count(n, thing) {
  return `${n.toLocaleString("en")} ${thing}${n === 1 ? "" : "s"}`;
}
