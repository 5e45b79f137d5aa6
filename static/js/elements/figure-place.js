/** Between the pixels of a figure in the page and its numbers, as it is zoomed. */

/** @typedef {{ type: string, range: [number, number] }} Axis */

/**
 * Where the numbers of a figure are drawn, in pixels of its host; null before it is drawn.
 * @param {HTMLElement} host
 */
export function frameOf(host) {
  const { layout } = /** @type {any} */ (host);
  const area = host.querySelector(".nsewdrag");
  if (!layout?.xaxis?.range || !area) return null;
  const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Number(area.getAttribute(name)));
  return { left, top, width, height, x: /** @type {Axis} */ (layout.xaxis), y: /** @type {Axis} */ (layout.yaxis) };
}

/**
 * The numbers under the pointer; null beside the frame.
 * @param {HTMLElement} host
 * @param {{ clientX: number, clientY: number }} event
 * @returns {{ x: number, y: number } | null}
 */
export function numbersAt(host, { clientX, clientY }) {
  const frame = frameOf(host);
  if (!frame) return null;
  const box = host.getBoundingClientRect();
  const across = (clientX - box.left - frame.left) / frame.width;
  const up = 1 - (clientY - box.top - frame.top) / frame.height;
  if (across < 0 || across > 1 || up < 0 || up > 1) return null;
  return { x: between(frame.x, across), y: between(frame.y, up) };
}

/**
 * The pixel across at which a number is drawn; null where it is out of sight.
 * @param {ReturnType<typeof frameOf>} frame
 * @param {number} value
 */
export function pixelOf(frame, value) {
  if (!frame) return null;
  const [low, high] = frame.x.range;
  const share = ((frame.x.type === "log" ? Math.log10(value) : value) - low) / (high - low);
  return share >= 0 && share <= 1 ? frame.left + share * frame.width : null;
}

/**
 * @param {Axis} axis
 * @param {number} share
 */
function between({ type, range: [low, high] }, share) {
  const at = low + (high - low) * share;
  return type === "log" ? 10 ** at : at;
}
