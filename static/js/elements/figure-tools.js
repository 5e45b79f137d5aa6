/** What can be done with a figure: the whole again, full screen, a copy, files. */

import { element } from "../base/dom.js";
import { download } from "../base/download.js";
import { fileOf } from "./figure-files.js";

/** @typedef {import("./plot-figure.js").PlotFigure} PlotFigure */

/**
 * The buttons, and a place where it is said what became of a copy.
 * @param {PlotFigure} shown
 * @param {{ key: string, file: () => string, words: () => string, csv?: string }} what `key` names the buttons, `file` is
 *   the name of a file without its ending, `words` the caption in it
 * @returns {(Node | null)[]}
 */
export function figureTools(shown, { key, file, words, csv }) {
  const said = element("span", { class: "note", role: "status" });
  const tell = (/** @type {unknown} */ problem) =>
    (said.textContent = `This did not work: ${problem instanceof Error ? problem.message : problem}.`);
  const saved = (/** @type {"png" | "svg"} */ format) => async () => {
    await fileOf(shown, format, words()).then((blob) => download(`${file()}.${format}`, blob, blob.type), tell);
  };
  const copied = async () => {
    try {
      // The promise stands in the item: a browser lets a page write only while the press is fresh.
      await navigator.clipboard.write([new ClipboardItem({ "image/png": fileOf(shown, "png", words()) })]);
      said.textContent = "Copied.";
    } catch (problem) {
      tell(problem);
    }
  };
  return [
    keyed("Reset zoom", `${key}-whole`, () => shown.reset()),
    keyed("Full screen", `${key}-full`, () => shown.enlarge()),
    "ClipboardItem" in globalThis && navigator.clipboard ? keyed("Copy", `${key}-copy`, copied) : null,
    keyed("PNG", `${key}-png`, saved("png")),
    keyed("SVG", `${key}-svg`, saved("svg")),
    csv === undefined ? null : keyed("CSV", `${key}-csv`, () => download(`${file()}.csv`, csv, "text/csv")),
    said,
  ];
}

/**
 * A button that keeps the focus when its surroundings are made anew.
 * @param {string} title
 * @param {string} key
 * @param {() => void} act
 */
export function keyed(title, key, act) {
  const button = element("button", { type: "button", "data-key": key }, title);
  button.addEventListener("click", act);
  return button;
}
