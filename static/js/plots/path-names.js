/** Where names stand at the ends of paths: beside them, within the map, and none on another. */

/** @typedef {{x: number, y: number, wide: number}} End an end in pixels, and how wide its name is */
/** @typedef {{x: number, y: number, align: "left" | "right"}} Spot where the middle of a name's near edge stands */

/** Pixels from an end to its name. */
const BESIDE = 10;

/**
 * The place of each name, in the order of the ends; the upper ends keep theirs, lower names make way downwards.
 * @param {End[]} ends
 * @param {{width: number, height: number}} size of the map
 * @param {number} tall height of a line of text
 * @returns {Spot[]}
 */
export function nameSpots(ends, { width, height }, tall) {
  const spots = ends.map(({ x, y, wide }) => {
    const align = /** @type {"left" | "right"} */ (x + BESIDE + wide > width ? "right" : "left");
    return { x: align === "left" ? x + BESIDE : x - BESIDE, y: Math.max(y, tall / 2), align, wide };
  });
  /** @type {typeof spots} */
  const placed = [];
  for (const spot of [...spots].sort((one, other) => one.y - other.y)) {
    const left = leftOf(spot);
    for (const above of placed)
      if (left < leftOf(above) + above.wide && leftOf(above) < left + spot.wide && spot.y < above.y + tall)
        spot.y = above.y + tall;
    placed.push(spot);
  }
  // What was pushed over the lower border goes up again, and what is above it makes way.
  let floor = height - tall / 2;
  for (const spot of placed.reverse())
    if (spot.y > floor) {
      spot.y = floor;
      floor -= tall;
    }
  return spots.map(({ x, y, align }) => ({ x, y, align }));
}

/** @param {{x: number, align: string, wide: number}} spot */
function leftOf({ x, align, wide }) {
  return align === "left" ? x : x - wide;
}
