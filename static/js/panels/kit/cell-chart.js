/** A map of cells of a panel: a figure over a picture of one pixel a cell, read out under the pointer, pressed to choose one. */

import { element } from "../../base/dom.js";
import { numberText } from "../../base/numbers.js";
import { numbersAt } from "../../elements/figure-place.js";
import { PlotFigure } from "../../elements/plot-figure.js";
import { cellFigure } from "../../plots/cell-figure.js";
import { figureMenu } from "./chart.js";

/** @typedef {import("../../plots/cell-figure.js").CellSpec} CellSpec */
/** @typedef {import("../../plots/cell-figure.js").CellAxis} CellAxis */
/** @typedef {{ columns: number, rows: number, pixels: Uint8ClampedArray<ArrayBuffer>, says: (column: number, row: number) => string }} Cells */

const HEIGHT = 360;
/** Pixels a cell has in the figure's picture: a program that shows a file may smooth what it enlarges. */
const SHARP = 3;

export class CellChart {
  #canvas = element("canvas");
  #figure;
  #said = element("p", { class: "cell-said", "aria-hidden": "true" });
  #label = "";
  /** @type {{ spec: CellSpec, cells: Cells } | null} */
  #shown = null;

  /**
   * @param {import("./frame.js").Frame} frame
   * @param {string} library the address of Plotly
   * @param {(x: number, y: number) => void} onPick
   */
  constructor(frame, library, onPick) {
    this.#figure = new PlotFigure(library, HEIGHT);
    const { node, host } = this.#figure;
    node.classList.add("pickable");
    host.addEventListener("click", (event) => {
      const at = numbersAt(host, event);
      if (at) onPick(at.x, at.y);
    });
    host.addEventListener("pointermove", (event) => this.#read(numbersAt(host, event)));
    host.addEventListener("pointerleave", () => this.#read(null));
    frame.plot.append(
      node,
      this.#said,
      figureMenu(frame, this.#figure, () => this.#label),
    );
  }

  /** The cells alone, for a map to draw. */
  get picture() {
    return this.#canvas;
  }

  /**
   * @param {CellSpec} spec
   * @param {Cells} cells
   * @param {string} label what the picture shows, in a sentence
   */
  show(spec, cells, label) {
    this.#shown = { spec, cells };
    this.#label = label;
    [this.#canvas.width, this.#canvas.height] = [cells.columns, cells.rows];
    this.#canvas.getContext("2d")?.putImageData(new ImageData(cells.pixels, cells.columns, cells.rows), 0, 0);
    const source = enlarged(this.#canvas);
    this.#figure.show((look) => cellFigure(spec, source, HEIGHT, look), label);
  }

  dispose() {
    this.#figure.dispose();
  }

  /** @param {{ x: number, y: number } | null} at */
  #read(at) {
    if (!at || !this.#shown) return void (this.#said.textContent = "");
    const { spec, cells } = this.#shown;
    const column = Math.min(Math.floor(share(spec.x, at.x) * cells.columns), cells.columns - 1);
    const row = Math.min(Math.floor(share(spec.y, at.y) * cells.rows), cells.rows - 1);
    const where = `${spec.x.title} ${numberText(at.x, 3)}, ${spec.y.title} ${numberText(at.y, 3)}`;
    this.#said.textContent = `${where}: ${cells.says(column, row)}`;
  }
}

/**
 * @param {CellAxis} axis
 * @param {number} value
 */
function share({ log, domain: [low, high] }, value) {
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** @param {HTMLCanvasElement} picture */
function enlarged(picture) {
  const large = element("canvas");
  [large.width, large.height] = [picture.width * SHARP, picture.height * SHARP];
  const context = large.getContext("2d");
  if (context) {
    context.imageSmoothingEnabled = false;
    context.drawImage(picture, 0, 0, large.width, large.height);
  }
  return large.toDataURL();
}
