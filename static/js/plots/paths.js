/** Paths as they are drawn: pixels, thinned to what can be seen, so that a frame costs little however long a run is. */

/** @typedef {"circle" | "square" | "triangle" | "diamond" | "wedge" | "cross"} Marker */

/**
 * @typedef {object} Line
 * @property {Float32Array} xy pixels, x and y alternating
 * @property {Int32Array} steps the step of each vertex
 * @property {Float32Array} along the length of the line up to each vertex
 * @property {number} count
 * @property {Path2D[]} pieces what has been drawn before, `PIECE` vertices each, so that drawing it again costs next to nothing
 */

/** A frame after a jump back strokes whole pieces and only the rest of each path vertex by vertex. */
const PIECE = 500;

/** How far apart vertices are at least, in pixels. */
const APART = 0.6;

/**
 * The line through points that `at` gives in pixels; those nearer than can be seen are left out, and far ones stay within
 * `reach` pixels of the origin.
 * @param {number} count
 * @param {(place: number, out: Float32Array) => void} at writes x and y of a point
 * @param {number} [reach]
 * @returns {Line}
 */
export function line(count, at, reach = 20_000) {
  const xy = new Float32Array(2 * count);
  const steps = new Int32Array(count);
  const along = new Float32Array(count);
  const point = new Float32Array(2);
  let kept = 0;
  for (let place = 0; place < count; place += 1) {
    at(place, point);
    const x = Math.min(Math.max(point[0], -reach), reach);
    const y = Math.min(Math.max(point[1], -reach), reach);
    if (kept > 0) {
      const dx = x - xy[2 * kept - 2];
      const dy = y - xy[2 * kept - 1];
      if (place < count - 1 && Math.abs(dx) < APART && Math.abs(dy) < APART) continue;
      along[kept] = along[kept - 1] + Math.hypot(dx, dy);
    }
    xy[2 * kept] = x;
    xy[2 * kept + 1] = y;
    steps[kept] = place;
    kept += 1;
  }
  return {
    xy: xy.subarray(0, 2 * kept),
    steps: steps.subarray(0, kept),
    along: along.subarray(0, kept),
    count: kept,
    pieces: [],
  };
}

/**
 * The last vertex at or before a step.
 * @param {Line} path
 * @param {number} step
 */
export function vertexAt({ steps, count }, step) {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (steps[middle] <= step) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Strokes the vertices from `from` to `to`; dashes go on from where the part before it ended.
 * @param {CanvasRenderingContext2D} context
 * @param {Line} path
 * @param {number} from
 * @param {number} to
 * @param {{colour: string, dash: number[], width: number}} look
 */
export function stroke(context, path, from, to, { colour, dash, width }) {
  const { xy, along, count } = path;
  if (to <= from || count === 0) return;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = "round";
  // A solid line goes round the corner where one piece meets the next; a dash would grow by it.
  context.lineCap = dash.length ? "butt" : "round";
  context.setLineDash(dash);
  for (let start = from; start < to;) {
    const end = Math.min(to, (Math.floor(start / PIECE) + 1) * PIECE);
    context.lineDashOffset = dash.length ? along[start] : 0;
    if (end - start === PIECE) context.stroke(pieceOf(path, start));
    else {
      context.beginPath();
      trace(context, xy, start, end);
      context.stroke();
    }
    start = end;
  }
  context.setLineDash([]);
}

/** @param {Line} path @param {number} start */
function pieceOf({ xy, pieces }, start) {
  const place = start / PIECE;
  if (!pieces[place]) trace((pieces[place] = new Path2D()), xy, start, start + PIECE);
  return pieces[place];
}

/**
 * @param {CanvasRenderingContext2D | Path2D} to
 * @param {Float32Array} xy
 * @param {number} start
 * @param {number} end
 */
function trace(to, xy, start, end) {
  to.moveTo(xy[2 * start], xy[2 * start + 1]);
  for (let vertex = start + 1; vertex <= end; vertex += 1) to.lineTo(xy[2 * vertex], xy[2 * vertex + 1]);
}

/**
 * A racer's marker at a place.
 * @param {CanvasRenderingContext2D} context
 * @param {Marker} marker
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {{colour: string, rim: string}} look
 */
export function drawMarker(context, marker, x, y, radius, { colour, rim }) {
  const corners = {
    circle: null,
    square: [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ],
    triangle: [
      [0, -1.2],
      [1.1, 0.8],
      [-1.1, 0.8],
    ],
    diamond: [
      [0, -1.3],
      [1.3, 0],
      [0, 1.3],
      [-1.3, 0],
    ],
    wedge: [
      [0, 1.2],
      [1.1, -0.8],
      [-1.1, -0.8],
    ],
    cross: [
      [-0.4, -1.2],
      [0.4, -1.2],
      [0.4, -0.4],
      [1.2, -0.4],
      [1.2, 0.4],
      [0.4, 0.4],
      [0.4, 1.2],
      [-0.4, 1.2],
      [-0.4, 0.4],
      [-1.2, 0.4],
      [-1.2, -0.4],
      [-0.4, -0.4],
    ],
  }[marker];
  context.beginPath();
  if (corners) for (const [dx, dy] of corners) context.lineTo(x + dx * radius, y + dy * radius);
  else context.arc(x, y, radius, 0, 2 * Math.PI);
  context.closePath();
  context.fillStyle = colour;
  context.strokeStyle = rim;
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
}

/**
 * An arrow at the border of the box, towards a point outside of it, and a word beside it.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {{width: number, height: number}} size
 * @param {string} colour
 * @param {string} text
 */
export function drawAtBorder(context, x, y, { width, height }, colour, text) {
  const inset = 10;
  const a = Math.min(Math.max(x, inset), width - inset);
  const b = Math.min(Math.max(y, inset), height - inset);
  const angle = Math.atan2(y - b, x - a);
  context.save();
  context.translate(a, b);
  context.rotate(angle);
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(9, 0);
  context.lineTo(-5, -6);
  context.lineTo(-5, 6);
  context.fill();
  context.restore();
  context.fillStyle = colour;
  context.textBaseline = "middle";
  context.textAlign = a > width / 2 ? "right" : "left";
  const beside = a > width / 2 ? -14 : 14;
  context.fillText(
    text,
    a + beside,
    Math.min(Math.max(b + (Math.abs(x - a) < 1 ? Math.sign(b - y) * 12 : 0), 12), height - 12),
  );
}
