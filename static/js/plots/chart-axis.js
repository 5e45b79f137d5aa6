/** One axis of a chart, even or logarithmic: its domain, its scale there and back, and its ticks. Pure. */

import { ticks } from "./axis.js";
import { tickText } from "../base/numbers.js";

/**
 * @typedef {object} AxisSpec
 * @property {string} title
 * @property {boolean} [log]
 * @property {[number, number]} [domain] by default what the data need
 * @property {number} [floor] on a logarithmic axis: what is at or below it is drawn there
 * @property {boolean} [tight] no room at the ends
 */

/**
 * @typedef {object} Axis
 * @property {[number, number]} domain
 * @property {(value: number) => number} at pixels; not finite for what is not finite
 * @property {(pixels: number) => number} from the value that is drawn there
 * @property {{at: number, text: string}[]} ticks
 * @property {string} title
 */

const DECADES = 18;

/**
 * @param {AxisSpec} spec
 * @param {Iterable<number>} values of the data
 * @param {[number, number]} range pixels from the low to the high end
 * @param {number} count about how many ticks
 * @returns {Axis}
 */
export function axis(spec, values, range, count) {
  const [low, high] = spec.domain ?? found(spec, values);
  const forth = spec.log
    ? (/** @type {number} */ value) => Math.log10(Math.max(value, low))
    : (/** @type {number} */ value) => value;
  const back = spec.log ? (/** @type {number} */ value) => 10 ** value : (/** @type {number} */ value) => value;
  const [from, to] = [forth(low), forth(high)];
  const slope = (range[1] - range[0]) / (to - from || 1);
  const at = (/** @type {number} */ value) => range[0] + (forth(value) - from) * slope;
  const shown = spec.log ? decades(low, high, count) : ticks(low, high, count);
  return {
    domain: [low, high],
    at,
    from: (pixels) => back(from + (pixels - range[0]) / slope),
    ticks: shown.map((value) => ({
      at: at(value),
      text: tickText(value),
    })),
    title: spec.title,
  };
}

/**
 * @param {AxisSpec} spec
 * @param {Iterable<number>} values
 * @returns {[number, number]}
 */
function found(spec, values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value) || (spec.log && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high < low) return spec.log ? [0.1, 1] : [0, 1];
  if (spec.log) {
    low = Math.max(low, spec.floor ?? 0, high / 10 ** DECADES);
    const room = spec.tight ? 1 : (high / low) ** 0.04;
    return high > low ? [low / room, high * room] : [low / 3, high * 3];
  }
  const room = spec.tight ? 0 : (high - low) * 0.05;
  return high > low
    ? [low - room, high + room]
    : [low - (Math.abs(low) * 0.1 || 1), high + (Math.abs(high) * 0.1 || 1)];
}

/**
 * Powers of ten within `[low, high]`, every one or every few; with 2 and 5 between them where there is less than one.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
function decades(low, high, count) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / count));
  const shown = [];
  for (let k = Math.ceil(first / every) * every; k <= last; k += every) shown.push(10 ** k);
  if (shown.length >= 2) return shown;
  const finer = [];
  for (let k = first - 1; k <= last + 1; k++) for (const part of [1, 2, 5]) finer.push(part * 10 ** k);
  return finer.filter((value) => value >= low * 0.999 && value <= high * 1.001);
}
