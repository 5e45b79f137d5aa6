/** What each tab shows of the statistics: a plot, its caption, its legend, and the table behind it. */

import { element } from "../elements/dom.js";
import { linePlot, rowPlot } from "../elements/line-plot.js";
import { sample } from "../elements/series-look.js";
import { costs, losses, sensitivity, targets } from "./series.js";
import { number } from "./words.js";

/** @typedef {import("./series.js").Statistics} Statistics */
/** @typedef {import("../plots/lines.js").Series} Series */

/**
 * @typedef {object} Shown
 * @property {Statistics} found
 * @property {{ found: Statistics, name: string } | null} beside another comparison, drawn over the first plot
 * @property {{ label: string, runs: number, steps: number, seconds: number | null }[]} parts
 * @property {number} width
 */

const BAND = "line: median; band: 10 to 90 %; thin: single seeds; at the border, what lies beyond, and × where most runs diverged";

/** @type {Record<string, (shown: Shown) => (Node | null)[]>} what stands in each panel, null where nothing is known yet */
export const PANELS = { sensitivity: rates, loss, ecdf, values, diverged, cost };

/** @param {Statistics} found */
function gone(found) {
  const runs = found.rules.reduce((sum, rule) => sum + rule.runs, 0);
  return `${found.rules.reduce((sum, rule) => sum + rule.diverged, 0)} of ${runs} runs diverged`;
}

/** @param {Shown} shown */
function rates({ found, beside, width }) {
  const mine = sensitivity(found);
  const theirs = beside ? sensitivity(beside.found, { beside: true }).map((each) => ({ ...each, label: `${each.label} (${beside.name})` })) : [];
  const bands = found.rules.flatMap((rule) => rule.sensitivity.map((band) => [rule.label, settings(band.settings), String(band.n), number(band.median, band.n ? "diverged" : ""), number(band.low, ""), number(band.high, ""), String(band.diverged)]));
  return lines(
    [...mine, ...theirs],
    { titles: ["learning rate", found.metric.split(" (")[0]], logX: true, logY: found.better === "lower", worst: found.better === "lower" ? "top" : "bottom" },
    `End value by learning rate: ${found.metric}. n = ${found.seeds} ${found.seeds === 1 ? "seed" : "seeds"}; ${BAND}. ${gone(found)}.`,
    table(["rule", "setting", "n", "median", "10 %", "90 %", "diverged"], bands),
    width,
    looks(mine.map((each) => each.label), beside?.found.rules.map((rule) => rule.label) ?? []),
  );
}

/** @param {Shown} shown */
function loss({ found, width }) {
  const series = losses(found);
  return lines(
    series,
    { titles: ["step", "training loss"], logX: false, logY: true, worst: "top" },
    `Training loss at each rule’s best learning rate. n = ${found.seeds} ${found.seeds === 1 ? "seed" : "seeds"}; ${BAND}.`,
    table(["step", ...series.map((each) => each.label)], found.steps.map((step, index) => [String(step), ...series.map((each) => (each.x.length ? number(each.y[index]) : ""))])),
    width,
  );
}

/** @param {Shown} shown */
function ecdf({ found, width }) {
  const series = targets(found);
  return lines(
    series,
    { titles: ["step", "share of targets reached"], logX: false, logY: false, worst: "bottom" },
    `Runtime ECDF: the share of (run, target) pairs of the training loss that was reached by each step, over ${found.ecdf?.targets.length ?? 0} targets and ${found.seeds} seeds.`,
    table(["step", ...series.map((each) => each.label)], found.steps.map((step, index) => [String(step), ...series.map((each) => (each.x.length ? number(each.y[index], "") : ""))])),
    width,
  );
}

/** @param {Shown} shown */
function values({ found, width }) {
  const rows = found.rules.map((rule, look) => ({ rule, look })).filter(({ rule }) => rule.best).map(({ rule, look }) => ({ look, label: rule.label, value: rule.best.median, low: rule.best.interval[0], high: rule.best.interval[1] }));
  if (rows.length === 0) return [null];
  const cells = found.rules.map((rule) => {
    if (!rule.best) return [rule.label, "not complete", "", "", "", ""];
    const { best } = rule;
    const edge = best.at_edge.length ? ` (at the edge of what was tried: ${best.at_edge.join(", ")})` : "";
    return [rule.label, settings(best.settings) + edge, number(best.median), `${number(best.interval[0])} to ${number(best.interval[1])}`, `${best.reached} of ${found.seeds}`, `${best.diverged} of ${found.seeds}`];
  });
  const tests = found.tests.map((test) => [`${test.first} and ${test.second}`, number(test.p), number(test.p_holm), test.better ? `${test.better} is better` : "no difference shown"]);
  return [
    element("figure", {}, rowPlot(rows, { title: found.metric.split(" (")[0], bars: false, width }), element("figcaption", {}, `End value at the best setting: median of n = ${found.seeds} seeds with its 95 % bootstrap interval. ${found.better === "lower" ? "Lower" : "Higher"} is better.`)),
    table(["rule", "best setting", "median", "95 % interval", "reached the target", "diverged"], cells),
    element("h3", {}, "Which differences are real"),
    tests.length ? table(["rules", "p", "p (Holm)", "permutation test"], tests) : element("p", { class: "note" }, "Nothing is compared: that needs two complete rules and more than one seed."),
  ];
}

/** @param {Shown} shown */
function diverged({ found, width }) {
  const rows = found.rules.map((rule, look) => ({ look, label: rule.label, value: rule.diverged }));
  const all = found.rules.reduce((sum, rule) => sum + rule.diverged, 0);
  return [
    element("figure", {}, rowPlot(rows, { title: "runs that diverged", bars: true, width }), element("figcaption", {}, all === 0 ? "No run has left the finite numbers." : "Runs that left the finite numbers, over all settings and seeds. They count as the worst in every statistic.")),
    behind(table(["rule", "diverged", "runs"], found.rules.map((rule) => [rule.label, String(rule.diverged), String(rule.runs)]))),
  ];
}

/** @param {Shown} shown */
function cost({ found, parts, width }) {
  const rows = costs(found.rules.map((rule) => rule.label), parts);
  if (rows.every((row) => row.value === null)) return [null];
  return [
    element("figure", {}, rowPlot(rows, { title: "microseconds per run and step", bars: true, width }), element("figcaption", {}, "Wall time of training divided by runs and steps, gradient, start and compilation included; of a part that was resumed, its last attempt.")),
    behind(table(["rule", "µs per run and step"], rows.map((row) => [row.label, number(row.value, "not known yet")]))),
  ];
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

/**
 * @param {Series[]} series
 * @param {Omit<import("../plots/lines.js").Request, "series">} axes
 * @param {string} caption
 * @param {Node} data
 * @param {number} width
 * @param {number[]} [wear] the look of each series
 * @returns {(Node | null)[]}
 */
function lines(series, axes, caption, data, width, wear = series.map((_, index) => index)) {
  if (series.every((each) => each.x.length === 0)) return [null];
  const legend = series.map(({ label, beside, x }, index) => element("li", { class: beside ? "beside" : null }, sample(wear[index]), x.length ? label : `${label}: not over yet`));
  return [
    element("figure", {}, linePlot({ ...axes, series }, wear, width), element("ul", { class: "legend" }, ...legend), element("figcaption", {}, caption)),
    behind(data),
  ];
}

/** @param {Node} data */
function behind(data) {
  return element("details", { class: "data" }, element("summary", {}, "The numbers"), data);
}

/**
 * @param {string[]} heads
 * @param {string[][]} rows the first cell names the row
 */
function table(heads, rows) {
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": heads.join(", ") },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
      element("tbody", {}, ...rows.map(([first, ...rest]) => element("tr", {}, element("th", { scope: "row" }, first), ...rest.map((cell) => element("td", {}, cell))))),
    ),
  );
}

/** @param {Record<string, number>} given */
function settings(given) {
  return Object.entries(given).map(([name, value]) => `${name} = ${number(value)}`).join(", ");
}
