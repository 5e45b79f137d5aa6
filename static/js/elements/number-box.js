/**
 * `<number-box>`: the one box for a number. It always shows the value in force; what is typed is taken when it is a number
 * within bounds, and otherwise refused with the reason beside it.
 *
 *     const box = numberBox({ label: "Steps", value: 200, low: 1, high: 20_000, whole: true });
 *     box.addEventListener("take", () => store.set({ steps: box.value }));
 *
 * On a page of the server it stands around an `<input>` whose `min`, `max`, `step` and `value` say the same.
 */

import { element } from "../base/dom.js";
import { numberText } from "../base/numbers.js";
import { readNumber } from "./typed-number.js";

/**
 * @typedef {object} Options
 * @property {string} [label] what a screen reader calls it
 * @property {number} value in force
 * @property {number} [low]
 * @property {number} [high]
 * @property {boolean} [whole]
 * @property {string} [kind] class of the input
 * @property {(value: number) => string} [remark] what is said of a value that is taken, such as that a slider does not reach it
 */

let count = 0;

export class NumberBox extends HTMLElement {
  /** @type {HTMLInputElement | null} */
  #input = null;
  #note = element("small", { class: "refused", role: "status", hidden: true });
  #value = NaN;
  /** What was in force before somebody began to type. */
  #before = NaN;
  /** @type {import("./typed-number.js").Bounds} */
  bounds = {};
  /** @type {(value: number) => string} */
  remark = () => "";

  connectedCallback() {
    const given = this.querySelector("input");
    if (this.#input || !given) return;
    const limit = (/** @type {string} */ text) => (text === "" ? undefined : Number(text));
    this.bounds = { low: limit(given.min), high: limit(given.max), whole: given.step === "1" };
    this.wrap(given, Number(given.value));
  }

  /** @param {HTMLInputElement} input @param {number} value */
  wrap(input, value) {
    this.#input = input;
    this.#note.id = `refused-${(count += 1)}`;
    input.type = "text";
    input.inputMode = this.bounds.whole ? "numeric" : "decimal";
    input.autocomplete = "off";
    const described = input.getAttribute("aria-describedby");
    input.setAttribute("aria-describedby", described ? `${described} ${this.#note.id}` : this.#note.id);
    input.addEventListener("focus", () => (this.#before = this.#value));
    input.addEventListener("input", () => this.live && this.#typing());
    input.addEventListener("change", () => this.#typed());
    this.append(input, this.#note);
    this.value = value;
  }

  /** The number in force. */
  get value() {
    return this.#value;
  }

  /** Changed from elsewhere: what was refused before is no longer of interest. */
  set value(value) {
    const other = !Object.is(value, this.#value);
    this.#value = value;
    this.#before = value;
    if (other) this.#say("");
    if (document.activeElement !== this.#input || other) this.#show();
  }

  /** Whether a number is taken while it is typed, and not only at its end. */
  get live() {
    return this.hasAttribute("live");
  }

  #show() {
    if (this.#input) this.#input.value = boxText(this.#value);
  }

  #typed() {
    if (!this.#input) return;
    const read = readNumber(this.#input.value, this.bounds);
    if ("refused" in read) {
      // Of what was typed no part counts, though some of it may have been taken meanwhile.
      if (this.live) this.#take(this.#before);
      this.#say(`${read.refused}: ${boxText(this.#value)} stays.`);
    } else {
      this.#take(read.value);
      if (Object.is(this.#value, read.value)) this.#say(this.remark(read.value));
    }
    this.#before = this.#value;
    this.#show();
  }

  #typing() {
    const read = readNumber(this.#input?.value ?? "", this.bounds);
    if ("value" in read) this.#take(read.value);
  }

  /** @param {number} value */
  #take(value) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.#say("");
    this.dispatchEvent(new CustomEvent("take", { bubbles: true, detail: value }));
  }

  /** @param {string} text */
  #say(text) {
    this.#note.textContent = text;
    this.#note.hidden = text === "";
    this.toggleAttribute("data-said", text !== "");
  }

  /** Refuses the value that was just taken, for a reason that no bound can say. @param {number} value @param {string} why */
  refuse(value, why) {
    this.#value = value;
    this.#show();
    this.#say(`${why}: ${boxText(value)} stays.`);
  }
}

/**
 * A number as a box holds it: whole numbers in full, so that what is shown can be typed again.
 * @param {number} value
 */
function boxText(value) {
  return Number.isInteger(value) && Math.abs(value) < 1e9 ? String(value) : numberText(value, 6);
}

/**
 * A box that is made here; it sends `take` when a number was typed and taken.
 * @param {Options} options
 * @returns {NumberBox}
 */
export function numberBox({ label, value, low, high, whole = false, kind, remark = () => "" }) {
  const box = new NumberBox();
  box.bounds = { low, high, whole };
  box.remark = remark;
  box.wrap(element("input", { class: kind, "aria-label": label }), value);
  return box;
}

customElements.define("number-box", NumberBox);
