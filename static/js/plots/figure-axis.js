/** An axis of a figure: its range, and the numbers on it, written as everywhere on the site. Pure. */

import { tickText } from "../base/numbers.js";
import { extent, ticks } from "./axis.js";
import { logExtent, logTicks } from "./log-axis.js";

/**
 * @typedef {object} FigureAxis
 * @property {{ text: string }} title
 * @property {"linear" | "log"} type
 * @property {[number, number]} range powers of ten on a logarithmic axis
 * @property {number[]} tickvals
 * @property {string[]} ticktext
 */

/**
 * @param {string} title
 * @param {number[]} values that are to be in sight
 * @param {{ log?: boolean, count?: number, from?: number, domain?: [number, number], tight?: boolean }} [how] `log` is
 *   taken only if every value is positive; `from` is in sight whatever the values are; `domain` is the whole of what is
 *   in sight; `tight` leaves no room at the ends
 * @returns {FigureAxis}
 */
export function figureAxis(title, values, { log = false, count = 6, from, domain: given, tight = false } = {}) {
  const logs = log && values.every((value) => value > 0);
  const most = values.reduce((greatest, value) => Math.max(greatest, value), -Infinity);
  const least = values.reduce((smallest, value) => Math.min(smallest, value), Infinity);
  const found = () => (logs ? logExtent(values) : extent(from === undefined ? values : [from, ...values]));
  const domain = given ?? (tight && most > least ? /** @type {[number, number]} */ ([least, most]) : found());
  if (from !== undefined && !logs) domain[0] = Math.max(domain[0], from);
  /** @type {[number, number]} */
  const range = logs ? [Math.log10(domain[0]), Math.log10(domain[1])] : domain;
  return { title: { text: title }, type: logs ? "log" : "linear", range, ...numbered(logs, range, count) };
}

/**
 * The numbers on an axis that shows `range`, as after a zoom.
 * @param {boolean} log
 * @param {[number, number]} range
 * @param {number} count about how many
 * @returns {{ tickvals: number[], ticktext: string[] }}
 */
export function numbered(log, range, count) {
  const [low, high] = range[0] < range[1] ? range : [range[1], range[0]];
  const powers = log && high - low > 0.3 ? logTicks(10 ** low, 10 ** high, count) : [];
  const found = powers.length > 2 ? powers : between(log, low, high, count);
  return { tickvals: found, ticktext: found.map(tickText) };
}

/**
 * Round numbers, at least two; also on a piece of a logarithmic axis that is shorter than from one power of ten to its
 * double.
 * @param {boolean} log
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
function between(log, low, high, count) {
  const [from, to] = log ? [10 ** low, 10 ** high] : [low, high];
  const found = ticks(from, to, count);
  return found.length > 1 ? found : ticks(from, to, 2 * count);
}
