/** A map of cells with lines and marks over it: a picture and numbers in, a Plotly figure out. */

import { numberText } from "../base/numbers.js";
import { figureAxis } from "./figure-axis.js";
import { plain, template } from "./figure-look.js";

/** @typedef {import("./figure-look.js").Look} Look */
/** @typedef {import("./figure-look.js").Figure} Figure */
/** @typedef {import("./figure-axis.js").FigureAxis} FigureAxis */
/** @typedef {{ title: string, log?: boolean, domain: [number, number] }} CellAxis from border to border of the cells */

/**
 * @typedef {object} CellSpec
 * @property {CellAxis} x
 * @property {CellAxis} y
 * @property {{points: [number, number][], text: string}[]} [lines]
 * @property {{x: number, y: number, text?: string, kind: "minimum" | "local minimum" | "here"}[]} [marks]
 */

const SYMBOLS = { minimum: ["cross-thin", 12], "local minimum": ["cross-thin", 7], here: ["circle", 11] };

/**
 * @param {CellSpec} spec
 * @param {string} source the address of the cells' picture, its top row first
 * @param {number} height pixels
 * @param {Look} look
 * @returns {Figure}
 */
export function cellFigure({ x, y, lines = [], marks = [] }, source, height, look) {
  const across = axis(x, Math.max(2, Math.round(look.width / 90)));
  const up = axis(y, 6);
  const [[left, right], [bottom, top]] = [across.range, up.range];
  return {
    data: [
      ...lines.map((line) => drawnLine(line, look)),
      ...marks
        .filter(({ x: a, y: b }) => inside(a, x.domain) && inside(b, y.domain))
        .map((mark) => drawnMark(mark, [x.title, y.title], look)),
      // A figure without a trace has no axes.
      { type: "scatter", x: [null], y: [null], hoverinfo: "skip", showlegend: false, name: "" },
    ],
    layout: {
      template: template(look),
      ...{ height, hovermode: "closest" },
      xaxis: { ...across, mirror: true },
      yaxis: { ...up, mirror: true, showgrid: false },
      images: [
        {
          ...{ source, xref: "x", yref: "y", layer: "below", sizing: "stretch", xanchor: "left", yanchor: "top" },
          ...{ x: left, y: top, sizex: right - left, sizey: top - bottom },
        },
      ],
      annotations: lines.flatMap((line) => named(line, x, look)),
    },
  };
}

/**
 * @param {CellAxis} axis
 * @param {number} count
 */
function axis({ title, log, domain }, count) {
  return figureAxis(title, domain, { log, count, domain });
}

/**
 * @param {NonNullable<CellSpec["lines"]>[number]} line
 * @param {Look} look
 */
function drawnLine({ points, text }, { colours }) {
  return {
    ...{ type: "scatter", mode: "lines", x: points.map(([a]) => a), y: points.map(([, b]) => b), name: plain(text) },
    ...{ line: { color: colours.ink, width: 1.5, dash: "5px,3px" }, showlegend: false, hoverinfo: "skip" },
  };
}

/**
 * The name of a line, a quarter of the way along it.
 * @param {NonNullable<CellSpec["lines"]>[number]} line
 * @param {CellAxis} x
 * @param {Look} look
 */
function named({ points, text }, { domain, log }, { colours, text: size }) {
  const within = points.filter(([a]) => inside(a, domain));
  if (within.length < 2) return [];
  const [a, b] = within[Math.floor(within.length / 4)];
  const scaled = (/** @type {number} */ value) => (log ? Math.log10(value) : value);
  const late = scaled(a) > (scaled(domain[0]) + scaled(domain[1])) / 2;
  return [
    {
      ...{ x: scaled(a), y: b, xanchor: late ? "right" : "left", xshift: late ? -6 : 6, showarrow: false },
      ...{ text: plain(text), bgcolor: colours.ground, font: { color: colours.ink, size } },
    },
  ];
}

/**
 * @param {NonNullable<CellSpec["marks"]>[number]} mark
 * @param {[string, string]} titles
 * @param {Look} look
 */
function drawnMark({ x, y, text = "", kind }, titles, { colours, text: size }) {
  const [symbol, wide] = SYMBOLS[kind];
  const what = kind === "here" ? "what runs on the map" : `${kind} ${text}`.trim();
  const halo = [1, -1].flatMap((a) => [1, -1].map((b) => `${a}px ${b}px 1px ${colours.ground}`)).join(", ");
  return {
    ...{ type: "scatter", mode: "markers+text", x: [x], y: [y], name: plain(what), showlegend: false },
    ...{ text: [plain(text)], textposition: "top right", textfont: { color: colours.ink, size, shadow: halo } },
    marker: { symbol, size: wide, color: colours.groundRaised, line: { color: colours.ink, width: 1.75 } },
    hovertext: [[what, `${titles[0]} ${numberText(x)}`, `${titles[1]} ${numberText(y)}`].map(plain).join("<br>")],
    hovertemplate: "%{hovertext}<extra></extra>",
  };
}

/**
 * @param {number} value
 * @param {[number, number]} domain
 */
function inside(value, [low, high]) {
  return value >= low && value <= high;
}
