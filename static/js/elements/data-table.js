/** A table of texts: a caption, one head per column, and rows whose first cell names them. */

import { element } from "../base/dom.js";

/**
 * @param {string | null} caption
 * @param {string[]} columns
 * @param {string[][]} rows
 */
export function dataTable(caption, columns, rows) {
  return element(
    "table",
    {},
    caption === null ? null : element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)))),
    element(
      "tbody",
      {},
      ...rows.map(([first, ...rest]) =>
        element("tr", {}, element("th", { scope: "row" }, first), ...rest.map((cell) => element("td", {}, cell))),
      ),
    ),
  );
}

/**
 * The same in a box of its own that scrolls, named after its columns.
 * @param {string[]} columns
 * @param {string[][]} rows
 */
export function scrolledTable(columns, rows) {
  const name = columns.join(", ");
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": name },
    dataTable(null, columns, rows),
  );
}
