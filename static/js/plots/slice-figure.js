/** A slice of the loss landscape as a map: contour lines at round heights, paths on them. Data in, a Plotly figure out. */

import { folded } from "../base/folded.js";
import { numberText } from "../base/numbers.js";
import { linear } from "./axis.js";
import { heightOnLine, heights } from "./contour-heights.js";
import { label, open } from "./contour-pieces.js";
import { figureAxis } from "./figure-axis.js";
import { clear, plain, template } from "./figure-look.js";
import { plotlyDash } from "./line-figure.js";
import { colourOf, SYMBOLS, symbolOf } from "./series-look.js";

/** @typedef {import("./contour-pieces.js").ContourLibrary} ContourLibrary */
/** @typedef {import("./figure-look.js").Look} Look */
/** @typedef {import("./figure-look.js").Figure} Figure */
/** @typedef {[number, number]} Place */

/**
 * @typedef {object} Member
 * @property {string} label
 * @property {number | null} diverged_at
 * @property {number[] | null} x
 * @property {number[] | null} y
 */

/**
 * @typedef {object} Slice
 * @property {[[number, number], [number, number]]} window
 * @property {number} grid
 * @property {(number | null)[][]} loss rows from the bottom up; null is not finite
 * @property {Member[]} members
 */

/** Pixels around the map; a further line of a title has so many more. */
const MARGIN = { l: 66, r: 14, t: 10, b: 50 };
const LETTER = 6.6;
const QUIET = { type: "scatter", hoverinfo: "skip", showlegend: false, name: "" };

/**
 * @param {ContourLibrary} library
 * @param {Slice} slice
 * @param {{ titles: [string, string], looks: number[] }} how which look each member has
 * @param {Look} look
 * @returns {Figure}
 */
export function sliceFigure(library, slice, { titles, looks }, look) {
  const { window, members } = slice;
  const height = Math.round(Math.min(600, Math.max(320, look.width * 0.68)));
  const long = [look.width - MARGIN.l - MARGIN.r, height - MARGIN.t - MARGIN.b];
  const [across, up] = titles.map((title, k) => folded(title, Math.floor(long[k] / LETTER)));
  const more = (/** @type {string[]} */ lines) => (lines.length - 1) * (look.text + 4);
  const margin = { ...MARGIN, b: MARGIN.b + more(across), l: MARGIN.l + more(up) };
  const { colours } = look;
  const line = { mirror: true, automargin: false, showgrid: false };
  const axis = (/** @type {string[]} */ lines, /** @type {Place} */ domain, /** @type {number} */ count) => ({
    ...figureAxis(lines.map(plain).join("<br>"), domain, { domain, count }),
    ...line,
  });
  const { traces, heights: written } = contours(library, slice, look, { margin, height });
  return {
    data: [
      ...traces,
      ...members.flatMap((member, place) => drawn(member, looks[place], window, look)),
      { ...QUIET, ...ring(starts(members, window), look) },
    ],
    layout: {
      template: template(look),
      ...{ height, margin, hovermode: "closest", plot_bgcolor: colours.groundRaised },
      xaxis: axis(across, window[0], Math.max(3, Math.round(look.width / 110))),
      yaxis: axis(up, window[1], 6),
      shapes: holes(slice, look),
      annotations: written,
    },
  };
}

/**
 * Thin lines and strong ones, each kind as one trace; of each line its height is read out. Beside them the heights that
 * are written on lines.
 * @param {ContourLibrary} library
 * @param {Slice} slice
 * @param {Look} look
 * @param {{ margin: typeof MARGIN, height: number }} room
 */
function contours(library, { window, grid, loss }, { colours, width, text }, { margin, height }) {
  const frame = { left: margin.l, right: width - margin.r, top: margin.t, bottom: height - margin.b };
  const flat = loss.flat();
  const { levels, above, scale } = heights(/** @type {number[]} */ (flat.filter((value) => value !== null)));
  const data = flat.map((value) => (value === null ? Infinity : scale(value)));
  const [x, y] = window.map((ends) => linear([0.5, grid - 0.5], ends));
  const [left, top] = [linear(window[0], [frame.left, frame.right]), linear(window[1], [frame.bottom, frame.top])];
  /** @type {Place[]} */
  const taken = [];
  const found = levels.map(({ level, strong }) => ({
    ...{ level, strong },
    pieces: open(library, data, grid, scale(above + level)).map((piece) =>
      piece.map(([a, b]) => /** @type {Place} */ ([x(a), y(b)])),
    ),
  }));
  const kinds = [false, true].map((strong) => found.filter((one) => one.strong === strong));
  const traces = kinds.map((lines, strong) => ({
    ...{ ...QUIET, mode: "lines", line: { color: colours.contour, width: strong ? 1.8 : 0.9 }, hoverinfo: "text" },
    x: lines.flatMap(({ pieces }) => pieces.flatMap((piece) => [...piece.map(([a]) => a), null])),
    y: lines.flatMap(({ pieces }) => pieces.flatMap((piece) => [...piece.map(([, b]) => b), null])),
    text: lines.flatMap(({ level, pieces }) =>
      pieces.flatMap((piece) => Array.from({ length: piece.length + 1 }, () => `loss ${numberText(above + level)}`)),
    ),
  }));
  const written = found
    .filter(({ strong }) => strong)
    .flatMap(({ level, pieces }) => {
      const at = label(
        pieces.map((piece) => piece.map(([a, b]) => /** @type {Place} */ ([left(a), top(b)]))),
        frame,
        taken,
      );
      if (!at) return [];
      const back = [
        linear([frame.left, frame.right], window[0])(at.x),
        linear([frame.bottom, frame.top], window[1])(at.y),
      ];
      return [
        {
          ...{
            x: back[0],
            y: back[1],
            text: heightOnLine(level, above),
            textangle: at.turn,
            showarrow: false,
            borderpad: 1,
          },
          ...{ bgcolor: colours.groundRaised, font: { color: colours.inkFaint, size: text - 1 } },
        },
      ];
    });
  return { traces, heights: written };
}

/**
 * The path of a member over its halo, with its end or the place where it was last seen before it diverged.
 * @param {Member} member
 * @param {number} wear
 * @param {Slice["window"]} window
 * @param {Look} look
 * @returns {Record<string, any>[]}
 */
function drawn({ label: name, diverged_at: lost, x: xs, y: ys }, wear, window, { colours }) {
  const all = xs && ys ? xs.map((value, place) => /** @type {Place} */ ([value, ys[place]])) : [];
  const left = all.findIndex((each) => !inside(each, window));
  // The window holds every path but those that diverge: such a one ends where it leaves.
  const path = left > 0 ? [...all.slice(0, left), border(all[left - 1], all[left], window)] : left < 0 ? all : [];
  const last = xs ? path.at(-1) : /** @type {Place} */ ([0, 0]);
  const colour = colours.racers[colourOf(wear)];
  const common = { ...QUIET, legendgroup: name, x: path.map(([a]) => a), y: path.map(([, b]) => b) };
  const end = { ...QUIET, mode: "markers", legendgroup: name, cliponaxis: false, x: [last?.[0]], y: [last?.[1]] };
  const gone = { symbol: "x-thin", size: 12, line: { color: colour, width: 3 } };
  const symbol = {
    symbol: SYMBOLS[symbolOf(wear)],
    size: 13,
    color: colour,
    line: { color: colours.ground, width: 1 },
  };
  return [
    { ...common, mode: "lines", line: { color: clear(colours.groundRaised, 0.85), width: 7 } },
    {
      ...{ ...common, mode: "lines+markers", name: plain(name), showlegend: true, hoverinfo: "text" },
      ...{ line: { color: colour, width: 3, dash: plotlyDash(wear) }, marker: { color: colour, size: 5 } },
      hovertext: path.map((_, place) => plain(`${name}, place ${place + 1} of ${all.length}`)),
    },
    ...(last && inside(last, window)
      ? [{ ...end, marker: lost === null ? symbol : gone, hoverinfo: "text", text: [plain(said(name, lost))] }]
      : []),
  ];
}

/**
 * @param {string} name
 * @param {number | null} lost
 */
function said(name, lost) {
  return lost === null ? `${name}: end` : `${name}: diverged at step ${lost}`;
}

/**
 * @param {Place} place
 * @param {Slice["window"]} window
 */
function inside([a, b], [[left, right], [bottom, top]]) {
  return a >= left && a <= right && b >= bottom && b <= top;
}

/**
 * Where the way from a place within the window to one without crosses its border.
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @param {Slice["window"]} window
 * @returns {[number, number]}
 */
function border([a, b], [c, d], [[left, right], [bottom, top]]) {
  const share = (
    /** @type {number} */ start,
    /** @type {number} */ end,
    /** @type {number} */ low,
    /** @type {number} */ high,
  ) => (end > high ? (high - start) / (end - start) : end < low ? (low - start) / (end - start) : 1);
  const part = Math.min(share(a, c, left, right), share(b, d, bottom, top));
  return [a + part * (c - a), b + part * (d - b)];
}

/**
 * Where paths begin, each place once.
 * @param {Member[]} members
 * @param {Slice["window"]} window
 */
function starts(members, window) {
  const first = members.flatMap(({ x, y }) => (x?.length && y?.length ? [/** @type {Place} */ ([x[0], y[0]])] : []));
  const seen = first.filter((each) => inside(each, window));
  return [...new Map(seen.map((each) => [each.map((value) => value.toPrecision(9)).join(" "), each])).values()];
}

/**
 * @param {Place[]} places
 * @param {Look} look
 */
function ring(places, { colours }) {
  return {
    ...{ mode: "markers", x: places.map(([a]) => a), y: places.map(([, b]) => b), hoverinfo: "text" },
    ...{ text: places.map(() => "start"), cliponaxis: false },
    marker: { symbol: "circle", size: 11, color: colours.groundRaised, line: { color: colours.ink, width: 2 } },
  };
}

/**
 * Places whose loss is not finite, as one shape.
 * @param {Slice} slice
 * @param {Look} look
 */
function holes({ window, grid, loss }, { colours }) {
  const [[left, right], [bottom, top]] = window;
  const [wide, high] = [(right - left) / (grid - 1), (top - bottom) / (grid - 1)];
  const path = loss.flat().map((value, place) => {
    if (value !== null) return "";
    const [x, y] = [left + (place % grid) * wide, bottom + Math.floor(place / grid) * high];
    const [from, to] = [Math.max(left, x - wide / 2), Math.min(right, x + wide / 2)];
    const [low, over] = [Math.max(bottom, y - high / 2), Math.min(top, y + high / 2)];
    return `M${from},${low}L${to},${low}L${to},${over}L${from},${over}Z`;
  });
  const look = { fillcolor: colours.line, line: { width: 0 }, layer: "below" };
  return path.some(Boolean) ? [{ type: "path", path: path.join(""), ...look }] : [];
}
