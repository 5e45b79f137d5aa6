/** Racers on the map where they stand at the step that is shown, and their names beside them. */

import { textSize } from "../../draw/text-size.js";
import { nameSpots } from "../../plots/path-names.js";
import { drawAtBorder, drawMarker } from "../../plots/paths.js";
import { gone } from "./racing.js";

/** @typedef {import("../../panels/kit/types.js").Racer} Racer */
/** @typedef {import("../../panels/kit/types.js").Scales} Scales */
/** @typedef {import("./palette.js").Palette} Palette */
/** @typedef {{racer: Racer, run: import("./racing.js").Run | undefined, x: number, y: number, step: number}} Standing where a racer is, in pixels */

/**
 * A racer's marker; at the border an arrow with its name if it is out of sight or gone.
 * @param {CanvasRenderingContext2D} context
 * @param {Standing} standing
 * @param {Scales} scales
 * @param {Palette} palette
 * @returns {boolean} whether it is in sight
 */
export function drawRacer(context, { racer, run, x, y, step }, scales, palette) {
  const { width, height } = scales;
  const colour = palette.colour(racer);
  const ended = run !== undefined && gone(run) && step >= run.stop.step;
  if (x >= 0 && y >= 0 && x <= width && y <= height && !ended) {
    drawMarker(context, palette.marker(racer), x, y, 5.5, { colour, rim: palette.colours.groundRaised });
    return true;
  }
  const word = ended
    ? `${racer.name} ${run.stop.kind === "diverged" ? "diverged" : "left"} at step ${run.stop.step}`
    : racer.name;
  drawAtBorder(context, x, y, scales, colour, word);
  return false;
}

/**
 * The names of racers that are in sight, each beside its marker.
 * @param {CanvasRenderingContext2D} context with the letters that names have
 * @param {Standing[]} standing
 * @param {Scales} scales
 * @param {Palette} palette
 */
export function drawNames(context, standing, scales, palette) {
  const ends = standing.map(({ racer, x, y }) => ({ x, y, wide: context.measureText(racer.name).width }));
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = palette.colours.groundRaised;
  for (const [place, { x, y, align }] of nameSpots(ends, scales, textSize(15)).entries()) {
    const { racer } = standing[place];
    context.textAlign = align;
    context.strokeText(racer.name, x, y);
    context.fillStyle = palette.colour(racer);
    context.fillText(racer.name, x, y);
  }
}
