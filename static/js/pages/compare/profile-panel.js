/** What the metric of each rule is a mean of, told apart: which parts of the work were learned. */

import { scrolledTable } from "../../elements/data-table.js";
import { valueText } from "../../base/numbers.js";
import { lines } from "./panel-figures.js";

/** @typedef {{ label: string, median: (number | null)[], low: (number | null)[], high: (number | null)[], runs: (number | null)[][] }} ProfileRule */
/** @typedef {{ question: string, across: string, up: string, at: number[], rules: ProfileRule[] }} Profile */

/**
 * A line for each rule of the comparison, empty of one that is not complete.
 * @param {Profile} found
 * @param {string[]} labels
 * @returns {import("../../plots/line-figure.js").Series[]}
 */
export function profileSeries(found, labels) {
  return labels.map((label) => {
    const rule = found.rules.find((one) => one.label === label);
    if (!rule) return { label, x: [], y: [] };
    const gone = rule.median.map((value) => value === null);
    return { label, x: found.at, y: rule.median, low: rule.low, high: rule.high, thin: rule.runs.slice(0, 32), gone };
  });
}

/**
 * @param {import("./panels.js").Shown} shown
 * @returns {(Node | null)[]}
 */
export function profile(shown) {
  const { found } = shown;
  const told = found.profile;
  if (!told) return [null];
  const interval = found.seeds < 6 ? "" : "; band: its 95 % interval";
  return lines(
    shown,
    "profile",
    profileSeries(
      told,
      found.rules.map((rule) => rule.label),
    ),
    { titles: [told.across, told.up], logX: true, logY: false, worst: found.better === "lower" ? "top" : "bottom" },
    `${told.question} ${told.up[0].toUpperCase()}${told.up.slice(1)} at each rule’s best setting, by ${told.across}. n = ${found.seeds} seeds; line: median${interval}; thin: single seeds.`,
    scrolledTable(
      [told.across, ...told.rules.flatMap((rule) => [rule.label, "95 % interval"])],
      told.at.map((at, place) => [
        valueText(at),
        ...told.rules.flatMap((rule) => [
          valueText(rule.median[place], "diverged"),
          rule.low[place] === null && rule.high[place] === null
            ? "needs 6 seeds"
            : `${valueText(rule.low[place])} to ${valueText(rule.high[place], "diverged")}`,
        ]),
      ]),
    ),
  );
}
