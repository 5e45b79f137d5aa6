/** The legend of a map: the ramp with its ends, and what the other colours say. */

import { element } from "../../base/dom.js";
import { cell } from "./frame.js";

const OTHERS = { diverged: "diverged", never: "never" };

/**
 * @param {HTMLElement} legend
 * @param {number} low
 * @param {number} high
 * @param {string} what
 * @param {(keyof typeof OTHERS)[]} others
 */
export function rampLegend(legend, low, high, what, others) {
  const range = element(
    "li",
    {},
    what,
    element("span", {}, cell(low)),
    element("span", { class: "ramp" }),
    element("span", {}, `${cell(high)} or more`),
  );
  legend.replaceChildren(
    range,
    ...others.map((one) => element("li", { "data-swatch": one }, element("i"), OTHERS[one])),
  );
}
