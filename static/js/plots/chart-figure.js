/**
 * Lines with bands over one pair of axes, straight lines across and marked points: data in, a Plotly figure out.
 *
 * What is not a number breaks a line; what is infinite is a cross at the top border.
 */

import { numberText } from "../base/numbers.js";
import { figureAxis } from "./figure-axis.js";
import { clear, plain, template } from "./figure-look.js";
import { outlines } from "./outlines.js";
import { thinned } from "./thinned.js";

/** @typedef {import("./figure-look.js").Look} Look */
/** @typedef {import("./figure-look.js").Figure} Figure */
/** @typedef {import("./figure-axis.js").FigureAxis} FigureAxis */

/**
 * @typedef {object} AxisSpec
 * @property {string} title
 * @property {string} [said] the title in read-outs, where none stands at the axis
 * @property {boolean} [log]
 * @property {[number, number]} [domain] by default what the data need
 * @property {number} [floor] on a logarithmic axis: what is at or below it is drawn there
 * @property {boolean} [tight] no room at the ends
 */

/**
 * @typedef {object} Series
 * @property {string} id
 * @property {string} name what read-outs and legends say
 * @property {number} colour 0 for ink, 1 to 6 for a racer's
 * @property {number[]} [dash]
 * @property {ArrayLike<number>} x
 * @property {ArrayLike<number>} y `Infinity` is drawn as a cross at the top border
 * @property {ArrayLike<number>} [low] lower edge of the band
 * @property {ArrayLike<number>} [high]
 * @property {boolean} [thin]
 */

/**
 * @typedef {object} ChartSpec
 * @property {AxisSpec} x
 * @property {AxisSpec} y
 * @property {Series[]} series
 * @property {{axis: "x" | "y", at: number, text: string, colour?: number, strong?: boolean}[]} [rules] straight lines across
 * @property {{x: number, y: number, colour: number, text: string}[]} [marks] what each says is read out
 */

/** Points of a line at most: more than a screen has columns. */
const MOST = 1200;
const MOST_CROSSES = 40;
/** Powers of ten that a logarithmic axis shows at most below its greatest number. */
const DECADES = 18;

/**
 * @param {ChartSpec} spec
 * @param {number} height pixels
 * @param {Look} look
 * @returns {Figure}
 */
export function chartFigure({ x, y, series, rules = [], marks = [] }, height, look) {
  const drawn = series.map((one) => thinned(one, MOST));
  const of = (/** @type {(one: Series) => (ArrayLike<number> | undefined)[]} */ parts) =>
    drawn.flatMap((one) => parts(one).flatMap((part) => (part ? Array.from(part) : [])));
  const across = axis(
    x,
    of((one) => [one.x]),
    Math.max(2, Math.round(look.width / 90)),
  );
  const up = axis(
    y,
    of((one) => [one.y, one.low, one.high]),
    Math.max(2, Math.round(height / 44)),
  );
  const { layout } = template(look);
  return {
    data: [...drawn.flatMap((one) => traces(one, { x, y, up }, look)), ...marks.map((mark) => marked(mark, up, look))],
    layout: {
      template: { layout },
      ...{ height, hovermode: "closest", xaxis: across, yaxis: up },
      margin: { ...layout.margin, t: rules.some(({ text }) => text) ? 2 * look.text + 4 : layout.margin.t },
      shapes: rules.map((rule) => line(rule, look)),
      annotations: rules.filter(({ text }) => text).map((rule) => named(rule, across, up, look)),
    },
  };
}

/**
 * @param {AxisSpec} spec
 * @param {number[]} values
 * @param {number} count about how many numbers stand at it
 */
function axis({ title, log = false, domain, floor = 0, tight = false }, values, count) {
  if (domain) return figureAxis(title, [], { log, count, domain });
  const seen = values.filter((value) => Number.isFinite(value) && (!log || value > 0 || floor > 0));
  const high = seen.reduce((most, value) => Math.max(most, value), -Infinity);
  const least = log ? Math.max(floor, high / 10 ** DECADES) : -Infinity;
  const shown = seen.map((value) => Math.max(value, least));
  return figureAxis(title, log && shown.length === 0 ? [0.1, 1] : shown, { log, count, tight });
}

/**
 * The band, of which nothing is read out, then the line, then the crosses.
 * @param {Series} one
 * @param {{ x: AxisSpec, y: AxisSpec, up: FigureAxis }} axes
 * @param {Look} look
 * @returns {Record<string, any>[]}
 */
function traces(one, { x, y, up }, look) {
  const colour = colourOf(one.colour, look);
  const [bottom, top] = ends(up);
  const within = (/** @type {number} */ value) =>
    Number.isFinite(value) ? (up.type === "log" ? Math.max(value, bottom) : value) : null;
  const common = { type: "scatter", mode: "lines", legendgroup: one.id, name: plain(one.name), showlegend: false };
  const places = Array.from(one.x);
  const gone = places.filter((_, k) => one.y[k] === Infinity);
  const every = Math.ceil(gone.length / MOST_CROSSES);
  const crosses = gone.filter((_, k) => k % every === 0);
  const edge = (/** @type {number} */ value) =>
    Number.isNaN(value) ? null : Math.min(Math.max(value, bottom), value > top ? top : Infinity);
  return [
    ...(one.low && one.high
      ? outlines(places, Array.from(one.low, edge), Array.from(one.high, edge)).map((outline) => ({
          ...{ ...common, ...outline, hoverinfo: "skip", fill: "toself", fillcolor: clear(colour, 0.14) },
          line: { width: 0 },
        }))
      : []),
    {
      ...{ ...common, x: places, y: Array.from(one.y, within), showlegend: !one.thin },
      line: { color: colour, width: one.thin ? 1 : 2, dash: gaps(one.dash) },
      hovertext: places.map((at, k) => readOut(one, at, k, [x.said ?? x.title, y.said ?? y.title])),
      hovertemplate: "%{hovertext}<extra></extra>",
    },
    ...(crosses.length
      ? [
          {
            ...{ ...common, mode: "markers", cliponaxis: false, x: crosses, y: crosses.map(() => top) },
            marker: { symbol: "x-thin", size: 7, line: { color: colour, width: 1.5 } },
            hovertemplate: `${plain(one.name)}<br>diverged<extra></extra>`,
          },
        ]
      : []),
  ];
}

/**
 * What a point says of itself.
 * @param {Series} one
 * @param {number} at
 * @param {number} k
 * @param {[string, string]} titles
 */
function readOut({ name, y, low, high }, at, k, [across, up]) {
  const band = low && high ? ` (10 to 90 %: ${numberText(low[k])} to ${numberText(high[k])})` : "";
  return [name, `${across} ${numberText(at)}`, `${up} ${numberText(y[k])}${band}`].map(plain).join("<br>");
}

/**
 * @param {NonNullable<ChartSpec["marks"]>[number]} mark
 * @param {FigureAxis} up
 * @param {Look} look
 */
function marked({ x, y, colour, text }, up, look) {
  return {
    ...{ type: "scatter", mode: "markers", cliponaxis: false, showlegend: false },
    ...{ x: [x], y: [up.type === "log" ? Math.max(y, ends(up)[0]) : y], name: plain(text) },
    marker: { color: look.colours.ground, size: 9, line: { color: colourOf(colour, look), width: 2 } },
    ...{ hovertext: [plain(text)], hovertemplate: "%{hovertext}<extra></extra>" },
  };
}

/**
 * @param {NonNullable<ChartSpec["rules"]>[number]} rule
 * @param {Look} look
 */
function line({ axis: which, at, colour = 0, strong = false }, look) {
  const [along, other] = which === "x" ? ["x", "y"] : ["y", "x"];
  return {
    ...{ type: "line", [`${along}ref`]: along, [`${other}ref`]: "paper" },
    ...{ [`${along}0`]: at, [`${along}1`]: at, [`${other}0`]: 0, [`${other}1`]: 1 },
    line: { color: colourOf(colour, look), width: 1, dash: strong ? "2px,3px" : "solid" },
  };
}

/**
 * The name of a straight line: above the frame where no curve runs, or at its right end.
 * @param {NonNullable<ChartSpec["rules"]>[number]} rule
 * @param {FigureAxis} across
 * @param {FigureAxis} up
 * @param {Look} look
 */
function named({ axis: which, at, text }, across, up, look) {
  const own = which === "x" ? across : up;
  const place = own.type === "log" ? Math.log10(at) : at;
  const late = place > (own.range[0] + own.range[1]) / 2;
  const upright = { x: place, xanchor: late ? "right" : "left", y: 1, yref: "paper" };
  return {
    ...(which === "x" ? upright : { x: 1, xref: "paper", xanchor: "right", y: place }),
    ...{ yanchor: "bottom", showarrow: false, text: plain(text), borderpad: 0 },
    font: { color: look.colours.inkSoft, size: look.text },
  };
}

/** What is at the ends of an axis. @param {FigureAxis} axis */
function ends({ type, range: [low, high] }) {
  return type === "log" ? [10 ** low, 10 ** high] : [low, high];
}

/**
 * @param {number} colour 0 for ink
 * @param {Look} look
 */
function colourOf(colour, { colours }) {
  return colour === 0 ? colours.inkSoft : colours.racers[colour - 1];
}

/** @param {number[]} [dash] */
function gaps(dash = []) {
  return dash.length ? dash.map((gap) => `${gap}px`).join(",") : "solid";
}
