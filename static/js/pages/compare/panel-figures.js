/** Lines and rows of a panel as figures: with their legend, their files and the flags of the code that draws them again. */

import { lineFigure } from "../../plots/line-figure.js";
import { rowFigure } from "../../plots/row-figure.js";
import { lineCsv, rowCsv } from "./csv.js";
import { figure } from "./figure.js";

/** @typedef {import("../../plots/line-figure.js").Series} Series */
/** @typedef {Pick<import("./panels.js").Shown, "setting">} Shown */

/**
 * @param {Shown} shown
 * @param {string} key
 * @param {Series[]} series
 * @param {Omit<import("../../plots/line-figure.js").Request, "series">} axes
 * @param {string} caption
 * @param {Node} data
 * @param {number[]} [wear] the look of each series
 * @param {import("./figure.js").Figure["runs"]} [runs]
 * @param {Series[]} [drawn] where something else is drawn than stands in the file
 * @returns {(Node | null)[]}
 */
export function lines(
  { setting },
  key,
  series,
  axes,
  caption,
  data,
  wear = series.map((_, index) => index),
  runs,
  drawn = series,
) {
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
      make: (look, pressed) => lineFigure({ ...axes, series: drawn, pressed }, wear, look),
      runs,
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

/**
 * @param {Shown} shown
 * @param {string} key
 * @param {import("../../plots/row-figure.js").Row[]} rows
 * @param {{ title: string, bars: boolean, none?: string }} how
 * @param {string} caption
 * @param {Node} data
 * @param {boolean} [open]
 * @returns {Node[]}
 */
export function bars({ setting }, key, rows, how, caption, data, open = false) {
  return figure(
    {
      key,
      make: (look) => rowFigure(rows, how, look),
      label: how.title,
      legend: rows,
      caption,
      csv: rowCsv(rows, how.title),
      flags: "--rows",
      table: data,
      open,
    },
    setting,
  );
}
