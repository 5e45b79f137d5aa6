/** What stands around each picked rule: a fold per rule with decay, SAM and the other modifiers. */

import { element } from "../../base/dom.js";
import { marksOf } from "./spec.js";

/** @typedef {{ modifiers: Record<string, string>, decay: string[], sam: Record<string, string> }} Possible names with titles, and forms */

export class ModifierRows {
  /** @type {Map<string, HTMLDetailsElement>} */
  #rows = new Map();

  /**
   * @param {HTMLElement} node where the folds stand
   * @param {Possible} possible
   * @param {Record<string, string[]>} around by rule the marks that are set at first
   */
  constructor(node, possible, around) {
    this.node = node;
    this.possible = possible;
    this.first = around;
  }

  /**
   * The folds of these rules and no others; what was set in a fold that comes back is as it was.
   * @param {{ value: string, title: string }[]} picked
   */
  show(picked) {
    const wanted = picked.map(({ value, title }) => this.#row(value, title));
    if (wanted.length !== this.node.children.length || wanted.some((row, place) => this.node.children[place] !== row))
      this.node.replaceChildren(...wanted);
    for (const [name, row] of this.#rows) {
      const said = row.querySelector("[data-said]");
      const marks = this.marks(name);
      if (said) said.textContent = marks.length > 0 ? marks.map((mark) => mark.replaceAll("_", " ")).join(", ") : "";
    }
  }

  /** Nothing around any rule. */
  clear() {
    this.first = {};
    this.#rows.clear();
    this.node.replaceChildren();
  }

  /**
   * The marks that are set for a rule, as an address holds them.
   * @param {string} name
   * @returns {string[]}
   */
  marks(name) {
    const row = this.#rows.get(name);
    if (!row) return this.first[name] ?? [];
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll("input:checked"));
    const selects = /** @type {NodeListOf<HTMLSelectElement>} */ (row.querySelectorAll("select"));
    return marksOf([...boxes, ...selects].map((field) => field.value));
  }

  /**
   * @param {string} name
   * @param {string} title
   */
  #row(name, title) {
    const known = this.#rows.get(name);
    if (known) return known;
    const set = this.first[name] ?? [];
    const boxes = Object.entries(this.possible.modifiers).map(([value, called]) =>
      element(
        "label",
        {},
        element("input", { type: "checkbox", value, checked: set.includes(value) }),
        " ",
        element("span", {}, called),
      ),
    );
    const decays = this.possible.decay.map((form) => /** @type {[string, string]} */ ([`decay-${form}`, form]));
    const sams = Object.entries(this.possible.sam).map(
      ([form, called]) => /** @type {[string, string]} */ ([`sam-${form}`, called]),
    );
    const row = element(
      "details",
      {},
      element("summary", {}, title, " ", element("span", { class: "faint", "data-said": true })),
      element(
        "div",
        { class: "rule-list" },
        choice("Weight decay", decays, set),
        choice("Gradient of", sams, set),
        ...boxes,
      ),
    );
    this.#rows.set(name, row);
    return row;
  }
}

/**
 * A select of forms, none at first.
 * @param {string} called
 * @param {[string, string][]} forms mark and title
 * @param {string[]} set
 */
function choice(called, forms, set) {
  const options = forms.map(([value, title]) => element("option", { value, selected: set.includes(value) }, title));
  return element(
    "label",
    {},
    `${called} `,
    element("select", {}, element("option", { value: "" }, "none"), ...options),
  );
}
