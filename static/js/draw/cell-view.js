/** Draws a map of cells: pixels on a canvas, axes, lines and marks as SVG over it. */

import { element, svg } from "../base/dom.js";
import { axis } from "../plots/chart-axis.js";

/** @typedef {import("../plots/chart-axis.js").AxisSpec} AxisSpec */

/**
 * @typedef {object} CellSpec
 * @property {number} columns
 * @property {number} rows
 * @property {Uint8ClampedArray<ArrayBuffer>} pixels
 * @property {AxisSpec & {domain: [number, number]}} x from the left border of the first column to the right one of the last
 * @property {AxisSpec & {domain: [number, number]}} y
 * @property {{points: [number, number][], text: string}[]} [lines]
 * @property {{x: number, y: number, text?: string, kind: "minimum" | "local minimum" | "here"}[]} [marks]
 * @property {string} label
 */

const HEIGHT = 300;

export class CellView {
  #canvas = element("canvas", { "aria-hidden": "true" });
  #svg = svg("svg");
  #width = 0;
  /** @type {CellSpec | null} */
  #spec = null;
  #sizes;
  /** @type {{x: import("../plots/chart-axis.js").Axis, y: import("../plots/chart-axis.js").Axis} | null} */
  #axes = null;

  /**
   * @param {HTMLElement} place
   * @param {(x: number, y: number) => void} onPick
   */
  constructor(place, onPick) {
    this.element = element("div", { class: "diagram cells" }, this.#canvas);
    this.element.append(this.#svg);
    place.append(this.element);
    this.#sizes = new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width < 1 || Math.abs(contentRect.width - this.#width) < 1) return;
      this.#width = contentRect.width;
      this.#draw();
    });
    this.#sizes.observe(this.element);
    this.#svg.classList.add("pickable");
    this.#svg.addEventListener("click", (event) => {
      const box = this.#svg.getBoundingClientRect();
      const at = ((event.clientX - box.left) / box.width) * this.#width;
      const up = ((event.clientY - box.top) / box.height) * HEIGHT;
      const { x, y } = this.#axes ?? {};
      if (x && y && inside(x.from(at), x.domain) && inside(y.from(up), y.domain)) onPick(x.from(at), y.from(up));
    });
  }

  /** The pixels alone, for a map to draw. */
  get picture() {
    return this.#canvas;
  }

  /** @param {CellSpec} spec */
  show(spec) {
    this.#spec = spec;
    this.#canvas.width = spec.columns;
    this.#canvas.height = spec.rows;
    this.#canvas.getContext("2d")?.putImageData(new ImageData(spec.pixels, spec.columns, spec.rows), 0, 0);
    this.#draw();
  }

  dispose() {
    this.#sizes.disconnect();
    this.element.remove();
  }

  #draw() {
    this.#width ||= this.element.clientWidth;
    const spec = this.#spec;
    const width = Math.min(this.#width, 720);
    if (!spec || width < 1) return;
    const frame = { left: 52, right: width - 14, top: 22, bottom: HEIGHT - 34 };
    const x = axis(spec.x, [], [frame.left, frame.right], Math.max(2, width / 90));
    const y = axis(spec.y, [], [frame.bottom, frame.top], 6);
    this.#axes = { x, y };
    Object.assign(this.#canvas.style, {
      left: `${frame.left}px`,
      top: `${frame.top}px`,
      width: `${frame.right - frame.left}px`,
      height: `${frame.bottom - frame.top}px`,
    });
    this.#svg.setAttribute("viewBox", `0 0 ${Math.round(this.#width)} ${HEIGHT}`);
    this.#svg.setAttribute("role", "img");
    this.#svg.setAttribute("aria-label", spec.label);
    this.#svg.replaceChildren(
      ...x.ticks.map(({ at, text }) =>
        svg("text", { x: `${at}`, y: `${frame.bottom + 16}`, "text-anchor": "middle" }, text),
      ),
      ...y.ticks.map(({ at, text }) =>
        svg("text", { x: `${frame.left - 6}`, y: `${at + 4}`, "text-anchor": "end" }, text),
      ),
      svg("text", { class: "title", x: `${frame.right}`, y: `${frame.bottom + 30}`, "text-anchor": "end" }, x.title),
      svg("text", { class: "title", x: "2", y: "12" }, y.title),
      svg("rect", {
        class: "border",
        x: `${frame.left}`,
        y: `${frame.top}`,
        width: `${frame.right - frame.left}`,
        height: `${frame.bottom - frame.top}`,
      }),
      ...(spec.lines ?? []).flatMap(({ points, text }) => theory(points, text, x, y)),
      ...(spec.marks ?? [])
        .filter((mark) => inside(mark.x, x.domain) && inside(mark.y, y.domain))
        .map((mark) => marked(mark, x.at(mark.x), y.at(mark.y))),
    );
  }
}

/**
 * @param {[number, number][]} points
 * @param {string} text
 * @param {import("../plots/chart-axis.js").Axis} x
 * @param {import("../plots/chart-axis.js").Axis} y
 */
function theory(points, text, x, y) {
  const within = points.filter((point) => inside(point[0], x.domain));
  if (within.length < 2) return [];
  const d = `M${within.map(([a, b]) => `${x.at(a).toFixed(1)} ${y.at(b).toFixed(1)}`).join("L")}`;
  const [a, b] = within[Math.floor(within.length / 4)];
  const late = x.at(a) > (x.at(x.domain[0]) + x.at(x.domain[1])) / 2;
  const place = { x: `${x.at(a) + (late ? -6 : 6)}`, y: `${y.at(b)}`, "text-anchor": late ? "end" : "start" };
  return [svg("path", { class: "theory", d }), svg("text", { class: "over", ...place }, text)];
}

/**
 * @param {{kind: string, text?: string}} mark
 * @param {number} x
 * @param {number} y
 */
function marked({ kind, text }, x, y) {
  return svg(
    "g",
    { class: `at ${kind}` },
    kind !== "here"
      ? svg("path", {
          d: kind === "minimum" ? `M${x - 5} ${y}h10M${x} ${y - 5}v10` : `M${x - 3} ${y}h6M${x} ${y - 3}v6`,
        })
      : svg("circle", { cx: `${x}`, cy: `${y}`, r: "5" }),
    text ? svg("text", { class: "over", x: `${x + 7}`, y: `${y - 6}` }, text) : null,
  );
}

/**
 * @param {number} value
 * @param {[number, number]} domain
 */
function inside(value, [low, high]) {
  return value >= low && value <= high;
}
