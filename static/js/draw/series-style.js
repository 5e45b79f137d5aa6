/** The look of the n-th series (`plots/series-look.js`) in SVG. */

import { svg } from "../base/dom.js";
import { colourOf, dash, symbolOf } from "../plots/series-look.js";

const MARKERS = [
  "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0Z",
  "M-3.2-3.2h6.4v6.4h-6.4Z",
  "M0-4.4L4.2 3.2H-4.2Z",
  "M0-4.6L4.6 0L0 4.6L-4.6 0Z",
  "M0 4.4L4.2-3.2H-4.2Z",
  "M-4-1.3h2.7V-4h2.6v2.7H4v2.6H1.3V4h-2.6V1.3H-4Z",
];
/** @param {number} index */
export const colour = (index) => `racer-${colourOf(index) + 1}`;

/** @param {number} index */
export const marker = (index) => MARKERS[symbolOf(index)];

/**
 * A piece of the line with its marker.
 * @param {number} index
 */
export function sample(index) {
  return svg(
    "svg",
    { viewBox: "0 0 40 10", class: `sample ${colour(index)}`, "aria-hidden": "true" },
    svg("path", { d: "M0 5H40", class: "line", "stroke-dasharray": dash(index) }),
    svg("path", { d: marker(index), class: "marker", transform: "translate(20 5)" }),
  );
}
