/** What is searched of each picked rule: a row of fields for each hyperparameter beside the learning rate. */

import { element } from "../../base/dom.js";
import { numberBox } from "../../elements/number-box.js";
import { differing } from "./space-text.js";

/** @typedef {import("./space-text.js").Offered} Offered */
/** @typedef {import("./space-text.js").Spaces} Spaces */
/** @typedef {{ node: HTMLElement, read: () => Record<string, { ticked: boolean, low: number, high: number }> }} Row */

export class SearchSpaces {
  /** @type {Map<string, Row>} */
  #rows = new Map();

  /**
   * @param {HTMLElement} node where the rules stand
   * @param {Record<string, Record<string, Offered>>} offered by rule and hyperparameter
   * @param {Record<string, Spaces>} first by rule the spaces at first, where they are not the usual ones
   */
  constructor(node, offered, first) {
    this.node = node;
    this.offered = offered;
    this.first = first;
  }

  /**
   * The rows of these rules and no others; what was set in a row that comes back is as it was.
   * @param {{ value: string, title: string }[]} picked
   */
  show(picked) {
    const wanted = picked.map(({ value, title }) => this.#row(value, title).node);
    if (wanted.length !== this.node.children.length || wanted.some((row, place) => this.node.children[place] !== row))
      this.node.replaceChildren(...wanted);
  }

  /** @param {Record<string, Spaces>} spaces by rule those that are not the usual ones */
  take(spaces) {
    this.first = spaces;
    this.#rows.clear();
    this.node.replaceChildren();
  }

  /**
   * What is searched of a rule beside its learning rate; null where that is the usual.
   * @param {string} name
   * @returns {Spaces | null}
   */
  spaces(name) {
    const row = this.#rows.get(name);
    return row ? differing(this.offered[name] ?? {}, row.read()) : (this.first[name] ?? null);
  }

  /**
   * @param {string} name
   * @param {string} title
   * @returns {Row}
   */
  #row(name, title) {
    const known = this.#rows.get(name);
    if (known) return known;
    const own = this.first[name];
    const fields = Object.entries(this.offered[name] ?? {}).map(([hyper, offered]) => {
      const [low, high] = own?.[hyper] ?? [offered.low, offered.high];
      const tick = element("input", { type: "checkbox", checked: own ? hyper in own : offered.usual });
      const box = (/** @type {string} */ end, /** @type {number} */ value) =>
        numberBox({ label: `${title}, ${hyper} ${end}`, value });
      return { hyper, offered, tick, from: box("from", low), to: box("to", high) };
    });
    const lines = fields.map(({ hyper, offered, tick, from, to }) =>
      element(
        "div",
        { class: "space" },
        element("label", {}, tick, " ", element("span", { title: offered.doc }, hyper)),
        element("span", { class: "faint" }, "from"),
        from,
        element("span", { class: "faint" }, "to"),
        to,
      ),
    );
    const node = element(
      "div",
      { class: "spaces", role: "group", "aria-label": `What is searched of ${title}` },
      element("strong", {}, title),
      element("p", { class: "faint" }, "lr: over the range of its grid"),
      ...lines,
    );
    const row = {
      node,
      read: () =>
        Object.fromEntries(
          fields.map(({ hyper, tick, from, to }) => [hyper, { ticked: tick.checked, low: from.value, high: to.value }]),
        ),
    };
    this.#rows.set(name, row);
    return row;
  }
}
