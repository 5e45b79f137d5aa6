/** Noisy lines made smooth, for the eye; what stands in tables, files and tests is the line as it was recorded. */

/** @typedef {number | null} Value */

/** Of how many points each is the mean: about a twentieth of the line, an odd number. @param {number} count */
export function windowOf(count) {
  return Math.max(3, 2 * Math.round(count / 40) + 1);
}

/**
 * Each value the mean of those around it, fewer at the ends so that as many stand before as after; nothing where there was nothing.
 * @param {Value[]} values
 * @param {number} window an odd number of values
 * @returns {Value[]}
 */
export function smoothed(values, window) {
  const half = (window - 1) / 2;
  return values.map((value, place) => {
    if (value === null) return null;
    let reach = Math.min(half, place, values.length - 1 - place);
    // Nothing is taken from beyond a gap, where a run had diverged.
    for (let k = 1; k <= reach; k += 1) if (values[place - k] === null || values[place + k] === null) reach = k - 1;
    let sum = 0;
    for (let k = place - reach; k <= place + reach; k += 1) sum += /** @type {number} */ (values[k]);
    return sum / (2 * reach + 1);
  });
}
