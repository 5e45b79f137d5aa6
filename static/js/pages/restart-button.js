/** "Restart Python": for whoever no longer trusts what has run, or waits for something that does not come. */

import { element } from "../base/dom.js";

/**
 * The button; `restart` is called when it is pressed.
 * @param {() => void} restart
 */
export function restartButton(restart) {
  const title = "Ends whatever runs and starts Python afresh; the code stays as it is";
  const button = element("button", { type: "button", class: "quiet", "data-restart": true, title }, "Restart Python");
  button.addEventListener("click", restart);
  return button;
}
