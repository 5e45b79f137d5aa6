/** `<departure-picture>`: where a solution leaves the reference, drawn, with the same numbers as a table below it. */

import { departure } from "../plots/departure.js";
import { short } from "../plots/axis.js";
import { element, svg } from "./dom.js";

/** @typedef {{ call: number, rows: { name: string, learner: number | string | null, reference: number | string }[] }} Table */
/** @typedef {import("../plots/departure.js").Picture & { table: Table }} Picture */

const WIDTH = 520;
const HEIGHT = 280;
const NAMES = { reference: "reference", learner: "yours", mistake: "the known mistake" };

export class DeparturePicture extends HTMLElement {
  /** @param {Picture} picture */
  show(picture) {
    const shapes = departure(picture, WIDTH, HEIGHT);
    const drawing = svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": describe(picture) },
      ...shapes.across.flatMap(({ at, text }) => [
        svg("line", { class: "grid", x1: `${at}`, x2: `${at}`, y1: "10", y2: `${HEIGHT - 34}` }),
        svg("text", { x: `${at}`, y: `${HEIGHT - 20}`, "text-anchor": "middle" }, text),
      ]),
      ...shapes.up.flatMap(({ at, text }) => [
        svg("line", { class: "grid", x1: "52", x2: `${WIDTH - 12}`, y1: `${at}`, y2: `${at}` }),
        svg("text", { x: "46", y: `${at + 4}`, "text-anchor": "end" }, text),
      ]),
      svg("text", { class: "title", x: `${WIDTH - 12}`, y: `${HEIGHT - 4}`, "text-anchor": "end" }, shapes.titles[0]),
      svg("text", { class: "title", x: "52", y: "8", "text-anchor": "start" }, shapes.titles[1]),
      ...shapes.lines.map(({ series, line, dots }) =>
        svg(
          "g",
          { "data-series": series },
          svg("path", { d: line, fill: "none" }),
          ...dots.map(([x, y]) => svg("circle", { cx: `${x}`, cy: `${y}`, r: "2.5" })),
        ),
      ),
      shapes.mark && svg("circle", { class: "mark", cx: `${shapes.mark[0]}`, cy: `${shapes.mark[1]}`, r: "7", fill: "none" }),
    );
    const legend = element(
      "ul",
      { class: "legend" },
      ...shapes.lines.map(({ series, cut }) =>
        element("li", { "data-series": series }, NAMES[series], cut ? " (leaves the finite numbers)" : ""),
      ),
      shapes.mark && element("li", { class: "mark" }, `first difference: call ${picture.departs + 1}`),
    );
    this.replaceChildren(drawing, legend, table(picture.table));
  }
}

/** @param {Picture} picture */
function describe(picture) {
  const over = picture.coordinates.length > 1 ? picture.coordinates.join(" against ") : `${picture.coordinates[0]} over the calls`;
  return `Paths of ${over}. Yours first differs from the reference after call ${picture.departs + 1}; the table has the numbers.`;
}

/** @param {Table} state */
function table(state) {
  const rows = state.rows.map((row) =>
    element(
      "tr",
      { "data-differs": String(row.learner) !== String(row.reference) },
      element("th", { scope: "row" }, row.name),
      element("td", {}, number(row.learner)),
      element("td", {}, number(row.reference)),
    ),
  );
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "State where it departs" },
    element(
      "table",
      {},
      element("caption", {}, `State after call ${state.call + 1}`),
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, ""), element("th", { scope: "col" }, "yours"), element("th", { scope: "col" }, "reference"))),
      element("tbody", {}, ...rows),
    ),
  );
}

/** @param {number | string | null} value */
function number(value) {
  if (value === null) return "–";
  return typeof value === "number" ? (Number.isInteger(value) ? short(value) : value.toPrecision(8)) : value;
}

customElements.define("departure-picture", DeparturePicture);
