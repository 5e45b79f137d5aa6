/** Draws what `plots/lines.js` and `plots/rows.js` have worked out. */

import { lines } from "../plots/lines.js";
import { rows } from "../plots/rows.js";
import { svg } from "../base/dom.js";
import { colour, dash, marker } from "./series-style.js";

const MOST_MARKERS = 24;

/**
 * @param {import("../plots/lines.js").Request} request
 * @param {number[]} looks which look each series has
 * @param {number} width
 * @returns {SVGSVGElement}
 */
export function linePlot(request, looks, width) {
  const height = Math.round(Math.min(480, Math.max(300, width * 0.55)));
  const { series, across, up, frame } = lines(request, width, height);
  const [xTitle, yTitle] = request.titles;
  const grid = up.map(({ at, text }) => [
    svg("path", { class: "grid", d: `M${frame.left} ${at}H${frame.right}` }),
    svg("text", { x: String(frame.left - 8), y: String(at + 4), "text-anchor": "end" }, text),
  ]);
  const feet = across.map(({ at, text }) =>
    svg("text", { x: String(at), y: String(frame.bottom + 18), "text-anchor": "middle" }, text),
  );
  const middle = (frame.top + frame.bottom) / 2;
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, class: "plot", role: "img", "aria-label": `${yTitle} against ${xTitle}` },
    ...grid.flat(),
    ...feet,
    svg("path", { class: "frame", d: `M${frame.left} ${frame.top}V${frame.bottom}H${frame.right}` }),
    svg(
      "text",
      { x: String((frame.left + frame.right) / 2), y: String(height - 6), "text-anchor": "middle", class: "title" },
      xTitle,
    ),
    svg("text", { transform: `translate(12 ${middle}) rotate(-90)`, "text-anchor": "middle", class: "title" }, yTitle),
    ...series.map((drawn, index) => one(drawn, looks[index])),
  );
}

/**
 * @param {import("../plots/lines.js").Drawn} drawn
 * @param {number} look
 */
function one(drawn, look) {
  const every = Math.max(1, Math.ceil(drawn.dots.length / MOST_MARKERS));
  const dots = drawn.dots.filter((_, index) => index % every === 0);
  return svg(
    "g",
    {
      class: `series ${colour(look)}${drawn.beside ? " beside" : ""}${drawn.provisional ? " provisional" : ""}`,
      "data-label": drawn.label,
    },
    ...drawn.bands.map((d) => svg("path", { class: "band", d })),
    ...drawn.thin.map((d) => svg("path", { class: "thin", d })),
    svg("path", { class: "line", d: drawn.line, "stroke-dasharray": dash(look) }),
    ...dots.map(([x, y]) => svg("path", { class: "marker", d: marker(look), transform: `translate(${x} ${y})` })),
    ...drawn.gone.map(([x, y]) =>
      svg("path", { class: "gone", d: "M-4-4L4 4M-4 4L4-4", transform: `translate(${x} ${y})` }),
    ),
  );
}

/**
 * @param {import("../plots/rows.js").Row[]} given
 * @param {{ title: string, bars: boolean, width: number }} how
 * @returns {SVGSVGElement}
 */
export function rowPlot(given, { title, bars, width }) {
  const drawn = rows(given, width, bars);
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${drawn.height}`, class: "plot", role: "img", "aria-label": title },
    ...drawn.across.map(({ at }) => svg("path", { class: "grid", d: `M${at} ${drawn.top}V${drawn.bottom}` })),
    ...drawn.across.map(({ at, text }) =>
      svg("text", { x: String(at), y: String(drawn.bottom + 18), "text-anchor": "middle" }, text),
    ),
    svg(
      "text",
      {
        x: String((drawn.left + drawn.right) / 2),
        y: String(drawn.height - 4),
        "text-anchor": "middle",
        class: "title",
      },
      title,
    ),
    ...drawn.rows.flatMap(({ label, look, y, dot, from, to }) => [
      svg("text", { x: String(drawn.left - 10), y: String(y + 4), "text-anchor": "end", "data-label": label }, label),
      svg(
        "g",
        { class: `series ${colour(look)}`, "data-label": label },
        from !== null && to !== null ? svg("path", { class: bars ? "bar" : "line", d: `M${from} ${y}H${to}` }) : null,
        dot !== null ? svg("path", { class: "marker", d: marker(look), transform: `translate(${dot} ${y})` }) : null,
        dot === null && !bars ? svg("text", { x: String(drawn.left + 8), y: String(y + 4) }, "diverged") : null,
      ),
    ]),
  );
}
