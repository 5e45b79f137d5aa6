/** What the tab Search shows: the best of n settings, what each hyperparameter does alone, every setting as a point. */

import { element } from "../../base/dom.js";
import { valueText } from "../../base/numbers.js";
import { scrolledTable } from "../../elements/data-table.js";
import { lines } from "./panel-figures.js";
import { isSearched } from "./series.js";
import { settingText } from "./setting-text.js";
import { spaceText } from "./space-text.js";
import { bestOf, influences, searchedNames, trials } from "./trials.js";

/** @typedef {import("./panels.js").Shown} Shown */
/** @typedef {import("./series.js").Statistics} Statistics */

/**
 * @param {Shown} shown
 * @returns {(Node | null)[]}
 */
export function search(shown) {
  const { found } = shown;
  if (!found.rules.some(isSearched)) return [null];
  const [best, ...others] = [budget(shown), ...searchedNames(found).map((name) => scatter(shown, name))].map((plot) =>
    plot.filter((node) => node !== null),
  );
  if (others.every((plot) => plot.length === 0)) return [null];
  const rows = influences(found);
  return [
    ...best,
    ...(rows.length > 0 ? [element("h2", {}, "What each hyperparameter does alone"), ...alone(rows)] : []),
    element("h2", {}, "Every setting"),
    element("div", { class: "trials" }, ...others.map((plot) => element("div", {}, ...plot))),
  ];
}

/** @param {{ label: string, name: string, best: number, share: number, chance: number }[]} rows */
function alone(rows) {
  return [
    scrolledTable(
      ["rule", "hyperparameter", "best", "share of rank variance", "by chance up to", "in words"],
      rows.map(({ label, name, best, share, chance }) => [
        label,
        name,
        valueText(best),
        share.toFixed(2),
        chance.toFixed(2),
        share > chance ? "matters" : "not beyond chance",
      ]),
    ),
    element(
      "p",
      { class: "note" },
      "Share of the variance of the settings’ ranks that lies between the four quarters of a space (Kruskal and Wallis), beside what shuffled values stay below in 95 of 100 cases. What two do only together is not in it.",
    ),
  ];
}

/** @param {Shown} shown */
function budget(shown) {
  const { found } = shown;
  const series = bestOf(found);
  const spaces = found.rules
    .filter(isSearched)
    .map((rule) => `${rule.label}: ${spaceText(rule.search?.space ?? {}, (value) => valueText(value))}`)
    .join("; ");
  return lines(
    shown,
    "best-of",
    series,
    {
      titles: ["settings tried", found.metric.split(" (")[0]],
      logX: false,
      logY: found.better === "lower",
      worst: found.better === "lower" ? "top" : "bottom",
    },
    `End value at the best of n settings, drawn from those tried without replacement. Line: median; band: 10 to 90 % of all choices of n. Searched: ${spaces}.`,
    scrolledTable(
      ["settings", ...series.filter(({ x }) => x.length).flatMap(({ label }) => [label, `${label}, mean`])],
      means(found),
    ),
  );
}

/** @param {Statistics} found */
function means(found) {
  const curves = found.rules.flatMap((rule) => (rule.search?.best_of ? [rule.search.best_of] : []));
  const most = Math.max(0, ...curves.map((curve) => curve.median.length));
  return Array.from({ length: most }, (_, index) => [
    String(index + 1),
    ...curves.flatMap(({ median, mean }) => [
      valueText(median[index] ?? null),
      valueText(mean[index] ?? null, "infinite"),
    ]),
  ]);
}

/**
 * @param {Shown} shown
 * @param {string} name
 */
function scatter(shown, name) {
  const { found } = shown;
  const { series, wear, title, log } = trials(found, name);
  return lines(
    shown,
    `trials-${name}`,
    series,
    {
      titles: [title, found.metric.split(" (")[0]],
      logX: log,
      logY: found.better === "lower",
      worst: found.better === "lower" ? "top" : "bottom",
    },
    `End value of every setting by ${title}: the median of n = ${found.seeds} seeds; the large mark is the best; at the border × where most runs diverged and ▲ what lies beyond.`,
    scrolledTable(
      ["rule", "setting", "median", "10 %", "90 %", "diverged"],
      found.rules
        .filter((rule) => rule.search?.space[name])
        .flatMap((rule) =>
          rule.sensitivity.map((band) => [
            rule.label,
            settingText(band.settings),
            valueText(band.median, band.n ? "diverged" : ""),
            valueText(band.low, ""),
            valueText(band.high, ""),
            String(band.diverged),
          ]),
        ),
    ),
    wear,
  );
}
