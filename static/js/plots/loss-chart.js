/** A loss curve on a logarithmic axis, with the geometry of the chart that the server drew, so that nothing jumps. Pure. */

import { tickText } from "../base/numbers.js";

const FLOOR = 1e-16;
const MARGIN = { left: 62, right: 22, bottom: 34, top: 12 };

/**
 * @typedef {object} LossChart
 * @property {string} path
 * @property {{ at: number, text: string }[]} up
 * @property {{ at: number, text: string }[]} across
 */

/**
 * @param {ArrayLike<number>} losses one per step, finite
 * @param {number} width
 * @param {number} height
 * @returns {LossChart}
 */
export function lossChart(losses, width, height) {
  const logs = Array.from(losses, (loss) => Math.log10(Math.max(loss, FLOOR)));
  const low = Math.floor(Math.min(...logs));
  const high = Math.max(Math.ceil(Math.max(...logs)), low + 1);
  const last = Math.max(logs.length - 1, 1);
  const x = (/** @type {number} */ step) => MARGIN.left + (step * (width - MARGIN.left - MARGIN.right)) / last;
  const y = (/** @type {number} */ value) =>
    MARGIN.top + ((high - value) * (height - MARGIN.top - MARGIN.bottom)) / (high - low);
  const every = Math.ceil((high - low) / 6);
  const powers = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, index) => low + index * every);
  return {
    path: `M${logs.map((value, step) => `${x(step).toFixed(1)} ${y(value).toFixed(1)}`).join("L")}`,
    up: powers.map((power) => ({ at: y(power), text: tickText(10 ** power) })),
    across: [0, Math.floor(last / 2), last].map((step) => ({ at: x(step), text: String(step) })),
  };
}
