/** "Restart Python": for whoever no longer trusts what has run, or waits for something that does not come. */

import { element } from "../base/dom.js";

/**
 * The button; `restart` is called when it is pressed.
 * @param {() => void} restart
 */
export function restartButton(restart) {
  const title = "Ends whatever runs and starts Python afresh; the code stays as it is";
  const given = { type: "button", class: "quiet", "data-restart": true, title };
  const button = element("button", given, "Restart", element("span", {}, "\u00a0Python"));
  button.addEventListener("click", restart);
  return button;
}
