/** Logarithmic scales and their ticks: pure functions, beside the linear ones of `axis.js`. */

import { linear } from "./axis.js";

/**
 * The least and the greatest positive number, with a little room; `[1, 10]` where there is none.
 * @param {number[]} values
 * @returns {[number, number]}
 */
export function logExtent(values) {
  const positive = values.filter((value) => Number.isFinite(value) && value > 0);
  if (positive.length === 0) return [1, 10];
  const low = Math.min(...positive);
  const high = Math.max(...positive);
  const room = high > low ? (high / low) ** 0.04 : 2;
  return [low / room, high * room];
}

/**
 * Powers of ten within `[low, high]`, at most about `count`; with 2 and 5 between them where there are few.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 * @returns {number[]}
 */
export function logTicks(low, high, count) {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const within = (/** @type {number} */ value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9);
  const powers = Array.from({ length: last - first + 1 }, (_, index) => Number(`1e${first + index}`));
  const whole = powers.filter(within);
  if (whole.length < 3) return powers.flatMap((power) => [power, 2 * power, 5 * power]).filter(within);
  const every = Math.ceil(whole.length / count);
  return whole.filter((_, index) => index % every === 0);
}

/**
 * A logarithmic map from `[low, high]` to `[from, to]`.
 * @param {[number, number]} domain
 * @param {[number, number]} range
 * @returns {(value: number) => number}
 */
export function logarithmic([low, high], range) {
  const scale = linear([Math.log10(low), Math.log10(high)], range);
  return (value) => scale(Math.log10(value));
}
