/** Loss against step: axes and curves on a canvas. */

import { line, stroke } from "./paths.js";
import { ticks } from "./axis.js";
import { tickText } from "../base/numbers.js";

/** @typedef {import("./paths.js").Line} Line */

/**
 * @typedef {object} LossAxes
 * @property {(step: number) => number} x
 * @property {(loss: number) => number} y
 * @property {(x: number) => number} stepAt the step under a pixel
 * @property {boolean} log
 * @property {number} offset what is subtracted from a loss
 * @property {[number, number]} range of what is drawn, powers of ten where `log`
 * @property {{left: number, right: number, top: number, bottom: number}} box
 * @property {number} steps
 */

const FLOOR = 1e-16;

/**
 * The axes for these losses: logarithmic in `loss - least` where the least loss is known or all losses are positive.
 * @param {ArrayLike<number>[]} losses
 * @param {{steps: number, least: number | null, width: number, height: number, text?: number}} options `text` in pixels, for which room is left
 * @returns {LossAxes}
 */
export function lossAxes(losses, { steps, least, width, height, text = 11 }) {
  let low = Infinity;
  let high = -Infinity;
  for (const curve of losses) {
    for (let step = 0; step < curve.length; step += 1) {
      const loss = curve[step];
      if (!Number.isFinite(loss) || Math.abs(loss) >= 1e300) continue;
      if (loss < low) low = loss;
      if (loss > high) high = loss;
    }
  }
  if (low > high) [low, high] = [0, 1];
  const offset = least !== null && least <= low + 1e-9 ? least : 0;
  const log = offset !== 0 || least === 0 || low > 0;
  // Rises far above the start say only that a run diverged.
  const start = Math.max(...losses.map((curve) => (curve.length ? curve[0] : 0)), 0) - offset;
  const most = log ? Math.min(high - offset, Math.max(start, FLOOR) * 1e3) : high;
  const range = /** @type {[number, number]} */ (
    log
      ? [Math.floor(Math.log10(Math.max(low - offset, FLOOR))), Math.ceil(Math.log10(Math.max(most, FLOOR * 10)))]
      : [low, most]
  );
  if (range[1] <= range[0]) range[1] = range[0] + 1;
  const box = { left: Math.round(4.2 * text), right: width - 10, top: 10, bottom: height - 13 - text };
  const across = (box.right - box.left) / Math.max(steps, 1);
  const up = (box.bottom - box.top) / (range[1] - range[0]);
  const shown = (/** @type {number} */ loss) => (log ? Math.log10(Math.max(loss - offset, FLOOR)) : loss);
  return {
    ...{ log, offset, range, box, steps },
    x: (step) => box.left + step * across,
    y: (loss) => Math.max(box.bottom - (shown(loss) - range[0]) * up, box.top - 4),
    stepAt: (x) => Math.round(Math.min(Math.max((x - box.left) / across, 0), steps)),
  };
}

/**
 * A curve in pixels.
 * @param {ArrayLike<number>} losses
 * @param {LossAxes} axes
 * @returns {Line}
 */
export function lossLine(losses, axes) {
  return line(losses.length, (step, out) => {
    out[0] = axes.x(step);
    out[1] = axes.y(losses[step]);
  });
}

/**
 * The grid and its labels.
 * @param {CanvasRenderingContext2D} context
 * @param {LossAxes} axes
 * @param {Record<string, any>} colours
 */
export function drawLossAxes(context, { x, box, log, range, steps }, colours) {
  context.strokeStyle = colours.line;
  context.fillStyle = colours.inkFaint;
  context.lineWidth = 1;
  context.textBaseline = "middle";
  context.textAlign = "right";
  const [low, high] = range;
  const every = Math.max(1, Math.ceil((high - low) / 7));
  const values = log
    ? Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, k) => low + k * every)
    : ticks(low, high, 6);
  context.beginPath();
  for (const value of values) {
    const at = Math.round(box.bottom - ((value - low) / (high - low)) * (box.bottom - box.top)) + 0.5;
    context.moveTo(box.left, at);
    context.lineTo(box.right, at);
    context.fillText(tickText(log ? 10 ** value : value), box.left - 6, at);
  }
  context.stroke();
  context.textBaseline = "top";
  const marks = ticks(0, steps, 4).filter(Number.isInteger);
  for (const step of marks) {
    context.textAlign = step === 0 ? "left" : x(step) > box.right - 16 ? "right" : "center";
    context.fillText(String(step), x(step), box.bottom + 7);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Line} curve
 * @param {number} vertex up to which it has been run
 * @param {{colour: string, dash: number[]}} look
 */
export function drawLoss(context, curve, vertex, look) {
  context.globalAlpha = 0.3;
  stroke(context, curve, vertex, curve.count - 1, { ...look, width: 1.5 });
  context.globalAlpha = 1;
  stroke(context, curve, 0, vertex, { ...look, width: 2 });
}
