/** The learning rate at which a new racer begins: one that shows something on the landscape that is there. */

/** Where nothing is known of the landscape or of the rule. */
const USUAL = 0.02;
/** Of the shorter side of the window: so long is a step that follows the rate alone. */
const SHARE = 0.01;

/**
 * Half the largest stable rate for a rule whose steps follow the gradient, less with momentum, which makes them 1/(1 - momentum)
 * times as long; a hundredth of the window for one whose steps are as long as its rate. Two digits, within the rule's range.
 * @param {Pick<import("../../panels/kit/catalog.js").Rule, "hypers" | "follows">} rule
 * @param {{window?: number[][] | null, stable_lr?: number | null}} landscape
 * @returns {number | null} null for a rule without a learning rate
 */
export function suggestedRate({ hypers, follows }, { window, stable_lr: stable }) {
  const lr = hypers.find(({ name }) => name === "lr");
  if (!lr) return null;
  const momentum = hypers.find(({ name }) => name === "momentum")?.default ?? 0;
  const sides = (window ?? []).map(([low, high]) => high - low);
  let rate = USUAL;
  if (follows === "gradient" && stable) rate = (stable / 2) * (1 - momentum);
  else if (follows === "rate" && sides.length) rate = Math.min(...sides) * SHARE;
  return Math.min(Math.max(Number(rate.toPrecision(2)), lr.low), lr.high);
}
