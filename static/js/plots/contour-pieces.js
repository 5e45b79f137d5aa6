/** Contour lines of a grid as open pieces, and where their heights are written. Pure. */

/** @typedef {typeof import("./contour-library.js")} ContourLibrary */

/** Pixels: a piece of line that carries its height, and how far apart two heights stand. */
const LONG = 90;
const APART = 46;

/**
 * The lines of one height between the nodes of the grid, without the border that closes them.
 * @param {ContourLibrary} library
 * @param {number[]} data
 * @param {number} grid
 * @param {number} level
 * @returns {number[][][]}
 */
export function open(library, data, grid, level) {
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
 * @param {{ left: number, right: number, top: number, bottom: number }} frame pixels
 * @param {[number, number][]} taken places that have a height, to which the new one is added
 */
export function label(pieces, frame, taken) {
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
        x,
        y,
        turn: Math.round(turn > 90 ? turn - 180 : turn < -90 ? turn + 180 : turn),
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
