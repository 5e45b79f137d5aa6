/** How the best learning rate of each rule goes with an option of the workload that has several values. */

import { element } from "../../base/dom.js";
import { valueText } from "../../base/numbers.js";
import { scrolledTable } from "../../elements/data-table.js";
import { lines } from "./panel-figures.js";

/** @typedef {{ label: string, rates: (number | null)[], intervals: [number, number][] | null, medians: (number | null)[], at_edge: string[], slope: number | null, slope_interval: [number, number] | null }} AcrossRule */
/** @typedef {{ option: string, values: number[], rules: AcrossRule[] }} Across */

/**
 * A line for each rule: its best rates, and their intervals where there are any.
 * @param {Across} found
 * @returns {import("../../plots/line-figure.js").Series[]}
 */
export function acrossSeries({ values, rules }) {
  return rules.map(({ label, rates, intervals }) => ({
    label,
    x: rates.some((rate) => rate !== null) ? values : [],
    y: rates,
    low: intervals?.map(([low]) => low) ?? [],
    high: intervals?.map(([, high]) => high) ?? [],
  }));
}

/**
 * The exponent with which the best rate of a rule goes, in words.
 * @param {AcrossRule} rule
 */
export function slopeText({ slope, slope_interval: ends }) {
  if (slope === null) return "";
  return `${slope.toFixed(2)}${ends ? ` (${ends[0].toFixed(2)} to ${ends[1].toFixed(2)})` : ""}`;
}

/**
 * @param {import("./panels.js").Shown} shown
 * @returns {(Node | null)[]}
 */
export function across(shown) {
  const { found } = shown;
  const told = found.across;
  if (!told) return [null];
  const { option, values, rules } = told;
  const drawn = lines(
    shown,
    "across",
    acrossSeries(told),
    { titles: [option, "best learning rate"], logX: true, logY: true, worst: "top" },
    `Best learning rate by ${option}. n = ${found.seeds} seeds; ${found.seeds < 6 ? "an interval needs 6" : "band: 95 % by the bootstrap over seeds, each drawn best moved within its cell of the grid"}.`,
    scrolledTable(
      ["rule", option, "best learning rate", "95 % interval", "median at it"],
      rules.flatMap((rule) =>
        values.map((value, place) => [
          rule.label,
          valueText(value),
          valueText(rule.rates[place], "not complete"),
          rule.intervals ? rule.intervals[place].map((end) => valueText(end)).join(" to ") : "",
          valueText(rule.medians[place], ""),
        ]),
      ),
    ),
  );
  if (drawn.includes(null)) return drawn;
  return [
    ...drawn,
    element("h2", {}, `How the best rate goes with ${option}`),
    scrolledTable(
      ["rule", `exponent of ${option} (95 %)`, "best at an edge of what was tried"],
      rules.map((rule) => [rule.label, slopeText(rule), rule.at_edge.join("; ") || "none"]),
    ),
    element(
      "p",
      { class: "note" },
      `The exponent is the slope of a straight line through the logarithms: −1 means that twice the ${option} halves the best rate, 0 that it stays. Its interval is the bootstrap’s over seeds. A best at an edge may lie beyond it.`,
    ),
  ];
}
