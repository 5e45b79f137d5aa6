/** Which differences between rules are real: what is said of every pair, and the counts behind it. */

import { element } from "../../base/dom.js";
import { valueText } from "../../base/numbers.js";
import { scrolledTable } from "../../elements/data-table.js";

/** @param {import("./series.js").Statistics} found */
export function differences(found) {
  const heading = element("h2", {}, "Which differences are real");
  if (found.tests.length === 0) {
    const words = "Nothing is compared: that needs two complete rules and more than one seed.";
    return [heading, element("p", { class: "note" }, words)];
  }
  const said = found.tests.map((test) => element("li", {}, `${test.first} and ${test.second}: ${test.verdict}.`));
  const cells = found.tests.map((test) => [
    `${test.first} and ${test.second}`,
    `${test.wins}, ${test.losses}, ${test.ties}`,
    test.medians.map((/** @type {number | null} */ median) => valueText(median)).join(" and "),
    test.diverged.join(" and "),
    valueText(test.p),
    valueText(test.p_holm),
  ]);
  return [
    heading,
    element("ul", { class: "verdicts" }, ...said),
    scrolledTable(["rules", "seeds: first better, worse, same", "medians", "diverged", "p", "p (Holm)"], cells),
  ];
}
