/**
 * Lines with bands, thin lines behind them, and marks at the border for what diverged: data in, a Plotly figure out.
 *
 * A number that is null is not there: it breaks a line.
 */

import { numberText, valueText } from "../base/numbers.js";
import { figureAxis } from "./figure-axis.js";
import { clear, plain, template } from "./figure-look.js";
import { outlines } from "./outlines.js";
import { colourOf, dash, SYMBOLS, symbolOf } from "./series-look.js";

/** @typedef {import("./figure-look.js").Look} Look */
/** @typedef {import("./figure-look.js").Figure} Figure */
/** @typedef {number | null} Value */

/**
 * @typedef {object} Series
 * @property {string} label
 * @property {number[]} x
 * @property {Value[]} y
 * @property {Value[]} [low] of the band; null where its bound has diverged or is not known
 * @property {Value[]} [high]
 * @property {Value[][]} [thin] lines behind, each as long as `x`
 * @property {boolean[]} [gone] where the median has diverged: a mark at the border
 * @property {boolean} [beside] from another comparison
 * @property {boolean} [provisional] not over: it goes on
 * @property {boolean} [points] no lines between them
 * @property {number} [best] the place of the point that is marked as the best
 * @property {string} [said] what the legend says instead of the label
 */

/**
 * @typedef {object} Request
 * @property {Series[]} series
 * @property {[string, string]} titles
 * @property {boolean} logX
 * @property {boolean} logY taken only if every number is positive
 * @property {number[]} [reach] values that the axis across shows although nothing is there yet
 * @property {{label: string, x: number} | null} [pressed] the point whose single runs are shown
 * @property {"top" | "bottom"} worst the border at which diverged runs stand
 */

/** Powers of ten that a logarithmic axis shows at most: a run that explodes must not press the others flat. */
const DECADES = 6;
const MOST_MARKERS = 24;

/**
 * @param {Request} request
 * @param {number[]} looks which look each series has
 * @param {Look} look
 * @returns {Figure}
 */
export function lineFigure({ series, titles, logX, logY, worst, reach = [], pressed = null }, looks, look) {
  const xs = [...series.flatMap((each) => each.x), ...reach];
  const across = figureAxis(titles[0], xs, { log: logX, count: Math.max(3, Math.round(look.width / 110)) });
  const up = figureAxis(titles[1], near(seen(series), logY, worst), { log: logY });
  return {
    data: [
      ...series.flatMap((each, index) => traces(each, looks[index], titles, look)),
      ...series.flatMap((each, index) =>
        each.label === pressed?.label ? singles(each, pressed.x, looks[index], look) : [],
      ),
    ],
    layout: {
      template: template(look),
      height: Math.round(Math.min(480, Math.max(300, look.width * 0.55))),
      hovermode: "closest",
      xaxis: across,
      yaxis: up,
      annotations: series.flatMap((each, index) => atBorder(each, looks[index], { across, up, worst }, look)),
    },
  };
}

/**
 * The band and the single runs, of which nothing is read out, then the line. All bear the label of the series.
 * @param {Series} one
 * @param {number} wear
 * @param {[string, string]} titles
 * @param {Look} look
 * @returns {Record<string, any>[]}
 */
function traces(one, wear, titles, { colours }) {
  const colour = colours.racers[colourOf(wear)];
  const common = { type: "scatter", legendgroup: one.label, name: plain(one.said ?? one.label) };
  const behind = { ...common, mode: "lines", hoverinfo: "skip", showlegend: false };
  const thin = one.thin ?? [];
  return [
    ...outlines(one.x, one.low, one.high).map((outline) => ({
      ...{ ...behind, ...outline, fill: "toself", fillcolor: clear(colour, 0.13), line: { width: 0 } },
    })),
    ...(thin.length
      ? [
          {
            ...behind,
            x: thin.flatMap(() => [...one.x, null]),
            y: thin.flatMap((values) => [...values, null]),
            line: { color: clear(colour, 0.28), width: 0.7 },
          },
        ]
      : []),
    {
      ...common,
      mode: one.points ? "markers" : "lines+markers",
      ...{ x: one.x, y: one.y, opacity: one.beside ? 0.5 : 1 },
      line: { color: colour, width: one.beside || one.provisional ? 1.3 : 2, dash: plotlyDash(wear) },
      marker: {
        ...{
          color: colour,
          size: one.x.map((_, index) => (index === one.best ? 16 : 8)),
          symbol: `${SYMBOLS[symbolOf(wear)]}${one.provisional ? "-open" : ""}`,
        },
        ...{ maxdisplayed: one.points ? 0 : MOST_MARKERS },
        line: {
          color: one.x.map((_, index) => (index === one.best ? colours.ink : colours.ground)),
          width: one.x.map((_, index) => (index === one.best ? 2 : one.provisional ? 1.5 : 1)),
        },
      },
      hovertext: one.x.map((_, index) => readOut(one, index, titles)),
      hovertemplate: "%{hovertext}<extra></extra>",
    },
  ];
}

/**
 * The single runs of a series, and each where it stands at one place.
 * @param {Series} one
 * @param {number} at
 * @param {number} wear
 * @param {Look} look
 * @returns {Record<string, any>[]}
 */
function singles({ label, x, thin = [] }, at, wear, { colours }) {
  const place = x.indexOf(at);
  const found = thin.flatMap((values, seed) =>
    place < 0 || values[place] === null ? [] : [{ seed, y: values[place] }],
  );
  const common = { type: "scatter", legendgroup: label, name: plain(label), showlegend: false };
  const colour = colours.racers[colourOf(wear)];
  return [
    {
      ...{ ...common, mode: "lines", hoverinfo: "skip" },
      ...{ x: thin.flatMap(() => [...x, null]), y: thin.flatMap((values) => [...values, null]) },
      line: { color: clear(colour, 0.8), width: 1 },
    },
    {
      ...{ ...common, mode: "markers", cliponaxis: false },
      ...{ x: found.map(() => at), y: found.map(({ y }) => y) },
      marker: { color: colours.ground, size: 8, line: { color: colour, width: 2 } },
      hovertext: found.map(({ seed, y }) => plain(`${label}, seed ${seed + 1}: ${valueText(y)}`)),
      hovertemplate: "%{hovertext}<extra></extra>",
    },
  ];
}

/**
 * What a point says of itself.
 * @param {Series} one
 * @param {number} index
 * @param {[string, string]} titles
 */
function readOut(one, index, [across, up]) {
  const [low, high] = [one.low?.[index] ?? null, one.high?.[index] ?? null];
  const band = low !== null && high !== null ? ` (10 to 90 %: ${numberText(low)} to ${numberText(high)})` : "";
  return [
    index === one.best ? `${one.label}: the best` : one.label,
    `${across} ${numberText(one.x[index])}`,
    `${up} ${valueText(one.y[index])}${band}`,
  ]
    .map(plain)
    .join("<br>");
}

/** @param {number} wear */
export function plotlyDash(wear) {
  const gaps = dash(wear);
  return gaps
    ? gaps
        .split(" ")
        .map((gap) => `${gap}px`)
        .join(",")
    : "solid";
}

/**
 * At the border of what is worst: a cross where a series has diverged, a triangle where it lies beyond what is in sight.
 * @param {Series} one
 * @param {number} wear
 * @param {{ across: import("./figure-axis.js").FigureAxis, up: import("./figure-axis.js").FigureAxis, worst: "top" | "bottom" }} axes
 * @param {Look} look
 */
function atBorder({ label, x, y, gone }, wear, { across, up, worst }, { colours, text }) {
  const on = (/** @type {"linear" | "log"} */ type, /** @type {number} */ value) =>
    type === "log" ? Math.log10(value) : value;
  const beyond = (/** @type {Value} */ value) => value !== null && on(up.type, value) > up.range[1];
  return x.flatMap((at, index) => {
    if (!gone?.[index] && !beyond(y[index])) return [];
    const [sign, said] = gone?.[index] ? ["×", "diverged"] : ["▲", valueText(y[index])];
    return [
      {
        ...{ name: label, x: on(across.type, at), y: worst === "top" ? 1 : 0, yref: "paper", text: sign },
        ...{ showarrow: false, yanchor: "middle", hovertext: plain(`${label}: ${said}`) },
        font: { color: colours.racers[colourOf(wear)], size: text + 4 },
      },
    ];
  });
}

/**
 * What must be in sight: every median, and bands as far as they reach half as far again.
 * @param {Series[]} series
 * @returns {number[]}
 */
function seen(series) {
  const known = (/** @type {Value[]} */ values) => values.filter((value) => value !== null && Number.isFinite(value));
  const medians = /** @type {number[]} */ (series.flatMap((each) => known(each.y)));
  if (medians.length === 0) return [];
  const low = Math.min(...medians);
  const high = Math.max(...medians);
  const room = (high - low) / 2;
  const bounds = /** @type {number[]} */ (series.flatMap((each) => known([...(each.low ?? []), ...(each.high ?? [])])));
  return [...medians, ...bounds.filter((value) => value >= low - room && value <= high + room)];
}

/**
 * The values that fit an axis: on a logarithmic one those within so many powers of ten of the best.
 * @param {number[]} values
 * @param {boolean} log
 * @param {"top" | "bottom"} worst
 */
function near(values, log, worst) {
  if (!log || worst === "bottom" || values.some((value) => value <= 0)) return values;
  const most = Math.min(...values) * 10 ** DECADES;
  return values.filter((value) => value <= most);
}
