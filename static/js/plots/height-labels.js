/** The heights of a map, written along its thick lines on a canvas. */

import { heightOnLine } from "./contour-heights.js";
import { label } from "./contour-pieces.js";

/** @typedef {import("./map.js").Contour} Contour */

/** Pixels at the left and at the bottom that the numbers of the axes take. */
const [LEFT, BOTTOM] = [34, 20];

/**
 * What is written where; a height that finds no room is not.
 * @param {Contour[]} contours
 * @param {ReturnType<typeof import("./map.js").shareScales>} scales
 * @param {number} above what the values of the lines are counted from
 */
export function heightLabels(contours, { x, y, width, height }, above) {
  const frame = { left: LEFT, right: width, top: 0, bottom: height - BOTTOM };
  /** @type {[number, number][]} */
  const taken = [];
  return contours
    .filter(({ thick }) => thick)
    .flatMap(({ lines, value }) => {
      const pieces = lines.map((line) =>
        Array.from(
          { length: line.length / 2 },
          (_, k) => /** @type {[number, number]} */ ([x(line[2 * k]), y(line[2 * k + 1])]),
        ),
      );
      const found = label(pieces, frame, taken);
      return found ? [{ ...found, text: heightOnLine(value, above) }] : [];
    });
}

/**
 * @param {CanvasRenderingContext2D} context its font set
 * @param {ReturnType<typeof heightLabels>} labels
 * @param {{ground: string, inkSoft: string}} colours of what is beneath, and of the text
 */
export function drawHeights(context, labels, { ground, inkSoft }) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const { x, y, turn, text } of labels) {
    context.save();
    context.translate(x, y);
    context.rotate((turn * Math.PI) / 180);
    context.lineWidth = 5;
    context.strokeStyle = ground;
    context.strokeText(text, 0, 0);
    context.fillStyle = inkSoft;
    context.fillText(text, 0, 0);
    context.restore();
  }
}
