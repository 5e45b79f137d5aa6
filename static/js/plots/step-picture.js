/** One step in the plane: steepest descent, the step itself, and the ellipse of the preconditioner, to a common size. Pure. */

/**
 * @typedef {object} Step
 * @property {[number, number]} gradient
 * @property {[number, number] | null} update
 * @property {[number, number] | null} radii
 */

/**
 * @typedef {object} StepShapes
 * @property {[number, number] | null} slope where the arrow of steepest descent ends
 * @property {[number, number] | null} step
 * @property {[number, number] | null} radii
 */

/**
 * Ends of arrows and radii around `(0, 0)`, y upwards; directions only: the longest of each has the length `reach`.
 * @param {Step} step
 * @param {number} reach
 * @returns {StepShapes}
 */
export function stepPicture({ gradient, update, radii }, reach) {
  const largest = radii ? Math.max(...radii) : 0;
  return {
    slope: scaled([-gradient[0], -gradient[1]], reach),
    step: update && scaled(update, reach),
    // Not thinner than a pixel or two: it must be seen which way it lies.
    radii:
      radii && largest > 0 && Number.isFinite(largest)
        ? [Math.max((radii[0] / largest) * reach, 1.5), Math.max((radii[1] / largest) * reach, 1.5)]
        : null,
  };
}

/**
 * The vector at that length; null for one without a direction.
 * @param {[number, number]} vector
 * @param {number} length
 * @returns {[number, number] | null}
 */
export function scaled([a, b], length) {
  const size = Math.hypot(a, b);
  return size > 0 && Number.isFinite(size) ? [(a / size) * length, (b / size) * length] : null;
}

/**
 * An arrow from one point to another as a path, in pixels (y downwards).
 * @param {[number, number]} from
 * @param {[number, number]} to
 */
export function arrow([x, y], [a, b]) {
  const angle = Math.atan2(b - y, a - x);
  const side = (/** @type {number} */ turn) =>
    `${(a - 7 * Math.cos(angle + turn)).toFixed(1)} ${(b - 7 * Math.sin(angle + turn)).toFixed(1)}`;
  return `M${x.toFixed(1)} ${y.toFixed(1)}L${a.toFixed(1)} ${b.toFixed(1)}M${side(0.45)}L${a.toFixed(1)} ${b.toFixed(1)}L${side(-0.45)}`;
}
