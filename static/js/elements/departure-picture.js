/** `<departure-picture>`: where a solution leaves the reference, drawn, with the same numbers as a table below it. */

import { departure } from "../plots/departure.js";
import { element, svg } from "../base/dom.js";
import { numberText } from "../base/numbers.js";

/** @typedef {{ call: number, rows: { name: string, learner: number | string | null, reference: number | string, differs: boolean }[] }} Table */
/** @typedef {import("../plots/departure.js").Picture & { table: Table, tables: Table[] | null }} Picture */

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
      svg("circle", { class: "mark", r: "7", fill: "none" }),
    );
    const legend = element(
      "ul",
      { class: "legend" },
      ...shapes.lines.map(({ series, cut }) =>
        element("li", { "data-series": series }, NAMES[series], cut ? " (leaves the finite numbers)" : ""),
      ),
      element("li", { class: "mark" }, `first difference: call ${picture.departs + 1}`),
    );
    const state = element("div", {});
    const mark = /** @type {SVGCircleElement} */ (drawing.querySelector(".mark"));
    const tables = picture.tables ?? [picture.table];
    /** @param {number} at the place of a call in `tables` */
    const show = (at) => {
      const chosen = tables[at];
      const place = shapes.marks[chosen.call];
      mark.toggleAttribute("hidden", !place);
      if (place) {
        mark.setAttribute("cx", `${place[0]}`);
        mark.setAttribute("cy", `${place[1]}`);
      }
      state.replaceChildren(table(chosen));
    };
    const first = Math.max(
      tables.findIndex(({ call }) => call === picture.departs),
      0,
    );
    this.replaceChildren(drawing, legend, ...(tables.length > 1 ? [scrubber(tables.length, first, show)] : []), state);
    show(first);
  }
}

/**
 * The slider over the calls of the test.
 * @param {number} calls
 * @param {number} first
 * @param {(at: number) => void} show
 */
function scrubber(calls, first, show) {
  const slider = element("input", { type: "range", min: "1", max: String(calls), step: "1", value: String(first + 1) });
  slider.addEventListener("input", () => show(Number(slider.value) - 1));
  return element("label", { class: "scrubber" }, "call", slider);
}

/** @param {Picture} picture */
function describe(picture) {
  const over =
    picture.coordinates.length > 1 ? picture.coordinates.join(" against ") : `${picture.coordinates[0]} over the calls`;
  return `Paths of ${over}. Yours first differs from the reference after call ${picture.departs + 1}; the table has the numbers.`;
}

/** @param {Table} state */
function table(state) {
  const rows = state.rows.map((row) =>
    element(
      "tr",
      { "data-differs": row.differs },
      element("th", { scope: "row" }, row.name),
      element("td", {}, entryText(row.learner)),
      element("td", {}, entryText(row.reference)),
    ),
  );
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "State where it departs" },
    element(
      "table",
      {},
      element("caption", {}, `State after call ${state.call + 1}`),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, ""),
          element("th", { scope: "col" }, "yours"),
          element("th", { scope: "col" }, "reference"),
        ),
      ),
      element("tbody", {}, ...rows),
    ),
  );
}

/** Numbers that are not finite come as texts. @param {number | string | null} value */
function entryText(value) {
  return typeof value === "string" ? value : numberText(value, 8);
}

customElements.define("departure-picture", DeparturePicture);
