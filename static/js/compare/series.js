/** From the statistics of a comparison to what the plots draw. Pure. */

/** @typedef {{ settings: Record<string, number>, n: number, diverged: number, low: number | null, median: number | null, high: number | null, values: (number | null)[] }} Band */
/** @typedef {{ label: string, baseline: boolean, diverged: number, runs: number, sensitivity: Band[], best: any }} RuleFound */
/** @typedef {{ metric: string, better: "lower" | "higher", target: number, seeds: number, steps: number[], rules: RuleFound[], ecdf: any, tests: any[], method: string, complete: boolean }} Statistics */

/**
 * The settings of a rule by learning rate; where more than learning rates were tried, the best of each.
 * @param {RuleFound} rule
 * @param {"lower" | "higher"} better
 * @returns {Band[]}
 */
export function byRate(rule, better) {
  /** @type {Map<number, Band>} */
  const kept = new Map();
  for (const band of rule.sensitivity) {
    const rate = band.settings.lr;
    if (rate === undefined || band.n === 0) continue;
    const held = kept.get(rate);
    if (!held || worse(held.median, band.median, better)) kept.set(rate, band);
  }
  return [...kept.values()].sort((one, other) => one.settings.lr - other.settings.lr);
}

/**
 * Whether the median held is worse than another; one that diverged is the worst.
 * @param {number | null} held
 * @param {number | null} other
 * @param {"lower" | "higher"} better
 */
function worse(held, other, better) {
  if (other === null) return false;
  return held === null || (better === "lower" ? other < held : other > held);
}

/**
 * End value against learning rate, one series per rule.
 * @param {Statistics} found
 * @param {{ beside?: boolean }} [options] whether it is drawn beside another comparison
 * @returns {import("../plots/lines.js").Series[]}
 */
export function sensitivity(found, { beside = false } = {}) {
  return found.rules.map((rule) => {
    const bands = byRate(rule, found.better);
    const seeds = Math.max(0, ...bands.map((band) => band.values.length));
    return {
      label: rule.label,
      beside,
      x: bands.map((band) => band.settings.lr),
      y: bands.map((band) => band.median),
      low: beside ? [] : bands.map((band) => band.low),
      high: beside ? [] : bands.map((band) => band.high),
      thin: beside ? [] : Array.from({ length: seeds }, (_, seed) => bands.map((band) => band.values[seed] ?? null)),
      gone: bands.map((band) => band.median === null && band.diverged > 0),
    };
  });
}

/**
 * Training loss against step at each rule's best setting; rules that are not complete have no points.
 * @param {Statistics} found
 * @returns {import("../plots/lines.js").Series[]}
 */
export function losses(found) {
  return found.rules.map(({ label, best }) => {
    if (!best) return { label, x: [], y: [] };
    const { low, median, high, runs } = best.loss;
    const end = median.findIndex((/** @type {number | null} */ value) => value === null);
    return { label, x: found.steps, y: median, low, high, thin: runs.slice(0, 32), gone: found.steps.map((_, index) => index === end) };
  });
}

/**
 * The share of (run, target) pairs reached by each step.
 * @param {Statistics} found
 * @returns {import("../plots/lines.js").Series[]}
 */
export function targets(found) {
  return found.rules.map(({ label }) => {
    const share = found.ecdf?.rules.find((/** @type {{ label: string }} */ rule) => rule.label === label)?.share;
    return share ? { label, x: found.steps, y: share } : { label, x: [], y: [] };
  });
}

/**
 * Microseconds per run and step of each rule, from the parts that are finished.
 * @param {string[]} labels
 * @param {{ label: string, runs: number, steps: number, seconds: number | null }[]} parts
 * @returns {import("../plots/rows.js").Row[]}
 */
export function costs(labels, parts) {
  return labels.map((label, look) => {
    const mine = parts.filter((part) => part.label === label && part.seconds !== null);
    const made = mine.reduce((sum, part) => sum + part.runs * part.steps, 0);
    const seconds = mine.reduce((sum, part) => sum + (part.seconds ?? 0), 0);
    return { label, look, value: made > 0 ? (1e6 * seconds) / made : null };
  });
}
