/** A slice of the loss landscape as a map: contour lines at round heights, paths on them. Pure: data in, shapes out. */

import { linear, ticks } from "./axis.js";
import { heights } from "./contour-heights.js";
import { numberText, tickText } from "../base/numbers.js";

/** @typedef {typeof import("./contour-library.js")} ContourLibrary */

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

/** @typedef {{ level: number, strong: boolean, d: string, label: { x: number, y: number, turn: number, text: string } | null }} Contour */

/**
 * @typedef {object} Drawn
 * @property {string} label
 * @property {string} d the path; empty where there is none
 * @property {[number, number][]} dots the places kept, those within the frame
 * @property {[number, number] | null} end where its marker stands, null where that is out of sight
 * @property {[number, number] | null} gone where a run that diverged was last seen
 */

/**
 * @typedef {object} Map
 * @property {{ left: number, right: number, top: number, bottom: number }} frame
 * @property {{ at: number, text: string }[]} across
 * @property {{ at: number, text: string }[]} up
 * @property {Contour[]} contours
 * @property {string} holes where the loss is not finite
 * @property {Drawn[]} members
 * @property {[number, number][]} starts
 */

const MARGIN = { left: 58, right: 14, top: 10, bottom: 44 };
/** Pixels: a piece of line that carries its height, and how far apart two heights stand. */
const LONG = 90;
const APART = 46;

/**
 * @param {ContourLibrary} library
 * @param {Slice} slice
 * @param {number} width
 * @param {number} height
 * @returns {Map}
 */
export function sliceMap(library, { window, grid, loss, members }, width, height) {
  const frame = { left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom };
  const x = linear(window[0], [frame.left, frame.right]);
  const y = linear(window[1], [frame.bottom, frame.top]);
  const flat = loss.flat();
  const { levels, scale } = heights(/** @type {number[]} */ (flat.filter((value) => value !== null)));
  const data = flat.map((value) => (value === null ? Infinity : scale(value)));
  const node = linear([0.5, grid - 0.5], [0, 1]);
  const to = (/** @type {number[]} */ [a, b]) =>
    /** @type {[number, number]} */ ([
      frame.left + node(a) * (frame.right - frame.left),
      frame.bottom - node(b) * (frame.bottom - frame.top),
    ]);
  /** @type {[number, number][]} */
  const taken = [];
  const contours = levels.map(({ level, strong }) => {
    const pieces = open(library, data, grid, scale(level)).map((piece) => piece.map(to));
    return { level, strong, d: pieces.map(path).join(""), label: label(pieces, level, frame, taken) };
  });
  const inside = (/** @type {[number, number]} */ [a, b]) =>
    a >= frame.left && a <= frame.right && b >= frame.top && b <= frame.bottom;
  const drawn = members.map((member) => drawnMember(member, x, y, inside, frame));
  return {
    frame,
    across: few(window[0], Math.max(3, Math.round(width / 110))).map((value) => ({
      at: round(x(value)),
      text: tickText(value),
    })),
    up: few(window[1], 6).map((value) => ({ at: round(y(value)), text: tickText(value) })),
    contours,
    holes: holes(flat, grid, frame),
    members: drawn,
    starts: starts(members, x, y, inside),
  };
}

/**
 * About `count` round numbers, at least two.
 * @param {[number, number]} range
 * @param {number} count
 */
function few([low, high], count) {
  const found = ticks(low, high, count);
  return found.length > 1 ? found : ticks(low, high, 2 * count);
}

/**
 * The lines of one height between the nodes of the grid, without the border that closes them.
 * @param {ContourLibrary} library
 * @param {number[]} data
 * @param {number} grid
 * @param {number} level
 * @returns {number[][][]}
 */
function open(library, data, grid, level) {
  const on = (/** @type {number} */ value) => value <= 0.5 || value >= grid - 0.5;
  const both = (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
    (on(a[0]) && on(b[0])) || (on(a[1]) && on(b[1]));
  const pieces = [];
  for (const ring of library.contours().size([grid, grid]).contour(data, level).coordinates.flat()) {
    /** @type {number[][]} */
    let piece = [];
    for (const [place, point] of ring.entries()) {
      if (place > 0 && both(ring[place - 1], point)) {
        pieces.push(piece);
        piece = [];
      }
      piece.push([Math.min(grid - 0.5, Math.max(0.5, point[0])), Math.min(grid - 0.5, Math.max(0.5, point[1]))]);
    }
    pieces.push(piece);
  }
  return pieces.filter((piece) => piece.length > 1);
}

/**
 * Where a height is written: on the middle of its longest piece, along the line, away from other heights and the border.
 * @param {[number, number][][]} pieces
 * @param {number} level
 * @param {Map["frame"]} frame
 * @param {[number, number][]} taken
 */
function label(pieces, level, frame, taken) {
  const long = pieces
    .map((piece) => ({ piece, size: length(piece) }))
    .filter(({ size }) => size > LONG)
    .sort((a, b) => b.size - a.size);
  for (const { piece } of long) {
    for (const share of [0.5, 0.3, 0.7, 0.15, 0.85]) {
      const place = Math.floor(share * (piece.length - 1));
      const [x, y] = piece[place];
      const clear = x > frame.left + 24 && x < frame.right - 24 && y > frame.top + 12 && y < frame.bottom - 12;
      if (!clear || taken.some(([a, b]) => Math.hypot(a - x, b - y) < APART)) continue;
      const before = piece[Math.max(0, place - 2)];
      const after = piece[Math.min(piece.length - 1, place + 2)];
      const turn = (Math.atan2(after[1] - before[1], after[0] - before[0]) * 180) / Math.PI;
      taken.push([x, y]);
      return {
        x: round(x),
        y: round(y),
        turn: Math.round(turn > 90 ? turn - 180 : turn < -90 ? turn + 180 : turn),
        text: numberText(level),
      };
    }
  }
  return null;
}

/** @param {[number, number][]} piece */
function length(piece) {
  return piece.reduce(
    (sum, [x, y], place) => (place ? sum + Math.hypot(x - piece[place - 1][0], y - piece[place - 1][1]) : 0),
    0,
  );
}

/**
 * @param {Member} member
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 * @param {(at: [number, number]) => boolean} inside
 * @param {Map["frame"]} frame
 * @returns {Drawn}
 */
function drawnMember({ label: name, diverged_at, x: xs, y: ys }, x, y, inside, frame) {
  if (!xs || !ys) {
    const middle = /** @type {[number, number]} */ ([x(0), y(0)]);
    return { label: name, d: "", dots: [], end: inside(middle) ? middle : null, gone: null };
  }
  const all = xs.map((value, place) => /** @type {[number, number]} */ ([x(value), y(ys[place])]));
  const left = all.findIndex((each) => !inside(each));
  // The window holds every path but those that diverge: such a one ends where it leaves.
  const at = left > 0 ? [...all.slice(0, left), border(all[left - 1], all[left], frame)] : all.filter(inside);
  const last = at[at.length - 1];
  const lost = diverged_at === null ? null : (last ?? null);
  return {
    label: name,
    d: path(at),
    dots: at.filter(inside).map(([a, b]) => [round(a), round(b)]),
    end: diverged_at === null && left < 0 ? last : null,
    gone: lost && [
      Math.min(frame.right - 6, Math.max(frame.left + 6, lost[0])),
      Math.min(frame.bottom - 6, Math.max(frame.top + 6, lost[1])),
    ],
  };
}

/**
 * Where the way from a place within the frame to one without crosses its border.
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @param {Map["frame"]} frame
 * @returns {[number, number]}
 */
function border([a, b], [c, d], { left, right, top, bottom }) {
  const share = (
    /** @type {number} */ start,
    /** @type {number} */ end,
    /** @type {number} */ low,
    /** @type {number} */ high,
  ) => (end > high ? (high - start) / (end - start) : end < low ? (low - start) / (end - start) : 1);
  const part = Math.min(share(a, c, left, right), share(b, d, top, bottom));
  return [a + part * (c - a), b + part * (d - b)];
}

/**
 * Where paths begin, each place once.
 * @param {Member[]} members
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 * @param {(at: [number, number]) => boolean} inside
 */
function starts(members, x, y, inside) {
  const first = members
    .filter((member) => member.x?.length && member.y?.length)
    .map(
      ({ x: xs, y: ys }) =>
        /** @type {[number, number]} */ ([
          round(x(/** @type {number[]} */ (xs)[0])),
          round(y(/** @type {number[]} */ (ys)[0])),
        ]),
    );
  return [...new Map(first.filter(inside).map((each) => [each.join(" "), each])).values()];
}

/**
 * @param {(number | null)[]} flat
 * @param {number} grid
 * @param {Map["frame"]} frame
 */
function holes(flat, grid, frame) {
  const across = (frame.right - frame.left) / (grid - 1);
  const up = (frame.bottom - frame.top) / (grid - 1);
  return flat
    .map((value, place) => {
      if (value !== null) return "";
      const x = frame.left + (place % grid) * across;
      const y = frame.bottom - Math.floor(place / grid) * up;
      const [left, right] = [Math.max(frame.left, x - across / 2), Math.min(frame.right, x + across / 2)];
      const [top, bottom] = [Math.max(frame.top, y - up / 2), Math.min(frame.bottom, y + up / 2)];
      return `M${round(left)} ${round(top)}H${round(right)}V${round(bottom)}H${round(left)}Z`;
    })
    .join("");
}

/** @param {[number, number][]} points */
function path(points) {
  return points.length > 1 ? `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}` : "";
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;
