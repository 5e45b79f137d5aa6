/** From what several comparisons show together to what is drawn. Pure. */

/** @typedef {{ label: string, share: number[], low: (number | null)[], high: (number | null)[] }} Profile */

/**
 * The curve of each rule, with its band where there is one.
 * @param {{ ratios: number[], rules: Profile[] }} suite
 * @returns {import("../../plots/line-figure.js").Series[]}
 */
export function profiles({ ratios, rules }) {
  return rules.map(({ label, share, low, high }) => ({ label, x: ratios, y: share, low, high }));
}
