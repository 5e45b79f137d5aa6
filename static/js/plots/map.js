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
  return { window, width, height, x: (x) => (x - left) * across, y: (y) => (top - y) * up };
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
 * @param {{width: number, height: number}} size
 * @param {string} colour
 */
export function drawContours(context, contours, { width, height }, colour) {
  context.strokeStyle = colour;
  context.lineJoin = "round";
  for (const { lines, thick } of contours) {
    context.lineWidth = thick ? 1.6 : 0.8;
    context.beginPath();
    for (const line of lines) {
      context.moveTo(line[0] * width, (1 - line[1]) * height);
      for (let k = 2; k < line.length; k += 2) context.lineTo(line[k] * width, (1 - line[k + 1]) * height);
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
