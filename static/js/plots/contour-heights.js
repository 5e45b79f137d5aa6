/** The heights at which a map has contour lines. Pure. */

import { ticks } from "./axis.js";

/** Lines at most. */
const MOST = 22;
/** Powers of ten above the lowest height within which lines are drawn. */
const DECADES = 9;

/**
 * Round heights at which lines are drawn, ascending: on a logarithmic scale where the heights are positive and spread,
 * evenly spaced where they are not spread, and logarithmically above the lowest where it is not positive. With them the
 * scale on which heights between two places are found: a straight one draws saw teeth where the loss grows by powers.
 * @param {number[]} values finite ones
 * @returns {{ levels: { level: number, strong: boolean }[], scale: (value: number) => number }}
 */
export function heights(values) {
  const straight = (/** @type {number} */ value) => value;
  if (values.length === 0) return { levels: [], scale: straight };
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (!(high > low)) return { levels: [], scale: straight };
  if (low > 0 && high / low < 4) {
    const step = ticks(low, high, 14);
    const levels = step
      .filter((level) => level > low && level < high)
      .map((level, place) => ({ level, strong: place % 4 === 3 }));
    return { levels, scale: straight };
  }
  if (low > 0) return { levels: steps(low, Math.min(high, low * 10 ** DECADES)), scale: Math.log };
  const range = high - low;
  const levels = steps(range * 1e-3, range).map(({ level, strong }) => ({ level: low + level, strong }));
  return { levels, scale: (value) => Math.log(value - low + 1e-4 * range) };
}

/**
 * Round multiples of the powers of ten between two positive numbers: as many to a power as there is room for.
 * @param {number} low
 * @param {number} high
 */
function steps(low, high) {
  for (const factors of [[1, 1.5, 2, 3, 4, 5, 6, 8], [1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1]]) {
    const found = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
      for (const factor of factors) found.push({ level: Number(`${factor}e${power}`), strong: factor === 1 });
    }
    const within = found.filter(({ level }) => level > low && level < high);
    if (within.length <= MOST || factors.length === 1) return within;
  }
  return [];
}
