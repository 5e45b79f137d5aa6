/** Which differences between rules are real: a matrix of pairs, and the counts behind it. */

import { element } from "../../base/dom.js";
import { valueText } from "../../base/numbers.js";
import { scrolledTable } from "../../elements/data-table.js";

/** @typedef {{ first: string, second: string, difference: number | null, interval: [number | null, number | null] | null, p: number, p_holm: number, wins: number, losses: number, ties: number, medians: (number | null)[], diverged: number[], verdict: string, needs: string, better: string | null, undecided: string | null }} Pair */

/**
 * The pairs as a table, each once: in row and column the two rules, in the order of the comparison. Pure.
 * @param {{ rules: { label: string }[], tests: Pair[] }} found
 */
export function matrix({ rules, tests }) {
  const labels = rules.map((rule) => rule.label);
  const columns = labels.filter((label) => tests.some((test) => test.second === label));
  const rows = labels
    .filter((label) => tests.some((test) => test.first === label))
    .map((label) => ({
      label,
      cells: columns.map((column) => tests.find((test) => test.first === label && test.second === column) ?? null),
    }));
  return { columns, rows };
}

/**
 * What a cell says, a line each: the difference, its interval, p, and what is said of the two. Pure.
 * @param {Pair} pair
 */
export function cellTexts({ difference, interval, p_holm, better, undecided, needs }) {
  const [low, high] = interval ?? [];
  return {
    apart: difference !== null && difference > 0 ? `+${valueText(difference)}` : valueText(difference),
    interval: interval ? `${valueText(low ?? null)} to ${valueText(high ?? null)}` : "interval: 6 seeds",
    p: `p = ${valueText(p_holm)}`,
    said: better ? `${better} is better` : undecided ? "not decided" : needs || "no difference shown",
  };
}

/** @param {import("./series.js").Statistics} found */
export function differences(found) {
  if (found.tests.length === 0) {
    const words = "Nothing is compared: that needs two complete rules and more than one seed.";
    return [element("p", { class: "note" }, words)];
  }
  const { columns, rows } = matrix(found);
  const cells = found.tests.map((test) => [
    `${test.first} and ${test.second}`,
    test.verdict,
    `${test.wins}, ${test.losses}, ${test.ties}`,
    test.medians.map((/** @type {number | null} */ median) => valueText(median)).join(" and "),
    test.diverged.join(" and "),
    valueText(test.p),
    valueText(test.p_holm),
  ]);
  return [
    element(
      "p",
      { class: "note" },
      `The rule of the row less that of the column, in ${found.metric.split(" (")[0]} (${found.better} is better): the median over seeds, its 95 % interval, and p by Holm’s correction. How many more seeds show a difference is said for one as large as that seen, to be found in four of five comparisons.`,
    ),
    element(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "Differences between all pairs of rules" },
      element(
        "table",
        { class: "pairs" },
        element(
          "thead",
          {},
          element("tr", {}, element("td"), ...columns.map((label) => element("th", { scope: "col" }, label))),
        ),
        element(
          "tbody",
          {},
          ...rows.map((row) =>
            element("tr", {}, element("th", { scope: "row" }, row.label), ...row.cells.map((pair) => cell(pair))),
          ),
        ),
      ),
    ),
    element(
      "details",
      { class: "data", "data-key": "pairs-data" },
      element("summary", { "data-key": "pairs-summary" }, "Wins, medians and p of every pair"),
      scrolledTable(
        ["rules", "verdict", "seeds: first better, worse, same", "medians", "diverged", "p", "p (Holm)"],
        cells,
      ),
    ),
  ];
}

/** @param {Pair | null} pair */
function cell(pair) {
  if (pair === null) return element("td");
  const texts = cellTexts(pair);
  return element(
    "td",
    { title: `p = ${valueText(pair.p)} before the correction`, "data-shown": pair.better ? "" : null },
    element("strong", {}, texts.apart),
    element("span", {}, texts.interval),
    element("span", {}, texts.p),
    element("span", {}, texts.said),
  );
}
