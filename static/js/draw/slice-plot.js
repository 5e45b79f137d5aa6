/** Draws what `plots/slice-map.js` has worked out: a survey map with paths on it. */

import { sliceMap } from "../plots/slice-map.js";
import { svg } from "../base/dom.js";
import { dash } from "../plots/series-look.js";
import { colour, marker } from "./series-style.js";

/**
 * @param {import("../plots/slice-map.js").ContourLibrary} library
 * @param {import("../plots/slice-map.js").Slice} slice
 * @param {{ titles: [string, string], name: string, looks: number[], width: number }} how which look each member has
 * @returns {SVGSVGElement}
 */
export function slicePlot(library, slice, { titles, name, looks, width }) {
  const height = Math.round(Math.min(600, Math.max(320, width * 0.68)));
  const { frame, across, up, contours, holes, members, starts } = sliceMap(library, slice, width, height);
  const [right, down] = [frame.right - frame.left, frame.bottom - frame.top];
  const box = { x: String(frame.left), y: String(frame.top), width: String(right), height: String(down) };
  const middle = (frame.top + frame.bottom) / 2;
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, class: "plot slice", role: "img", "aria-label": name },
    svg("clipPath", { id: "slice-frame" }, svg("rect", box)),
    svg("rect", { class: "ground", ...box }),
    svg("path", { class: "hole", d: holes }),
    ...contours.map(({ d, strong }) => svg("path", { class: strong ? "contour strong" : "contour", d })),
    ...contours.map(
      ({ label }) =>
        label &&
        svg(
          "text",
          {
            class: "height",
            transform: `translate(${label.x} ${label.y}) rotate(${label.turn})`,
            y: "4",
            "text-anchor": "middle",
          },
          label.text,
        ),
    ),
    svg("rect", { class: "frame", ...box }),
    ...up.map(({ at, text }) =>
      svg("text", { x: String(frame.left - 8), y: String(at + 4), "text-anchor": "end" }, text),
    ),
    ...across.map(({ at, text }) =>
      svg("text", { x: String(at), y: String(frame.bottom + 18), "text-anchor": "middle" }, text),
    ),
    svg(
      "text",
      { x: String((frame.left + frame.right) / 2), y: String(height - 6), "text-anchor": "middle", class: "title" },
      titles[0],
    ),
    svg(
      "text",
      { transform: `translate(12 ${middle}) rotate(-90)`, "text-anchor": "middle", class: "title" },
      titles[1],
    ),
    svg(
      "g",
      { "clip-path": "url(#slice-frame)" },
      ...members.map(({ d }) => svg("path", { class: "halo", d })),
      ...members.map((each, place) => line(each, looks[place])),
    ),
    ...starts.map(([x, y]) => svg("circle", { class: "start", cx: String(x), cy: String(y), r: "5" })),
    ...members.map((each, place) => ends(each, looks[place])),
  );
}

/**
 * @param {import("../plots/slice-map.js").Drawn} member
 * @param {number} look
 */
function line({ label, d, dots }, look) {
  return svg(
    "g",
    { class: `series ${colour(look)}`, "data-label": label },
    svg("path", { class: "line", d, "stroke-dasharray": dash(look) }),
    svg("path", { class: "dot", d: dots.map(([x, y]) => `M${x} ${y}h0`).join("") }),
  );
}

/**
 * @param {import("../plots/slice-map.js").Drawn} member
 * @param {number} look
 */
function ends({ end, gone }, look) {
  return svg(
    "g",
    { class: `series ${colour(look)}` },
    end && svg("path", { class: "marker", d: marker(look), transform: `translate(${end[0]} ${end[1]}) scale(1.7)` }),
    gone && svg("path", { class: "gone", d: "M-5-5L5 5M-5 5L5-5", transform: `translate(${gone[0]} ${gone[1]})` }),
  );
}
