/** Draws a line chart as SVG, as wide as its place; keeps it so when the place changes; reads it out under the pointer. */

import { element, svg } from "../base/dom.js";
import { lineChart, ROW } from "../plots/line-chart.js";

/** @typedef {import("../plots/line-chart.js").ChartSpec} ChartSpec */
/** @typedef {import("../plots/line-chart.js").ChartShapes} ChartShapes */

export class ChartView {
  /** @type {ChartSpec | null} */
  #spec = null;
  #label = "";
  #width = 0;
  #height;
  #svg = svg("svg");
  /** @type {ChartShapes | null} */
  #shapes = null;
  #sizes;
  #cursor = svg("line", { class: "cursor" });
  /** @type {number | null} */
  #cursorAt = null;

  /**
   * @param {HTMLElement} place
   * @param {{height?: number, onPick?: (x: number, y: number) => void}} [options] `onPick` is told where the chart was pressed
   */
  constructor(place, { height = 260, onPick } = {}) {
    this.#height = height;
    this.element = element("div", { class: "diagram" });
    this.element.append(this.#svg);
    place.append(this.element);
    this.#sizes = new ResizeObserver(([{ contentRect }]) => this.#resize(contentRect.width));
    this.#sizes.observe(this.element);
    if (onPick) {
      this.#svg.classList.add("pickable");
      this.#svg.addEventListener("click", (event) => {
        const { x, y, frame } = this.#shapes ?? {};
        const box = this.#svg.getBoundingClientRect();
        const at = ((event.clientX - box.left) / box.width) * this.#width;
        const up = ((event.clientY - box.top) / box.height) * this.#height;
        if (x && y && frame && at >= frame.left && at <= frame.right) onPick(x.from(at), y.from(up));
      });
    }
  }

  /**
   * @param {ChartSpec} spec
   * @param {string} label what the picture shows, in a sentence
   */
  show(spec, label) {
    this.#spec = spec;
    this.#label = label;
    this.#draw();
  }

  /** A line across at this value, moved without drawing the chart again. @param {number | null} value */
  cursor(value) {
    this.#cursorAt = value;
    const { x, frame } = this.#shapes ?? {};
    const at = x && value !== null ? x.at(value) : NaN;
    const shown = frame !== undefined && at >= frame.left && at <= frame.right;
    this.#cursor.style.display = shown ? "" : "none";
    if (!shown) return;
    for (const [name, place] of Object.entries({ x1: at, x2: at, y1: frame.top, y2: frame.bottom }))
      this.#cursor.setAttribute(name, `${place}`);
  }

  dispose() {
    this.#sizes.disconnect();
    this.element.remove();
  }

  /** @param {number} width */
  #resize(width) {
    if (width < 1 || Math.abs(width - this.#width) < 1) return;
    this.#width = width;
    this.#draw();
  }

  #draw() {
    this.#width ||= this.element.clientWidth;
    if (!this.#spec || this.#width < 1) return;
    const shapes = lineChart(this.#spec, this.#width, this.#height);
    this.#shapes = shapes;
    this.#svg.setAttribute("viewBox", `0 0 ${Math.round(this.#width)} ${this.#height}`);
    this.#svg.setAttribute("role", "img");
    this.#svg.setAttribute("aria-label", this.#label);
    this.#svg.replaceChildren(
      ...axes(shapes),
      ...shapes.series.flatMap((one) => drawn(one, shapes)),
      ...marked(shapes),
      this.#cursor,
    );
    this.cursor(this.#cursorAt);
  }
}

/** @param {ChartShapes} shapes */
function axes({ x, y, frame }) {
  return [
    ...y.ticks.flatMap(({ at, text }) => [
      svg("line", { class: "grid", x1: `${frame.left}`, x2: `${frame.right}`, y1: `${at}`, y2: `${at}` }),
      svg("text", { x: `${frame.left - 6}`, y: `${at + 4}`, "text-anchor": "end" }, text),
    ]),
    ...x.ticks.flatMap(({ at, text }) => [
      svg("line", { class: "tick", x1: `${at}`, x2: `${at}`, y1: `${frame.bottom}`, y2: `${frame.bottom + 4}` }),
      svg("text", { x: `${at}`, y: `${frame.bottom + 16}`, "text-anchor": "middle" }, text),
    ]),
    svg("line", {
      class: "base",
      x1: `${frame.left}`,
      x2: `${frame.right}`,
      y1: `${frame.bottom}`,
      y2: `${frame.bottom}`,
    }),
    svg("text", { class: "title", x: `${frame.right}`, y: `${frame.bottom + 30}`, "text-anchor": "end" }, x.title),
    svg("text", { class: "title", x: "2", y: "12" }, y.title),
  ];
}

/**
 * @param {ChartShapes["series"][number]} one
 * @param {ChartShapes} shapes
 */
function drawn(one, { frame }) {
  const d = one.crosses.map((at) => `M${at - 3} ${frame.top - 3}l6 6m0 -6l-6 6`).join("");
  return [
    svg(
      "g",
      { "data-series": one.id, "data-colour": `${one.colour}`, class: one.thin ? "thin" : null },
      one.band ? svg("path", { class: "band", d: one.band }) : null,
      svg("path", { class: "line", d: one.line, "stroke-dasharray": one.dash || null }),
      d ? svg("path", { class: "diverged", d }) : null,
    ),
  ];
}

/** @param {ChartShapes} shapes */
function marked({ rules, marks, frame }) {
  let row = 0;
  return [
    ...rules.flatMap(({ axis, at, text, colour, strong }) => {
      const across = axis === "x";
      const ends = across
        ? { x1: `${at}`, x2: `${at}`, y1: `${frame.top}`, y2: `${frame.bottom}` }
        : { x1: `${frame.left}`, x2: `${frame.right}`, y1: `${at}`, y2: `${at}` };
      const late = at > (frame.left + frame.right) / 2;
      if (across && text) row += 1;
      const place = across
        ? { x: `${at}`, y: `${frame.top + 4 - ROW * row}`, "text-anchor": late ? "end" : "start" }
        : { x: `${frame.right - 2}`, y: `${at - 4}`, "text-anchor": "end" };
      return [
        svg("line", { class: strong ? "rule strong" : "rule", "data-colour": `${colour}`, ...ends }),
        text ? svg("text", { class: "rule-text", "data-colour": `${colour}`, ...place }, text) : null,
      ];
    }),
    ...marks.flatMap(({ x, y, colour, text }) => [
      svg("circle", { class: "mark", "data-colour": `${colour}`, cx: `${x}`, cy: `${y}`, r: "4.5" }),
      text ? svg("text", { class: "rule-text", "data-colour": `${colour}`, x: `${x + 7}`, y: `${y - 6}` }, text) : null,
    ]),
  ].filter((node) => node !== null);
}
