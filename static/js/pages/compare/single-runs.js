/** The runs of one point of the chart by learning rate, as a list. */

import { scrolledTable } from "../../elements/data-table.js";
import { numberText, valueText } from "../../base/numbers.js";
import { runsAt } from "./series.js";

/** @param {import("./series.js").Statistics} found */
export function singleRuns(found) {
  /** @param {import("./figure.js").Point} point */
  return (point) => {
    const runs = runsAt(found, point);
    if (runs.length === 0) return null;
    const title = `${point.label} at learning rate ${numberText(point.x)}: ${runs.length} ${runs.length === 1 ? "run" : "runs"}, the best first`;
    const rows = runs.map(({ seed, value }) => [String(seed), valueText(value)]);
    return { title, table: scrolledTable(["seed", found.metric.split(" (")[0]], rows) };
  };
}
