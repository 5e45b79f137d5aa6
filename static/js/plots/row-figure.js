/** One row per rule: a dot with an interval, or a bar from zero. Pure: data in, shapes out. */

import { extent, linear, ticks } from "./axis.js";
import { tickText } from "../base/numbers.js";

/** @typedef {{ label: string, look: number, value: number | null, low?: number | null, high?: number | null }} Row */

const MARGIN = { right: 20, top: 8, bottom: 40 };
export const ROW = 30;

/**
 * @param {Row[]} given
 * @param {number} width
 * @param {boolean} bars from zero
 */
export function rows(given, width, bars) {
  const left = Math.min(190, Math.round(width * 0.42));
  const numbers = given.flatMap((row) => [row.value, row.low, row.high]).filter((value) => typeof value === "number");
  const [low, high] = extent(bars ? [0, ...numbers] : numbers);
  /** @type {[number, number]} */
  const domain = bars ? [0, high > 0 ? high : 1] : [low, high];
  const scale = linear(domain, [left, width - MARGIN.right]);
  /** @param {number | null | undefined} value */
  const at = (value) =>
    typeof value === "number" && Number.isFinite(value) ? Math.round(scale(value) * 10) / 10 : null;
  const bottom = MARGIN.top + given.length * ROW;
  return {
    height: bottom + MARGIN.bottom,
    left,
    bottom,
    right: width - MARGIN.right,
    top: MARGIN.top,
    across: ticks(...domain, Math.max(3, Math.round((width - left) / 110))).map((value) => ({
      at: /** @type {number} */ (at(value)),
      text: tickText(value),
    })),
    rows: given.map((row, index) => ({
      label: row.label,
      look: row.look,
      y: MARGIN.top + (index + 0.5) * ROW,
      dot: at(row.value),
      // An interval with one end beyond all numbers (diverged) goes to the border.
      from: bars ? left : (at(row.low) ?? (typeof row.high === "number" ? left : null)),
      to: bars ? at(row.value) : (at(row.high) ?? (typeof row.low === "number" ? width - MARGIN.right : null)),
    })),
  };
}
