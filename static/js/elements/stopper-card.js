/** The card for an error that ended every test: its sentence, once, and a button to its line. */

import { element } from "../base/dom.js";
import { traceback, withCode } from "./verdict-details.js";

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
