/** From the statistics of a search to what its plots draw. Pure. */

import { isSearched } from "./series.js";

/** @typedef {import("./series.js").Statistics} Statistics */
/** @typedef {import("../../plots/line-figure.js").Series} Series */

/** The hyperparameters that any rule is searched over, in the order of the spaces. @param {Statistics} found */
export function searchedNames(found) {
  return [...new Set(found.rules.flatMap((rule) => Object.keys(rule.search?.space ?? {})))];
}

/**
 * End value against one hyperparameter, a point for each setting, of the rules that are searched over it.
 * @param {Statistics} found
 * @param {string} name
 * @returns {{ series: Series[], wear: number[], title: string, log: boolean }} on the scale of the space, of a decay its
 *   distance to 1; `wear` are the looks that the rules have in all plots
 */
export function trials(found, name) {
  const spans = found.rules.flatMap((rule) => (rule.search?.space[name] ? [rule.search.space[name]] : []));
  const fromOne = spans.every(([, , scale]) => scale === "log_from_1");
  const at = (/** @type {number} */ value) => (fromOne ? Number((1 - value).toPrecision(6)) : value);
  const wear = found.rules.flatMap((rule, look) => (rule.search?.space[name] ? [look] : []));
  const series = wear.map((look) => {
    const rule = found.rules[look];
    const bands = rule.sensitivity.filter((band) => band.n > 0);
    const best = rule.best && bands.findIndex((band) => same(band.settings, rule.best.settings));
    return {
      label: rule.label,
      points: true,
      ...(best === null ? {} : { best }),
      x: bands.map((band) => at(band.settings[name])),
      y: bands.map((band) => band.median),
      gone: bands.map((band) => band.median === null && band.diverged > 0),
    };
  });
  const log = spans.every(([low, , scale]) => scale !== "linear" && (fromOne || low > 0));
  return { series, wear, title: fromOne ? `1 − ${name}` : name, log };
}

/**
 * The end value at the best of n settings, a line for each rule that is complete.
 * @param {Statistics} found
 * @returns {Series[]}
 */
export function bestOf(found) {
  return found.rules.map(({ label, search }) => {
    const curve = search?.best_of;
    if (!curve) return { label, x: [], y: [] };
    const x = curve.median.map((_, index) => index + 1);
    return {
      label,
      x,
      y: curve.median,
      low: curve.low,
      high: curve.high,
      gone: curve.median.map((each) => each === null),
    };
  });
}

/**
 * By rule and hyperparameter of its search: name, space, best value, share, chance.
 * @param {Statistics} found
 */
export function influences(found) {
  return found.rules.filter(isSearched).flatMap((rule) =>
    Object.entries(rule.search?.influence ?? {}).map(([name, { share, by_chance }]) => ({
      label: rule.label,
      name,
      best: /** @type {number} */ (rule.best?.settings[name]),
      share,
      chance: by_chance,
    })),
  );
}

/**
 * @param {Record<string, number>} one
 * @param {Record<string, number>} other
 */
function same(one, other) {
  return Object.entries(one).every(([name, value]) => other[name] === value);
}
