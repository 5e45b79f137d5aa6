/** What every panel is made of: one sentence, controls, a picture with its state, words about it, and its numbers as a table. */

import { element, svg } from "../../base/dom.js";
import { dataTable } from "../../elements/data-table.js";
import { numberText } from "../../base/numbers.js";

/** @typedef {{caption: string, columns: string[], rows: (string | number | null)[][]}} Table */

const MOST_ROWS = 40;

export class Frame {
  /** Whose picture is shown. @type {string | null} */
  #whose = null;

  /**
   * @param {HTMLElement} host
   * @param {{id: string, lead: string}} words `lead` says in a sentence what is seen
   */
  constructor(host, { id, lead }) {
    this.id = id;
    this.controls = element("div", { class: "panel-controls" });
    this.legend = element("ul", { class: "panel-legend" });
    this.plot = element("div", { class: "plot", "data-plot": id, "data-state": "drawing" });
    this.words = element("p", { class: "panel-words" });
    this.failures = element("ul", { class: "panel-failures" });
    this.progress = element("progress", {
      max: "1",
      value: "0",
      hidden: true,
      "aria-label": "How far the computation is",
    });
    this.numbers = element("div", {
      class: "scroll",
      tabindex: "0",
      role: "region",
      "aria-label": "Numbers of this picture",
    });
    this.details = element(
      "details",
      { class: "numbers", hidden: true },
      element("summary", {}, "Numbers"),
      this.numbers,
    );
    this.element = element(
      "div",
      { class: "panel", "data-panel": id },
      element("p", { class: "panel-lead" }, lead),
      this.controls,
      this.progress,
      this.plot,
      element("div", { class: "panel-side" }, this.legend, this.words, this.failures, this.details),
    );
    host.replaceChildren(this.element);
  }

  drawing() {
    this.plot.dataset.state = "drawing";
  }

  /** @param {string} [words] what the picture says, in a sentence or two */
  ready(words) {
    this.plot.dataset.state = "ready";
    if (words !== undefined) this.say(words);
  }

  /** The picture is this racer's from now on. @param {string} id */
  shows(id) {
    this.#whose = id;
    delete this.element.dataset.blank;
  }

  /** There is nothing to be seen, and why. @param {string} [words] */
  blank(words = "") {
    this.#whose = null;
    this.element.dataset.blank = "";
    this.ready(words);
  }

  /** This racer failed: its own last picture stays, another racer's would be taken for its own. @param {string} id */
  lacks(id) {
    if (id !== this.#whose) this.blank();
    return this.#whose === null;
  }

  /** @param {string} words */
  say(words) {
    if (this.words.textContent !== words) this.words.textContent = words;
  }

  /** @param {{name: string, text: string, warn?: boolean}[]} failures what went wrong, by racer */
  failed(failures) {
    this.failures.replaceChildren(
      ...failures.map(({ name, text, warn }) =>
        element(
          "li",
          { class: warn ? "warn" : null },
          element("strong", {}, name),
          ` ${text.startsWith(`${name} `) ? text.slice(name.length + 1) : text}`,
        ),
      ),
    );
  }

  /** @param {number | null} share from 0 to 1; null hides it */
  running(share) {
    this.progress.hidden = share === null;
    if (share !== null) this.progress.value = share;
  }

  /** @param {{colour: number, dash?: number[], text: string}[]} entries */
  showLegend(entries) {
    this.legend.replaceChildren(
      ...entries.map(({ colour, dash, text }) => element("li", { "data-colour": `${colour}` }, swatch(dash), text)),
    );
  }

  /** @param {Table} table */
  showNumbers({ caption, columns, rows }) {
    const every = Math.ceil(rows.length / MOST_ROWS);
    const shown = rows.filter((_, index) => index % every === 0 || index === rows.length - 1);
    this.details.hidden = rows.length === 0;
    const note = every > 1 ? ` (every ${every}th of ${rows.length} rows)` : "";
    this.numbers.replaceChildren(
      dataTable(
        caption + note,
        columns,
        shown.map((row) => row.map(cellText)),
      ),
    );
  }
}

/** @param {number[]} [dash] */
function swatch(dash = []) {
  return svg(
    "svg",
    { viewBox: "0 0 28 8", "aria-hidden": "true" },
    svg("line", { x1: "0", x2: "28", y1: "4", y2: "4", "stroke-dasharray": dash.join(" ") || null }),
  );
}

/** @param {string | number | null} value */
function cellText(value) {
  return typeof value === "string" ? value : numberText(value);
}
