/** The card for an error that ended every test: its sentence, once, and a button to its line. */

import { element } from "../base/dom.js";

/** @typedef {import("./test-results.js").Verdict} Verdict */

/**
 * @param {Verdict} verdict of any of the tests
 * @param {(place: { line: number, column?: number }) => void} jump
 */
export function stopper({ sentence, error }, jump) {
  const frame = error?.frames.at(-1);
  const card = element(
    "div",
    { class: "stopper", "data-stopper": true, role: "alert" },
    element("h3", {}, "No test could run to its end"),
    element("p", {}, ...withCode(sentence ?? "")),
  );
  if (!error || !frame) return card;
  const button = element("button", { type: "button" }, `Go to line ${frame.line}`);
  button.addEventListener("click", () => jump({ line: frame.line, column: frame.column ?? 0 }));
  card.append(traceback(error), button);
  return card;
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
