/** What a program prints, as it comes: the latest lines only, put on the page once a frame. */

import { element } from "../base/dom.js";

/** A program may print a million lines; each that is shown is laid out again whenever one is added. */
const MOST_LINES = 200;
const MOST_CHARACTERS = 16_000;

export class PrintedText {
  #text = "";
  #left = false;
  #frame = 0;

  /** @param {string} [label] what a screen reader calls it */
  constructor(label = "Printed") {
    this.node = element("pre", { tabindex: "0", class: "printed", "aria-label": label });
  }

  /** @param {string} text */
  print(text) {
    const all = this.#text + text;
    this.#text = ending(all);
    this.#left ||= this.#text.length < all.length;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.node.textContent = this.#left ? `[the latest lines]\n${this.#text}` : this.#text;
      this.node.scrollTop = this.node.scrollHeight;
    });
  }

  clear() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#text = "";
    this.#left = false;
    this.node.textContent = "";
  }
}

/**
 * A long text without its middle, which is counted; a short one as it is.
 * @param {string} text
 */
export function shortened(text) {
  const begin = beginning(text, MOST_LINES / 2, MOST_CHARACTERS / 2);
  const rest = text.slice(begin.length);
  const end = ending(rest, MOST_LINES / 2, MOST_CHARACTERS / 2);
  const middle = rest.slice(0, rest.length - end.length);
  if (middle === "") return text;
  const lines = middle.split("\n").length - 1;
  const what = lines > 0 ? `${lines} lines` : `${middle.length} characters`;
  return `${begin.replace(/\n$/, "")}\n[${what} are left out here]\n${end}`;
}

/** The last lines of a text, as many as are shown. @param {string} text */
export function ending(text, lines = MOST_LINES, characters = MOST_CHARACTERS) {
  let at = text.length;
  // What ends with a line break has no line after it.
  for (let count = 0; count <= lines && at >= 0; count += 1) at = at > 0 ? text.lastIndexOf("\n", at - 1) : -1;
  return text.slice(Math.max(at + 1, text.length - characters, 0));
}

/** @param {string} text @param {number} lines @param {number} characters */
function beginning(text, lines, characters) {
  let at = -1;
  for (let count = 0; count < lines; count += 1) {
    at = text.indexOf("\n", at + 1);
    if (at < 0) return text.slice(0, characters);
  }
  return text.slice(0, Math.min(at + 1, characters));
}
