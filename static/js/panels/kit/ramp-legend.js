/** The legend of a map: the ramp with its ends, and what the other colours say. */

import { element } from "../../base/dom.js";
import { numberText } from "../../base/numbers.js";

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
    element("span", {}, numberText(low)),
    element("span", { class: "ramp" }),
    element("span", {}, `${numberText(high)} or more`),
  );
  legend.replaceChildren(
    range,
    ...others.map((one) => element("li", { "data-swatch": one }, element("i"), OTHERS[one])),
  );
}
