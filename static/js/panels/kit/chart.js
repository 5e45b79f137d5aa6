/** A line chart of a panel: a figure with what can be done with it, a line at the step that is shown, and what a press means. */

import { element } from "../../base/dom.js";
import { frameOf, numbersAt, pixelOf } from "../../elements/figure-place.js";
import { figureTools } from "../../elements/figure-tools.js";
import { PlotFigure } from "../../elements/plot-figure.js";
import { chartFigure } from "../../plots/chart-figure.js";

/** @typedef {import("../../plots/chart-figure.js").ChartSpec} ChartSpec */

/** What a figure needs of what is around it. @typedef {Pick<import("./frame.js").Frame, "id" | "words" | "plot">} Place */

export class Chart {
  #figure;
  #height;
  #label = "";
  #line = element("div", { class: "cursor", hidden: true });
  /** @type {number | null} */
  #at = null;

  /**
   * @param {Place} frame of the panel, whose words go into files
   * @param {string} library the address of Plotly
   * @param {{height?: number, place?: HTMLElement, onPick?: (x: number, y: number) => void}} [options] `place` is where it
   *   stands in the frame's plot; `onPick` is told where the chart was pressed
   */
  constructor(frame, library, { height = 280, place = frame.plot, onPick } = {}) {
    this.#height = height;
    this.#figure = new PlotFigure(library, height);
    const { node, host } = this.#figure;
    node.append(this.#line);
    node.addEventListener("figure-drawn", () => this.cursor(this.#at));
    if (onPick) {
      node.classList.add("pickable");
      host.addEventListener("click", (event) => {
        const at = numbersAt(host, event);
        if (at) onPick(at.x, at.y);
      });
    }
    place.append(
      node,
      figureMenu(frame, this.#figure, () => this.#label),
    );
  }

  /**
   * @param {ChartSpec} spec
   * @param {string} label what the picture shows, in a sentence
   */
  show(spec, label) {
    this.#label = label;
    this.#figure.show((look) => chartFigure(spec, this.#height, look), label);
  }

  /** A line across at this value, moved without drawing the chart again. @param {number | null} value */
  cursor(value) {
    this.#at = value;
    const frame = value === null ? null : frameOf(this.#figure.host);
    const at = value === null ? null : pixelOf(frame, value);
    this.#line.hidden = at === null;
    if (!frame || at === null) return;
    Object.assign(this.#line.style, { left: `${at}px`, top: `${frame.top}px`, height: `${frame.height}px` });
  }

  dispose() {
    this.#figure.dispose();
  }
}

/**
 * The files of a figure behind one control, so that several charts do not become a wall of buttons.
 * @param {Place} frame
 * @param {PlotFigure} figure
 * @param {() => string} label
 */
export function figureMenu(frame, figure, label) {
  const file = () =>
    `${frame.id}-${label()
      .split(/[ ,;.:]/, 1)[0]
      .toLowerCase()}`;
  const words = () => `${label()} ${frame.words.textContent ?? ""}`.trim();
  return element(
    "details",
    { class: "figure-menu" },
    element("summary", {}, "Enlarge or save"),
    element(
      "p",
      { class: "saves", role: "group", "aria-label": "This plot" },
      ...figureTools(figure, { key: frame.id, file, words }),
    ),
  );
}
