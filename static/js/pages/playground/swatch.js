/** A racer's line and marker, as they are on the map. */

import { svg } from "../../base/dom.js";
import { marker } from "../../draw/series-style.js";
import { DASHES } from "./palette.js";

/** @param {number} colour */
export function swatch(colour) {
  const dash = DASHES[colour - 1].join(" ");
  return svg(
    "svg",
    { class: "swatch", viewBox: "0 0 28 12", "aria-hidden": "true" },
    svg("path", { class: "line", d: "M0 6H28", "stroke-dasharray": dash || null }),
    svg("path", { class: "marker", d: marker(colour - 1), transform: "translate(14 6)" }),
  );
}
