/** One row per rule: a mark with an interval, or a bar from zero. Data in, a Plotly figure out. */

import { numberText, valueText } from "../base/numbers.js";
import { figureAxis } from "./figure-axis.js";
import { clear, plain, template } from "./figure-look.js";
import { colourOf, SYMBOLS, symbolOf } from "./series-look.js";

/** @typedef {import("./figure-look.js").Look} Look */
/** @typedef {import("./figure-look.js").Figure} Figure */
/** @typedef {{ label: string, look: number, value: number | null, low?: number | null, high?: number | null }} Row */

export const ROW = 30;
const AROUND = 64;

/**
 * @param {Row[]} rows from above
 * @param {{ title: string, bars: boolean, none?: string }} how `none` is said of a row without a value
 * @param {Look} look
 * @returns {Figure}
 */
export function rowFigure(rows, { title, bars, none = "diverged" }, look) {
  const numbers = rows.flatMap((row) => [row.value, row.low, row.high]).filter((value) => typeof value === "number");
  const count = Math.max(3, Math.round(look.width / 150));
  const across = figureAxis(title, bars && numbers.length === 0 ? [1] : numbers, { count, from: bars ? 0 : undefined });
  return {
    data: rows.flatMap((row, place) => traces(row, place, { title, bars, none }, across.range, look)),
    layout: {
      template: template(look),
      ...{ height: rows.length * ROW + AROUND, hovermode: "closest", barmode: "overlay" },
      xaxis: { ...across, showgrid: true },
      yaxis: {
        ...{ type: "linear", range: [rows.length - 0.5, -0.5], showgrid: false, fixedrange: true },
        ...{ tickvals: rows.map((_, place) => place), ticktext: rows.map((row) => plain(row.label)) },
      },
      annotations: rows.flatMap((row, place) =>
        row.value === null && !bars
          ? [{ name: row.label, x: across.range[0], y: place, xanchor: "left", showarrow: false, text: none }]
          : [],
      ),
    },
  };
}

/**
 * @param {Row} row
 * @param {number} place
 * @param {{ title: string, bars: boolean, none: string }} how
 * @param {[number, number]} range
 * @param {Look} look
 * @returns {Record<string, any>[]}
 */
function traces(row, place, { title, bars, none }, range, { colours }) {
  const colour = colours.racers[colourOf(row.look)];
  const common = { legendgroup: row.label, name: plain(row.label) };
  const read = { hovertext: [readOut(row, title, none)], hovertemplate: "%{hovertext}<extra></extra>" };
  if (bars)
    return [
      {
        ...{ ...common, ...read, type: "bar", orientation: "h", x: [row.value], y: [place], width: 0.4 },
        marker: { color: clear(colour, 0.5), line: { color: colour, width: 1 } },
      },
    ];
  const mark = {
    ...{ ...common, ...read, type: "scatter", mode: "markers", x: [row.value], y: [place] },
    marker: { color: colour, size: 10, symbol: SYMBOLS[symbolOf(row.look)], line: { color: colours.ground, width: 1 } },
  };
  if (typeof row.low !== "number" && typeof row.high !== "number") return [mark];
  // An interval with one end beyond all numbers (diverged) goes to the border.
  const ends = [row.low ?? range[0], row.high ?? range[1]];
  const interval = { ...common, type: "scatter", mode: "lines", hoverinfo: "skip", showlegend: false };
  return [{ ...interval, x: ends, y: [place, place], line: { color: colour, width: 2 } }, mark];
}

/**
 * @param {Row} row
 * @param {string} title
 * @param {string} none
 */
function readOut(row, title, none) {
  const interval =
    row.low === undefined || (row.low === null && row.high === null)
      ? ""
      : ` (95 %: ${valueText(row.low)} to ${valueText(row.high ?? null)})`;
  return [row.label, `${title} ${numberText(row.value, 4, none)}${interval}`].map(plain).join("<br>");
}
