/** What each tab shows of the statistics: a plot, its caption, its legend, and the table behind it. */

import { element } from "../../base/dom.js";
import { scrolledTable } from "../../elements/data-table.js";
import { across } from "./across-panel.js";
import { BAND, chosen, seeds } from "./captions.js";
import { loss, validation } from "./curve-panels.js";
import { bars, lines } from "./panel-figures.js";
import { profile } from "./profile-panel.js";
import { search } from "./search-panel.js";
import { singleRuns } from "./single-runs.js";
import { settingText } from "./setting-text.js";
import { differences } from "./differences.js";
import { costs, isSearched, looks, sensitivity } from "./series.js";
import { ecdf } from "./targets-panel.js";
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

/** @type {Record<string, (shown: Shown) => (Node | null)[]>} what stands in each panel, null where nothing is known yet */
export const PANELS = {
  across,
  profile,
  sensitivity: rates,
  search,
  pairs: ({ found }) => differences(found),
  loss,
  validation,
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
