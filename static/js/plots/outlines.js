/** The outline of a band between two edges. Pure. */

/** @typedef {number | null} Value */

/**
 * The stretches in which both edges are numbers, each as a closed outline.
 * @param {number[]} x
 * @param {Value[]} [low]
 * @param {Value[]} [high]
 * @returns {{ x: Value[], y: Value[] }[]}
 */
export function outlines(x, low = [], high = []) {
  /** @type {number[][]} */
  const stretches = [[]];
  for (const index of x.keys()) {
    if ((low[index] ?? null) !== null && (high[index] ?? null) !== null) stretches[stretches.length - 1].push(index);
    else stretches.push([]);
  }
  return stretches
    .filter((stretch) => stretch.length > 1)
    .map((stretch) => {
      const back = stretch.toReversed();
      return {
        x: [...stretch, ...back].map((index) => x[index]),
        y: [...stretch.map((index) => high[index]), ...back.map((index) => low[index])],
      };
    });
}
