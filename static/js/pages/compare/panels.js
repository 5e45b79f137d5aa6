/** What each tab shows of the statistics: a plot, its caption, its legend, and the table behind it. */

import { element } from "../../base/dom.js";
import { scrolledTable } from "../../elements/data-table.js";
import { smoothed, windowOf } from "../../plots/smoothed.js";
import { across } from "./across-panel.js";
import { bars, lines } from "./panel-figures.js";
import { profile } from "./profile-panel.js";
import { search } from "./search-panel.js";
import { singleRuns } from "./single-runs.js";
import { settingText } from "./setting-text.js";
import { differences } from "./differences.js";
import { costs, isSearched, looks, losses, sensitivity, targets } from "./series.js";
import { valueText } from "../../base/numbers.js";

/** @typedef {import("./series.js").Statistics} Statistics */
/** @typedef {import("../../plots/line-figure.js").Series} Series */

/**
 * @typedef {object} Shown
 * @property {Statistics} found
 * @property {{ found: Statistics, name: string } | null} beside another comparison, drawn over the first plot
 * @property {{ label: string, runs: number, steps: number, step_seconds: number | null }[]} shards of the comparison
 * @property {import("./series.js").SoFar[]} soFar what is being trained now
 * @property {import("./figure.js").Setting} setting
 */

const BAND =
  "line: median; band: 10 to 90 %; thin: single seeds; at the border × where most runs diverged and ▲ what lies beyond";

/** @type {Record<string, (shown: Shown) => (Node | null)[]>} what stands in each panel, null where nothing is known yet */
export const PANELS = {
  across,
  profile,
  sensitivity: rates,
  search,
  pairs: ({ found }) => differences(found),
  loss,
  ecdf,
  values,
  diverged,
  cost,
};

/** @param {Statistics} found */
function gone(found) {
  const runs = found.rules.reduce((sum, rule) => sum + rule.runs, 0);
  return `${found.rules.reduce((sum, rule) => sum + rule.diverged, 0)} of ${runs} runs diverged`;
}

/** @param {number} count */
const seeds = (count) => `n = ${count} ${count === 1 ? "seed" : "seeds"}`;

/**
 * The setting at which each rule is drawn.
 * @param {Statistics} found
 */
function chosen(found) {
  return found.rules
    .filter((rule) => rule.best)
    .map((rule) => `${rule.label} at ${settingText(rule.best.settings)}`)
    .join("; ");
}

/** @param {Shown} shown */
function rates(shown) {
  const { found, beside } = shown;
  if (found.rules.every(isSearched))
    return [element("p", { class: "note" }, "Every rule is searched over several numbers at once: see Search.")];
  const mine = sensitivity(found);
  const theirs = beside
    ? sensitivity(beside.found, { beside: true }).map((each) => ({ ...each, label: `${each.label} (${beside.name})` }))
    : [];
  const bands = found.rules
    .filter((rule) => !isSearched(rule))
    .flatMap((rule) =>
      rule.sensitivity.map((band) => [
        rule.label,
        settingText(band.settings),
        String(band.n),
        valueText(band.median, band.n ? "diverged" : ""),
        valueText(band.low, ""),
        valueText(band.high, ""),
        String(band.diverged),
      ]),
    );
  return lines(
    shown,
    "learning-rate",
    [...mine, ...theirs],
    {
      titles: ["learning rate", found.metric.split(" (")[0]],
      logX: true,
      logY: found.better === "lower",
      worst: found.better === "lower" ? "top" : "bottom",
    },
    `End value by learning rate: ${found.metric}. ${seeds(found.seeds)}; ${BAND}. ${gone(found)}.`,
    scrolledTable(["rule", "setting", "n", "median", "10 %", "90 %", "diverged"], bands),
    looks(
      mine.map((each) => each.label),
      beside?.found.rules.map((rule) => rule.label) ?? [],
    ),
    singleRuns(found),
  );
}

/** @param {Shown} shown */
function loss(shown) {
  const { found, soFar } = shown;
  const series = losses(found, soFar);
  const steps = [...new Set(series.flatMap((each) => each.x))].sort((one, other) => one - other);
  const at = series.map((each) => new Map(each.x.map((step, index) => [step, each.y[index]])));
  const done = chosen(found);
  const running = soFar.length
    ? ` So far, and provisional: ${soFar.map((each) => `${each.label} at ${settingText(each.settings)}, the best at step ${each.step}`).join("; ")}.`
    : "";
  const window = windowOf(Math.max(...series.map((each) => each.x.length)));
  const content = lines(
    shown,
    "loss",
    series,
    {
      titles: ["step", found.curve],
      logX: false,
      logY: found.curve_better === "lower",
      worst: found.curve_better === "lower" ? "top" : "bottom",
      reach: soFar.map((each) => each.steps),
    },
    `${found.curve[0].toUpperCase()}${found.curve.slice(1)} at each rule’s best setting${done ? `: ${done}` : ""}. ${seeds(found.seeds)}; ${BAND}.${shown.setting.smooth ? " Smoothed for the eye: table and CSV hold the recorded values." : ""}${running}`,
    scrolledTable(
      ["step", ...series.map((each) => each.label)],
      steps.map((step) => [
        String(step),
        ...at.map((known) => (known.has(step) ? valueText(known.get(step) ?? null) : "")),
      ]),
    ),
    undefined,
    undefined,
    shown.setting.smooth ? series.map((each) => smooth(each, window)) : series,
  );
  if (content.includes(null)) return content;
  return [
    toggle("loss-smooth", `Smooth: each point the mean of ${window} recorded ones around it`, shown.setting),
    ...content,
  ];
}

/**
 * A line with the mean of several points at each; single runs, which are noise, are left out.
 * @param {Series} one
 * @param {number} window
 */
function smooth(one, window) {
  const of = (/** @type {Series["low"]} */ given) => given && smoothed(given, window);
  return { ...one, y: smoothed(one.y, window), low: of(one.low), high: of(one.high), thin: [] };
}

/**
 * @param {string} key
 * @param {string} text
 * @param {import("./figure.js").Setting} setting
 */
function toggle(key, text, setting) {
  const box = element("input", { type: "checkbox", "data-key": key, checked: setting.smooth });
  box.addEventListener("change", () => {
    setting.smooth = box.checked;
    box.dispatchEvent(new CustomEvent("smoothed", { bubbles: true }));
  });
  return element("label", { class: "smooth" }, box, text);
}

/** @param {Shown} shown */
function ecdf(shown) {
  const { found } = shown;
  if (!found.ecdf) return [found.ecdf_said ? element("p", { class: "note" }, found.ecdf_said) : null];
  const series = targets(found);
  return lines(
    shown,
    "targets",
    series,
    { titles: ["step", "share of targets reached"], logX: false, logY: false, worst: "bottom" },
    `Runtime ECDF: the share of (run, target) pairs that was reached by each step. ${found.ecdf_said} ${seeds(found.seeds)}. ${chosen(found)}.`,
    scrolledTable(
      ["step", ...series.map((each) => each.label)],
      found.ecdf.steps.map((/** @type {number} */ step, /** @type {number} */ index) => [
        String(step),
        ...series.map((each) => (each.x.length ? valueText(each.y[index], "") : "")),
      ]),
    ),
  );
}

/** @param {Shown} shown */
function values(shown) {
  const { found } = shown;
  const rows = found.rules
    .map((rule, look) => ({ rule, look }))
    .filter(({ rule }) => rule.best)
    .map(({ rule, look }) => ({
      look,
      label: rule.label,
      value: rule.best.median,
      low: rule.best.interval?.[0] ?? null,
      high: rule.best.interval?.[1] ?? null,
    }));
  if (rows.length === 0) return [null];
  const cells = found.rules.map((rule) => {
    if (!rule.best) return [rule.label, "not complete", "", "", "", ""];
    const { best } = rule;
    const edge = best.at_edge.length ? ` (at the edge of what was tried: ${best.at_edge.join(", ")})` : "";
    return [
      rule.label,
      settingText(best.settings) + edge,
      valueText(best.median),
      best.interval ? `${valueText(best.interval[0])} to ${valueText(best.interval[1])}` : "needs 6 seeds",
      best.reached === null ? "no target" : `${best.reached} of ${found.seeds}`,
      `${best.diverged} of ${found.seeds}`,
    ];
  });
  return bars(
    shown,
    "end-values",
    rows,
    { title: found.metric.split(" (")[0], bars: false },
    `End value at the best setting: median of ${seeds(found.seeds)} ${found.seeds < 6 ? "" : " with its 95 % interval"}. ${found.better === "lower" ? "Lower" : "Higher"} is better. ${chosen(found)}.`,
    scrolledTable(["rule", "best setting", "median", "95 % interval", "reached the target", "diverged"], cells),
    true,
  );
}

/** @param {Shown} shown */
function diverged(shown) {
  const { found } = shown;
  const rows = found.rules.map((rule, look) => ({ look, label: rule.label, value: rule.diverged }));
  const all = found.rules.reduce((sum, rule) => sum + rule.diverged, 0);
  return bars(
    shown,
    "diverged",
    rows,
    { title: "runs that diverged", bars: true },
    `${all === 0 ? "No run has left the finite numbers." : "Runs that left the finite numbers, over all settings and seeds. They count as the worst in every statistic."} n = ${found.rules[0]?.runs ?? 0} runs of each rule.`,
    scrolledTable(
      ["rule", "diverged", "runs"],
      found.rules.map((rule) => [rule.label, String(rule.diverged), String(rule.runs)]),
    ),
  );
}

/** @param {Shown} shown */
function cost(shown) {
  const { found, shards } = shown;
  const rows = costs(
    found.rules.map((rule) => rule.label),
    shards,
  );
  if (rows.every((row) => row.value === null)) return [null];
  return bars(
    shown,
    "cost",
    rows,
    { title: "microseconds per run and step", bars: true },
    `Wall time of a step divided by its runs, gradient included; start, compiling, evaluations and checkpoints are not. It holds for runs side by side on this machine. n = ${shards.filter((shard) => shard.step_seconds !== null).length} timed parts.`,
    scrolledTable(
      ["rule", "µs per run and step"],
      rows.map((row) => [row.label, valueText(row.value, "not timed")]),
    ),
  );
}
