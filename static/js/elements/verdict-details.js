/** What is shown of one verdict: its sentence, values, traceback, input and output. */

import { element } from "../base/dom.js";
import { numberText } from "../base/numbers.js";
import { shortened } from "./printed-text.js";

/** @typedef {import("./test-results.js").Verdict} Verdict */

/**
 * What stands below a row: the sentence, values, traceback, input and output, as far as there are any.
 * @param {Verdict} verdict
 * @returns {Node[]}
 */
export function details(verdict) {
  const { outcome, difference, error, input, output } = verdict;
  const sentence = verdict.sentence || verdict.reason;
  /** @type {Node[]} */
  const parts = [];
  if (sentence && outcome !== "pass") parts.push(element("p", {}, ...withCode(sentence)));
  if (difference && difference.yours !== null && difference.yours !== undefined) {
    parts.push(
      element(
        "table",
        {},
        element("tbody", {}, pair("yours", valueOf(difference.yours)), pair("reference", valueOf(difference.expected))),
      ),
    );
  }
  if (error && error.frames.length > 0) parts.push(traceback(error));
  if (input && outcome !== "pass") parts.push(fold("Input", input));
  if (output) parts.push(fold(verdict.output_cut ? "Printed (cut)" : "Printed", shortened(output)));
  return parts;
}

/**
 * A value as text; numbers to twelve digits, beyond which only rounding would differ.
 * @param {unknown} value
 */
function valueOf(value) {
  return typeof value === "number" ? numberText(value, 12) : String(value);
}

/** @param {string} name @param {string} value */
function pair(name, value) {
  return element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value));
}

/** @param {string} title @param {string} text */
function fold(title, text) {
  return element("details", {}, element("summary", {}, title), element("pre", { tabindex: "0" }, text));
}

/**
 * Where an error came from, and its type and text.
 * @param {NonNullable<Verdict["error"]>} error
 */
export function traceback({ frames, type, text }) {
  const lines = frames.map((frame) => `line ${frame.line}, in ${frame.function}\n    ${frame.text.trim()}`);
  return element("pre", { tabindex: "0" }, `${lines.join("\n")}\n${type}${text ? `: ${text}` : ""}`);
}

/**
 * A sentence whose parts between backticks are code.
 * @param {string} text
 */
export function withCode(text) {
  return text.split("`").map((part, place) => (place % 2 ? element("code", {}, part) : part));
}
