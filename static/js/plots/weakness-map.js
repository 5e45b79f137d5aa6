/** Scores by trait: one row per trait with its mean and a dot for each landscape, the weakest on top. Pure. */

/** @typedef {{landscape: string, title: string, trait: string, score: number}} Entry */
/** @typedef {{trait: string, score: number, y: number, at: number, dots: {x: number, title: string, score: number}[]}} Row */

export const ROW = 28;

/**
 * @param {Entry[]} entries
 * @param {number} left where a score of 0 is
 * @param {number} right where a score of 1 is
 * @param {number} top
 * @returns {Row[]}
 */
export function weaknessMap(entries, left, right, top) {
  /** @type {Map<string, Entry[]>} */
  const groups = new Map();
  for (const entry of entries) groups.set(entry.trait, [...(groups.get(entry.trait) ?? []), entry]);
  const x = (/** @type {number} */ score) => left + (right - left) * score;
  return [...groups]
    .map(([trait, mine]) => ({ trait, mine, score: mine.reduce((sum, { score }) => sum + score, 0) / mine.length }))
    .sort((a, b) => a.score - b.score)
    .map(({ trait, mine, score }, index) => ({
      trait,
      score,
      y: top + ROW * index + ROW / 2,
      at: x(score),
      dots: mine.map((entry) => ({ x: x(entry.score), title: entry.title || entry.landscape, score: entry.score })),
    }));
}
