/** One rule on a matrix: singular values and entries of its gradient, momentum and update, one figure beneath the other. */

import { element } from "../../base/dom.js";
import { numberText } from "../../base/numbers.js";
import { colours } from "../../draw/theme-colours.js";
import { CellGrid, mixed, painted } from "../../plots/cell-map.js";
import { Chart } from "./chart.js";

/** @typedef {import("../../python/arrays.js").Named} Named */
/** @typedef {{name: string, rate: number | null, colour: number, dash: number[], value: any, arrays: Record<string, Named>}} Shown what a rule did */

/** What is drawn of the matrix, in order. */
export const PARTS = [
  { id: "gradient", title: "Gradient" },
  { id: "momentum", title: "Momentum" },
  { id: "update", title: "Update" },
];
const X = { title: "step", tight: true };

/**
 * A figure with a chart in it.
 * @param {import("./frame.js").Frame} frame
 * @param {string} figures the address of Plotly
 * @param {HTMLElement} place
 * @param {string} title
 * @param {string} [says]
 */
export function figureOf(frame, figures, place, title, says = "") {
  const figure = element("figure", {}, element("figcaption", {}, element("strong", {}, title), ` ${says}`));
  place.append(figure);
  return { figure, chart: new Chart(frame, figures, { place: figure, height: 190 }) };
}

export class MatrixColumn {
  /** @type {Shown | null} */
  #shown = null;

  /** @param {import("./frame.js").Frame} frame @param {string} figures the address of Plotly */
  constructor(frame, figures) {
    this.title = element("p", { class: "column-title" });
    this.element = element("div", { class: "matrix-column" }, this.title);
    this.parts = PARTS.map((part) => {
      const made = figureOf(frame, figures, this.element, part.title);
      const canvas = element("canvas", { class: "entries", "aria-hidden": "true" });
      made.figure.append(canvas);
      return { ...part, ...made, canvas };
    });
    const says = "of each singular pair of the update with the gradient’s";
    this.alignment = figureOf(frame, figures, this.element, "Alignment", says);
    frame.plot.append(this.element);
  }

  /**
   * @param {Shown} shown
   * @param {(part: string) => [number, number] | undefined} domain of the singular values, where columns share theirs
   */
  show(shown, domain) {
    this.#shown = shown;
    const { name, rate, colour, value, arrays } = shown;
    this.title.replaceChildren(
      name,
      element("span", { class: "note" }, rate === null ? "" : ` learning rate ${numberText(rate)}`),
    );
    for (const { id, figure, chart } of this.parts) {
      const values = arrays[`${id}.singular`];
      figure.hidden = !values;
      if (!values) continue;
      const y = { title: "singular values", said: "singular value", log: true, floor: 1e-12, domain: domain(id) };
      chart.show(
        { x: X, y, series: ranks(value.kept, values, colour) },
        `Singular values of the ${id} of ${name} by step.`,
      );
    }
    const aligned = arrays["update.alignment"];
    this.alignment.figure.hidden = !aligned;
    if (aligned)
      this.alignment.chart.show(
        { x: X, y: { title: "", said: "alignment", domain: [0, 1.02] }, series: ranks(value.kept, aligned, colour) },
        `Alignment of update and gradient of ${name} by step.`,
      );
  }

  /** What the matrices do to the singular values at the last step, in a sentence; nothing where it is not known. */
  get spreads() {
    if (!this.#shown) return "";
    const { arrays, value } = this.#shown;
    const spread = condition(arrays["update.singular"], value.kept.length - 1);
    const slope = condition(arrays["gradient.singular"], value.kept.length - 1);
    return spread === null
      ? ""
      : ` At the last step the update’s largest singular value is ${numberText(spread)} times its smallest; the gradient’s ${numberText(slope)} times.`;
  }

  /** The entries of the matrices at a step that is kept: one sign warm, the other cold. @param {number} place */
  entries(place) {
    if (!this.#shown || this.#shown.value.kept.length === 0) return;
    const { value, arrays } = this.#shown;
    const k = Math.min(place, value.kept.length - 1);
    const [cold, warm, paper] = colours(this.element, ["--racer-1", "--racer-2", "--ground-raised"]);
    for (const { id, canvas, chart } of this.parts) {
      chart.cursor(value.kept[k]);
      const matrix = arrays[id];
      if (!matrix) continue;
      const [, height, width] = matrix.shape;
      const numbers = matrix.data.subarray(k * height * width, (k + 1) * height * width);
      const most = Math.max(...Array.from(numbers, Math.abs)) || 1;
      const grid = new CellGrid(width, height);
      grid.values.set(
        Array.from({ length: height }, (_, row) =>
          Array.from(numbers.subarray((height - 1 - row) * width, (height - row) * width)),
        ).flat(),
      );
      [canvas.width, canvas.height] = [width, height];
      canvas.style.aspectRatio = `${width} / ${height}`;
      const pixels = painted(grid, (one) => mixed(paper, one < 0 ? warm : cold, Math.abs(one) / most));
      canvas.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
    }
    this.alignment.chart.cursor(value.kept[k]);
  }

  dispose() {
    for (const { chart } of [this.alignment, ...this.parts]) chart.dispose();
  }
}

/**
 * One thin line per singular value.
 * @param {number[]} kept
 * @param {Named} values `[kept, rank]`
 * @param {number} colour
 */
function ranks(kept, { data, shape }, colour) {
  return Array.from({ length: shape[1] }, (_, rank) => ({
    id: `${rank}`,
    name: rank === 0 ? "the largest" : `number ${rank + 1}`,
    colour,
    thin: rank > 0,
    x: kept,
    y: Float64Array.from(kept, (_step, k) => data[k * shape[1] + rank]),
  }));
}

/**
 * The largest over the smallest singular value.
 * @param {Named | undefined} values
 * @param {number} k
 */
function condition(values, k) {
  if (!values || k < 0) return null;
  const { data, shape } = values;
  const least = data[(k + 1) * shape[1] - 1];
  return least > 0 ? data[k * shape[1]] / least : Infinity;
}
