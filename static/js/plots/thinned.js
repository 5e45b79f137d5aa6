/** A long line as fewer points that look the same. Pure. */

/** @typedef {import("./chart-figure.js").Series} Series */

/**
 * The series with at most so many points: of each of its equal pieces the lowest and the highest are kept, in order,
 * and what is not finite once a piece, where it breaks the line.
 * @template {{ x: ArrayLike<number>, y: ArrayLike<number>, low?: ArrayLike<number>, high?: ArrayLike<number> }} Line
 * @param {Line} series
 * @param {number} most
 * @returns {Line}
 */
export function thinned(series, most) {
  const { x, y, low, high } = series;
  if (y.length <= most) return series;
  const pieces = Math.floor(most / 3);
  /** @type {number[]} */
  const kept = [];
  for (let piece = 0; piece < pieces; piece++) {
    const from = Math.floor((piece * y.length) / pieces);
    const to = Math.floor(((piece + 1) * y.length) / pieces);
    let [least, greatest, broken] = [-1, -1, -1];
    for (let k = from; k < to; k++) {
      if (!Number.isFinite(y[k])) broken = broken < 0 ? k : broken;
      else {
        if (least < 0 || y[k] < y[least]) least = k;
        if (greatest < 0 || y[k] > y[greatest]) greatest = k;
      }
    }
    const found = new Set([least, greatest, broken].filter((k) => k >= 0));
    kept.push(...[...found].sort((a, b) => a - b));
  }
  // The ends of a line are where one looks.
  const places = [...new Set([0, ...kept, y.length - 1])];
  const part = (/** @type {ArrayLike<number> | undefined} */ values) => values && places.map((k) => values[k]);
  return { ...series, x: places.map((k) => x[k]), y: places.map((k) => y[k]), low: part(low), high: part(high) };
}
