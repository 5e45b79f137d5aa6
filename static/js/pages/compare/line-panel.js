/** A plot of lines or points in a panel, with its legend, its numbers and its files. */

import { lineFigure } from "../../plots/line-figure.js";
import { lineCsv } from "./csv.js";
import { figure } from "./figure.js";

/** @typedef {import("./panels.js").Shown} Shown */
/** @typedef {import("../../plots/line-figure.js").Series} Series */

/**
 * @param {Shown} shown
 * @param {string} key
 * @param {Series[]} series
 * @param {Omit<import("../../plots/line-figure.js").Request, "series">} axes
 * @param {string} caption
 * @param {Node} data
 * @param {number[]} [wear] the look of each series
 * @returns {(Node | null)[]}
 */
export function lines({ setting }, key, series, axes, caption, data, wear = series.map((_, index) => index)) {
  if (series.every((each) => each.x.length === 0)) return [null];
  const legend = series.map(({ label, beside, x, said }, index) => ({
    label,
    look: wear[index],
    beside,
    said: said ?? (x.length ? label : `${label}: not over yet`),
  }));
  const points = series.some((each) => each.points);
  const flags = [axes.logX ? "--log-x" : "", axes.logY ? "--log-y" : "", points ? "--points" : ""]
    .filter(Boolean)
    .join(" ");
  return figure(
    {
      key,
      make: (look) => lineFigure({ ...axes, series }, wear, look),
      label: `${axes.titles[1]} against ${axes.titles[0]}`,
      legend,
      caption,
      csv: lineCsv(series, axes.titles),
      flags,
      table: data,
    },
    setting,
  );
}
