/** One step drawn on the page's map: ellipse, direction of steepest descent, and the step to its true end. */

import { arrow, scaled } from "../../plots/step-picture.js";

const REACH = 46;
/** A shorter step is drawn this long: its direction must be seen. */
const SHORTEST = 14;

/**
 * @param {any} value an answer of `studio.look`, of two coordinates
 * @param {string} colour
 * @returns {(context: CanvasRenderingContext2D, scales: import("./types.js").Scales) => void}
 */
export function stepOverlay({ point, update, exact_gradient: gradient, ellipse }, colour) {
  return (context, { x, y }) => {
    const [across, up] = [x(1) - x(0), y(1) - y(0)];
    /** @type {[number, number]} */
    const here = [x(point[0]), y(point[1])];
    const ink = getComputedStyle(context.canvas).color;
    context.save();
    if (ellipse) {
      const radii = [Math.abs(ellipse.radii[0] * across), Math.abs(ellipse.radii[1] * up)];
      const size = REACH / Math.max(...radii);
      context.beginPath();
      context.ellipse(here[0], here[1], Math.max(radii[0] * size, 1), Math.max(radii[1] * size, 1), 0, 0, 2 * Math.PI);
      context.globalAlpha = 0.16;
      context.fillStyle = colour;
      context.fill();
      context.globalAlpha = 1;
      context.strokeStyle = colour;
      context.stroke();
    }
    const slope = scaled([-gradient[0] * across, -gradient[1] * up], REACH);
    if (slope) {
      context.strokeStyle = ink;
      context.setLineDash([4, 3]);
      context.stroke(new Path2D(arrow(here, [here[0] + slope[0], here[1] + slope[1]])));
      context.setLineDash([]);
    }
    /** @type {[number, number]} */
    const step = [update[0] * across, update[1] * up];
    const length = Math.min(Math.max(Math.hypot(...step), SHORTEST), 4000);
    const drawn = scaled(step, length);
    if (drawn) {
      context.strokeStyle = colour;
      context.lineWidth = 2.5;
      context.stroke(new Path2D(arrow(here, [here[0] + drawn[0], here[1] + drawn[1]])));
    }
    context.restore();
  };
}
