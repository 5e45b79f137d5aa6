/** How lucky a start is, as a meter: the share of random starts that end worse, and how many were tried. */

import { element } from "../base/dom.js";
import { percentText } from "../base/numbers.js";

/**
 * @param {string} name of the racer
 * @param {{worse: number, count: number}} found
 * @returns {(Node | string)[]}
 */
export function luckMeter(name, { worse, count }) {
  const share = worse / count;
  const meter = element("meter", {
    min: "0",
    max: "1",
    value: `${share}`,
    "aria-label": `Share of ${count} random starts that end worse for ${name}`,
  });
  return [meter, ` ${percentText(share)}, n = ${count}`];
}
