/** Undo and Redo, by button and by key, and the notice that offers to bring a removed racer back. */

import { element } from "../../base/dom.js";

/** @typedef {import("./undo.js").Undo} Undo */

/**
 * The buttons, in `host`; answers what the keys and the notice do.
 * @param {HTMLElement} host
 * @param {Undo} undo
 * @param {(text: string) => void} announce
 */
export function undoButtons(host, undo, announce) {
  const back = () => say("Undone", undo.undo());
  const forth = () => say("Done again", undo.redo());
  const say = (/** @type {string} */ done, /** @type {string | null} */ text) => {
    if (text !== null) announce(`${done}: ${text}.`);
  };
  const make = (/** @type {string} */ label, /** @type {() => void} */ act) => {
    const button = element("button", { type: "button", class: "quiet", "data-undo": label.toLowerCase() }, label);
    button.addEventListener("click", act);
    return button;
  };
  const [first, second] = [make("Undo", back), make("Redo", forth)];
  const show = () => {
    for (const [button, text, nothing] of /** @type {const} */ ([
      [first, undo.past, "Nothing to undo"],
      [second, undo.future, "Nothing to do again"],
    ])) {
      // A button that goes away under the finger takes the focus with it; this one only says that there is no more.
      button.setAttribute("aria-disabled", String(text === null));
      button.title = text === null ? nothing : `${button.textContent}: ${text}`;
    }
  };
  undo.subscribe(show);
  show();
  host.append(first, second);
  return { back, forth };
}

/**
 * Says that something is gone and offers it back, until anything else is done or undone.
 * @param {Undo} undo
 * @param {import("./notices.js").Notice} notice
 * @param {() => void} back
 */
export function offerBack(undo, notice, back) {
  /** @type {(() => void) | null} */
  let close = null;
  undo.subscribe(() => {
    close?.();
    close = null;
  });
  return (/** @type {string} */ text) => {
    close = notice(text, undefined, false, { label: "Undo", act: back });
  };
}
