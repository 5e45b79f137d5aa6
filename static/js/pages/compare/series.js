/** From the statistics of a comparison to what the plots draw. Pure. */

/** @typedef {{ settings: Record<string, number>, n: number, diverged: number, low: number | null, median: number | null, high: number | null, values: (number | null)[] }} Band */
/** @typedef {{ low: (number | null)[], median: (number | null)[], high: (number | null)[], runs: (number | null)[][] }} Loss */
/** @typedef {{ part: number, label: string, step: number, steps: number, settings: Record<string, number>, n: number, at: number[], loss: Loss }} SoFar */
/** @typedef {{ low: (number | null)[], median: (number | null)[], high: (number | null)[], mean: (number | null)[] }} BestOf */
/** @typedef {{ space: Record<string, [number, number, string]>, influence: Record<string, { share: number, by_chance: number }> | null, best_of: BestOf | null }} SearchFound */
/** @typedef {{ label: string, baseline: boolean, diverged: number, runs: number, sensitivity: Band[], best: any, search?: SearchFound | null, per_step: Record<string, number | null> }} RuleFound */
/** @typedef {{ label: string, share: number[], median: (number | null)[], median_interval: Ends[], expected: (number | null)[], expected_interval: Ends[] }} ReachingRule */
/** @typedef {[number | null, number | null] | null} Ends */
/** @typedef {{ stop: number, targets: number[], usual: number, said: string, rules: ReachingRule[] }} Reaching */
/** @typedef {{ conclusion: string, metric: string, better: "lower" | "higher", target: number | null, curve: string, curve_better: "lower" | "higher", seeds: number, steps: number[], validated_at: number[], axes: import("./axes.js").Axis[], rules: RuleFound[], ecdf: any, ecdf_said: string, reaching: Reaching | null, tests: any[], across: import("./across-panel.js").Across | null, profile: import("./profile-panel.js").Profile | null, method: string, complete: boolean }} Statistics */

/**
 * Whether the settings of a rule are a search of several hyperparameters.
 * @param {RuleFound} rule
 */
export function isSearched(rule) {
  return Object.keys(rule.search?.space ?? {}).length > 0;
}

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
 * End value against learning rate, one series per rule; no points of one that is searched.
 * @param {Statistics} found
 * @param {{ beside?: boolean }} [options] whether it is drawn beside another comparison
 * @returns {import("../../plots/line-figure.js").Series[]}
 */
export function sensitivity(found, { beside = false } = {}) {
  return found.rules.map((rule) => {
    if (isSearched(rule)) return { label: rule.label, said: `${rule.label}: see Search`, beside, x: [], y: [] };
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
 * The runs at one point of `sensitivity`, the best first; those that diverged are null and last.
 * @param {Statistics} found
 * @param {{ label: string, x: number }} point
 * @returns {{ seed: number, value: number | null }[]} seeds from 1
 */
export function runsAt({ rules, better }, { label, x }) {
  const rule = rules.find((one) => one.label === label);
  const band = rule && byRate(rule, better).find(({ settings }) => settings.lr === x);
  const sign = better === "lower" ? 1 : -1;
  return (band?.values ?? [])
    .map((value, place) => ({ seed: place + 1, value }))
    .sort(
      (one, other) =>
        sign * ((one.value ?? sign * Infinity) - (other.value ?? sign * Infinity)) || one.seed - other.seed,
    );
}

/**
 * Training loss against step at each rule's best setting; of a rule that is being trained, as far as it goes. Rules that
 * wait have no points.
 * @param {Statistics} found
 * @param {SoFar[]} [soFar]
 * @returns {import("../../plots/line-figure.js").Series[]}
 */
export function losses(found, soFar = []) {
  return found.rules.map(({ label, best }) => {
    if (best) return { label, ...curve(found.steps, best.loss) };
    const now = soFar.find((each) => each.label === label);
    if (!now) return { label, x: [], y: [] };
    return {
      label,
      said: `${label}: so far, step ${now.step} of ${now.steps}`,
      provisional: true,
      ...curve(now.at, now.loss),
    };
  });
}

/**
 * The metric on the samples that choose, against step, at each rule's best setting.
 * @param {Statistics} found
 * @returns {import("../../plots/line-figure.js").Series[]}
 */
export function validations(found) {
  return found.rules.map(({ label, best }) =>
    best?.validation ? { label, ...curve(found.validated_at, best.validation) } : { label, x: [], y: [] },
  );
}

/**
 * @param {number[]} x
 * @param {Loss} loss
 */
function curve(x, { low, median, high, runs }) {
  const end = median.indexOf(null);
  return { x, y: median, low, high, thin: runs.slice(0, 32), gone: x.map((_, index) => index === end) };
}

/**
 * The share of (run, target) pairs reached by each step.
 * @param {Statistics} found
 * @returns {import("../../plots/line-figure.js").Series[]}
 */
export function targets(found) {
  return found.rules.map(({ label }) => {
    const share = found.ecdf?.rules.find((/** @type {{ label: string }} */ rule) => rule.label === label)?.share;
    return share ? { label, x: found.ecdf.steps, y: share } : { label, x: [], y: [] };
  });
}

/**
 * Microseconds per run and step of each rule, from the shards whose steps were timed.
 * @param {string[]} labels
 * @param {{ label: string, runs: number, steps: number, step_seconds: number | null }[]} shards
 * @returns {import("../../plots/row-figure.js").Row[]}
 */
export function costs(labels, shards) {
  return labels.map((label, look) => {
    const mine = shards.filter((shard) => shard.label === label && shard.step_seconds !== null);
    const made = mine.reduce((sum, shard) => sum + shard.runs * shard.steps, 0);
    const seconds = mine.reduce((sum, shard) => sum + shard.steps * (shard.step_seconds ?? 0), 0);
    return { label, look, value: made > 0 ? (1e6 * seconds) / made : null };
  });
}

/**
 * A look for every series: a rule of the other comparison wears that of its namesake here, or one that is free.
 * @param {string[]} mine
 * @param {string[]} theirs
 */
export function looks(mine, theirs) {
  const all = [...new Set([...mine, ...theirs])];
  return [...mine, ...theirs].map((label) => all.indexOf(label));
}
