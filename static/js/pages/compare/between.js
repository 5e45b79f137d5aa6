/** The rules of this comparison against those of the one beside it, by tests on the seeds that both have. */

import { element } from "../../base/dom.js";
import { valueText } from "../../base/numbers.js";
import { scrolledTable } from "../../elements/data-table.js";
import { cellTexts } from "./differences.js";

/** @typedef {{ seeds: number, said: string, tests: import("./differences.js").Pair[] }} Between */

/**
 * What was found: the sentence, and below it a row for each pair.
 * @param {Between} found
 * @returns {HTMLElement[]}
 */
export function betweenThem({ said, tests }) {
  const rows = tests.map((test) => {
    const texts = cellTexts(test);
    const apart = `${texts.apart} (${texts.interval})`;
    return [test.first, test.second, apart, valueText(test.p_holm), test.verdict];
  });
  const sentence = element("p", { class: "between", "data-between": true }, said);
  if (rows.length === 0) return [sentence];
  return [
    sentence,
    element(
      "details",
      { class: "data" },
      element("summary", {}, "Every pair of a rule here and a rule there"),
      scrolledTable(["here", "beside", "here less beside", "p (Holm)", "verdict"], rows),
    ),
  ];
}
