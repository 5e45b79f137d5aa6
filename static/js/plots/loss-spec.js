/** Losses against the step as what a chart is made of, on the axes that the moving picture of them has. Pure. */

import { lossAxes } from "./loss.js";

/** From so high on a loss is taken for one that diverged. */
const BEYOND = 1e300;

/** @typedef {{ id: string, name: string, colour: number, dash: number[], losses: ArrayLike<number> }} Curve */

/**
 * @param {Curve[]} curves
 * @param {{ steps: number, least: number | null }} race
 * @returns {import("./chart-figure.js").ChartSpec}
 */
export function lossSpec(curves, { steps, least }) {
  const { log, offset, range } = lossAxes(
    curves.map(({ losses }) => losses),
    { steps, least, width: 1, height: 1 },
  );
  const [low, high] = log ? range.map((power) => 10 ** power) : range;
  const shown = (/** @type {number} */ loss) =>
    !Number.isFinite(loss) || loss >= BEYOND ? Infinity : log ? Math.max(loss - offset, low) : loss;
  return {
    x: { title: "step", domain: [0, Math.max(steps, 1)] },
    y: { title: offset ? "loss above the minimum" : "loss", log, domain: [low, high] },
    series: curves.map(({ losses, ...worn }) => ({
      ...worn,
      x: Array.from(losses, (_, step) => step),
      y: Array.from(losses, shown),
    })),
  };
}
