/** What the captions of several plots say. Pure. */

import { settingText } from "./setting-text.js";

/** @typedef {import("./series.js").Statistics} Statistics */

export const BAND =
  "line: median; band: 10 to 90 %; thin: single seeds; at the border × where most runs diverged and ▲ what lies beyond";

/** @param {number} count */
export const seeds = (count) => `n = ${count} ${count === 1 ? "seed" : "seeds"}`;

/** @param {string} words */
export const capital = (words) => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/**
 * The setting at which each rule is drawn.
 * @param {Statistics} found
 */
export function chosen(found) {
  return found.rules
    .filter((rule) => rule.best)
    .map((rule) => `${rule.label} at ${settingText(rule.best.settings)}`)
    .join("; ");
}
