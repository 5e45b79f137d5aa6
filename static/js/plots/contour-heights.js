/**
 * The heights at which a map has contour lines: even in height or in log height, thick where they are round. Pure.
 *
 * The rule of `descent/playground/contour_levels.py`, for planes through weights; `tests/contour-levels.json` holds
 * examples that both must keep.
 */

import { numberText } from "../base/numbers.js";

/** Lines at most. */
const MOST = 26;
/** Powers of ten above the lowest height within which lines are drawn. */
const DECADES = 9;
/** Into so many equal factors a power of ten is cut; from `FINE` on, 2 and 5 are among them, but for a hundredth. */
const FACTORS = [20, 10, 8, 6, 5, 4, 3, 2, 1];
const FINE = 10;
/** Two numbers are close if one is less than so many times the other. */
const CLOSE = 4;
/** Round distances between lines, and every which of them is thick. */
const STEPS = [
  [1, 5],
  [2, 5],
  [5, 4],
];

/** @typedef {{ level: number, strong: boolean }} Level */

/**
 * The lines of a map, ascending: in log height where the values are positive and spread, in height where they are not
 * spread, and in log height above the lowest where that is not positive. With them the scale on which heights between
 * two places are found: a straight one draws saw teeth where the loss grows by powers.
 * @param {number[]} values finite ones
 * @returns {{ levels: Level[], above: number, scale: (value: number) => number }} `above` is what levels are counted from
 */
export function heights(values) {
  const straight = (/** @type {number} */ value) => value;
  if (values.length === 0) return { levels: [], above: 0, scale: straight };
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (!(high > low)) return { levels: [], above: 0, scale: straight };
  if (low > 0 && high < CLOSE * low) return { levels: even(low, high), above: 0, scale: straight };
  if (low > 0) return { levels: evenInLog(low, Math.min(high, low * 10 ** DECADES)), above: 0, scale: Math.log };
  const range = high - low;
  return {
    levels: evenInLog(range * 1e-3, range),
    above: low,
    scale: (value) => Math.log(value - low + 1e-4 * range),
  };
}

/**
 * Multiples of a round step between two numbers.
 * @param {number} low
 * @param {number} high
 * @returns {Level[]}
 */
export function even(low, high) {
  const least = Math.floor(Math.log10((high - low) / MOST));
  const steps = [least, least + 1].flatMap((power) => STEPS.map(([factor, every]) => ({ factor, power, every })));
  const found = steps.find(({ factor, power }) => Number(`${factor}e${power}`) * MOST >= high - low);
  const { factor, power, every } = /** @type {typeof steps[number]} */ (found);
  const step = Number(`${factor}e${power}`);
  const levels = [];
  for (let count = Math.floor(low / step); count <= Math.ceil(high / step); count += 1) {
    const level = Number(`${count * factor}e${power}`);
    if (level > low && level < high) levels.push({ level, strong: count % every === 0 });
  }
  return levels;
}

/**
 * Equal factors between two positive numbers, powers of ten among them; equal distances where the numbers are so close
 * that both are much the same, for these have more round ones.
 * @param {number} low
 * @param {number} high
 * @returns {Level[]}
 */
export function evenInLog(low, high) {
  if (high < CLOSE * low) return even(low, high);
  const powers = Math.log10(high) - Math.log10(low);
  const cut = FACTORS.find((count) => count * powers <= MOST) ?? 1;
  const apart = Math.max(1, Math.ceil(powers / MOST));
  const levels = [];
  for (let count = Math.floor(Math.log10(low)) * cut; count <= Math.ceil(Math.log10(high)) * cut; count += 1) {
    const power = Math.floor(count / cut);
    const part = count - power * cut;
    if (part === 0 && power % apart) continue;
    const digit = part === 0 ? 1 : cut < FINE ? undefined : { 0.3: 2, 0.7: 5 }[part / cut];
    const level = digit ? Number(`${digit}e${power}`) : 10 ** (count / cut);
    if (level > low && level < high) levels.push({ level, strong: digit !== undefined });
  }
  return levels;
}

/**
 * A height as it stands on a line: `+10` where it is counted from the lowest value of the landscape.
 * @param {number} value
 * @param {number} above
 */
export function heightOnLine(value, above) {
  return `${above === 0 ? "" : "+"}${numberText(value)}`;
}
