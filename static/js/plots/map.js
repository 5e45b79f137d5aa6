/** The map of a landscape: contour lines from a grid of heights, and where they are drawn. */

/** @typedef {typeof import("./contour-library.js")} ContourLibrary */

/**
 * The lines of one height.
 * @typedef {object} Contour
 * @property {Float32Array[]} lines in shares of the window, as `contourLines` gives them
 * @property {boolean} thick at a round height
 * @property {number} value the height that is written on it
 */

/**
 * From the plane to CSS pixels of the map.
 * @typedef {object} Scales
 * @property {(x: number) => number} x
 * @property {(y: number) => number} y
 * @property {(across: number, down: number) => [number, number]} at back: the place under a pixel
 * @property {number} width
 * @property {number} height
 * @property {[[number, number], [number, number]]} window
 */

/**
 * From the window to a box of `width` x `height`; y points up on the map and down on the screen.
 * @param {[[number, number], [number, number]]} window
 * @param {number} width
 * @param {number} height
 * @returns {Scales}
 */
export function mapScales(window, width, height) {
  const [[left, right], [bottom, top]] = window;
  const across = width / (right - left);
  const up = height / (top - bottom);
  return {
    ...{ window, width, height },
    x: (x) => (x - left) * across,
    y: (y) => (top - y) * up,
    at: (pixels, down) => [left + pixels / across, top - down / up],
  };
}

/** @typedef {[[number, number], [number, number]]} Window */

/** So many times nearer than the whole one can look: the heights are known on a grid. */
const NEAREST = 16;

/**
 * What is in sight when one looks so many times closer, with the place `about` staying where it is; null for the whole.
 * @param {Window} window
 * @param {Window} whole
 * @param {number} factor
 * @param {number[]} about
 * @returns {Window | null}
 */
export function zoomed(window, whole, factor, about) {
  const [now, all] = [window, whole].map(([[left, right]]) => right - left);
  const taken = Math.min(factor, (NEAREST * now) / all);
  if (now / taken > 0.999 * all) return null;
  const near = window.map(([low, high], axis) => {
    const fixed = Math.min(Math.max(about[axis], low), high);
    return [fixed - (fixed - low) / taken, fixed + (high - fixed) / taken];
  });
  return shifted(/** @type {Window} */ (near), whole, [0, 0]);
}

/**
 * The window moved by so much, as far as it stays within the whole.
 * @param {Window} window
 * @param {Window} whole
 * @param {[number, number]} by
 * @returns {Window}
 */
export function shifted(window, whole, by) {
  const moved = window.map(([low, high], axis) => {
    const [first, last] = whole[axis];
    const step = Math.min(Math.max(by[axis], first - low), last - high);
    return [low + step, high + step];
  });
  return /** @type {Window} */ (moved);
}

/**
 * The window after two fingers have moved: the places beneath them go along, as far as the whole allows.
 * @param {Window} window before
 * @param {Window} whole
 * @param {{width: number, height: number}} size pixels
 * @param {[number, number][]} from the two fingers in pixels when they began
 * @param {[number, number][]} to where they are now
 * @returns {Window | null} null: the whole
 */
export function pinched(window, whole, { width, height }, from, to) {
  const [begun, now] = [from, to].map(([[x1, y1], [x2, y2]]) => ({
    middle: /** @type {[number, number]} */ ([(x1 + x2) / 2, (y1 + y2) / 2]),
    apart: Math.max(Math.hypot(x2 - x1, y2 - y1), 1),
  }));
  const about = mapScales(window, width, height).at(...begun.middle);
  const near = zoomed(window, whole, now.apart / begun.apart, about);
  if (!near) return null;
  const [x, y] = mapScales(near, width, height).at(...now.middle);
  return shifted(near, whole, [about[0] - x, about[1] - y]);
}

/**
 * From shares of the whole window to pixels of what is in sight of it.
 * @param {Window} whole
 * @param {Scales} scales
 */
export function shareScales([[left, right], [bottom, top]], { x, y, width, height }) {
  return {
    ...{ width, height },
    x: (/** @type {number} */ share) => x(left + share * (right - left)),
    y: (/** @type {number} */ share) => y(bottom + share * (top - bottom)),
  };
}

/**
 * The lines of one level in shares of the window: x and y from 0 to 1, y up. Pieces along the border are left out.
 * @param {ContourLibrary} library
 * @param {{data: ArrayLike<number>, shape: number[]}} heights row 0 at the bottom
 * @param {number} level
 * @returns {Float32Array[]} x and y alternating
 */
export function contourLines(library, { data, shape: [rows, columns] }, level) {
  const rings = library
    .contours()
    .size([columns, rows])
    .contour(/** @type {number[]} */ (/** @type {unknown} */ (data)), level);
  /** @type {Float32Array[]} */
  const lines = [];
  for (const polygon of rings.coordinates) {
    for (const ring of polygon) {
      /** @type {number[]} */
      let piece = [];
      const finish = () => {
        if (piece.length > 2) lines.push(Float32Array.from(piece));
        piece = [];
      };
      for (const [place, point] of ring.entries()) {
        const last = ring[place - 1];
        if (last && onBorder(last, point, columns, rows)) finish();
        piece.push(point[0] / columns, point[1] / rows);
      }
      finish();
    }
  }
  return lines;
}

/** @param {number[]} a @param {number[]} b @param {number} columns @param {number} rows */
function onBorder(a, b, columns, rows) {
  const on = (/** @type {number} */ value, /** @type {number} */ size) => value <= 0.5 || value >= size - 0.5;
  return (on(a[0], columns) && on(b[0], columns)) || (on(a[1], rows) && on(b[1], rows));
}

/**
 * Draws the lines of all heights, the thick ones stronger.
 * @param {CanvasRenderingContext2D} context
 * @param {Contour[]} contours
 * @param {ReturnType<typeof shareScales>} scales
 * @param {string} colour
 */
export function drawContours(context, contours, { x, y }, colour) {
  context.strokeStyle = colour;
  context.lineJoin = "round";
  for (const { lines, thick } of contours) {
    context.lineWidth = thick ? 1.6 : 0.8;
    context.beginPath();
    for (const line of lines) {
      context.moveTo(x(line[0]), y(line[1]));
      for (let k = 2; k < line.length; k += 2) context.lineTo(x(line[k]), y(line[k + 1]));
    }
    context.stroke();
  }
}

/**
 * A cross at each minimum, a small one at each local minimum.
 * @param {CanvasRenderingContext2D} context
 * @param {{minima: number[][], local_minima?: number[][]}} facts
 * @param {Scales} scales
 * @param {string} colour
 */
export function drawMinima(context, { minima, local_minima: others = [] }, scales, colour) {
  drawCrosses(context, others, scales, colour, 2.5, 1);
  drawCrosses(context, minima, scales, colour, 5, 1.5);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} points
 * @param {Scales} scales
 * @param {string} colour
 * @param {number} arm in pixels
 * @param {number} width of the line
 */
function drawCrosses(context, points, scales, colour, arm, width) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  for (const [x, y] of points) {
    const [a, b] = [scales.x(x), scales.y(y)];
    context.moveTo(a - arm, b);
    context.lineTo(a + arm, b);
    context.moveTo(a, b - arm);
    context.lineTo(a, b + arm);
  }
  context.stroke();
}
