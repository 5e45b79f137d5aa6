/** The rules of a comparison from the best down, each a mark with its interval on one scale: what stands under the answer. */

import { element } from "../../base/dom.js";
import { valueText } from "../../base/numbers.js";

/** Values further apart than this are drawn on a logarithmic scale. */
const WIDE = 20;

/** @typedef {{ label: string, look: number, at: number | null, low: number | null, high: number | null, value: string, interval: string, said: string }} Ranked places as shares of the width */

/**
 * The rules that are complete, the best median first; what diverged is the worst. Pure.
 * @param {import("./series.js").Statistics} found
 * @returns {Ranked[]}
 */
export function ranked({ rules, better }) {
  const known = rules.map((rule, look) => ({ ...rule, look })).filter((rule) => rule.best);
  const sign = better === "lower" ? 1 : -1;
  const worth = (/** @type {any} */ rule) => (rule.best.median === null ? Infinity : sign * rule.best.median);
  known.sort((one, other) => worth(one) - worth(other) || one.look - other.look);
  const numbers = known
    .flatMap(({ best }) => [best.median, ...(best.interval ?? [])])
    .filter((value) => typeof value === "number");
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const scale = least > 0 && most / least > WIDE ? Math.log : (/** @type {number} */ value) => value;
  const place = (/** @type {number | null | undefined} */ value, /** @type {number | null} */ none = null) =>
    typeof value !== "number"
      ? none
      : most === least
        ? 0.5
        : (scale(value) - scale(least)) / (scale(most) - scale(least));
  return known.map(({ label, look, best }) => ({
    label,
    look,
    at: place(best.median),
    low: best.interval ? place(best.interval[0], better === "lower" ? 1 : 0) : null,
    high: best.interval ? place(best.interval[1], better === "lower" ? 1 : 0) : null,
    value: valueText(best.median),
    interval: best.interval ? `${valueText(best.interval[0])} to ${valueText(best.interval[1])}` : "",
    said: best.at_edge.length ? `not decided: best ${best.at_edge.join(", ")} is at an edge` : "",
  }));
}

/**
 * @param {HTMLElement} list
 * @param {import("./series.js").Statistics} found
 */
export function showStrip(list, found) {
  const rows = ranked(found);
  list.hidden = rows.length === 0;
  list.replaceChildren(
    ...rows.map((row) =>
      element(
        "li",
        {},
        element("span", { class: "who" }, row.label),
        track(row),
        element(
          "span",
          { class: "worth" },
          row.value,
          " ",
          element("span", { class: "faint" }, row.interval),
          row.said ? element("small", {}, row.said) : null,
        ),
      ),
    ),
  );
}

/** @param {Ranked} row */
function track({ look, at, low, high }) {
  const mark = element("i", { class: "mark", hidden: at === null });
  const span = element("i", { class: "span", hidden: low === null || high === null });
  if (at !== null) mark.style.left = `${100 * at}%`;
  if (low !== null && high !== null) {
    span.style.left = `${100 * Math.min(low, high)}%`;
    span.style.width = `${100 * Math.abs(high - low)}%`;
  }
  return element("span", { class: `track racer-${(look % 6) + 1}`, "aria-hidden": "true" }, span, mark);
}
