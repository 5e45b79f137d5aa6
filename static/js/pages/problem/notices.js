/** Notices above the editor: what happened to the code, with what can be done about it. One of each kind at a time. */

import { element } from "../../base/dom.js";

/** @typedef {{ label: string, act: () => void }} Action */

export class Notices {
  /** @param {HTMLElement} place an ARIA live region */
  constructor(place) {
    this.place = place;
  }

  /**
   * Shows a notice; one of the same kind is replaced. Each action also takes the notice away.
   * @param {string} kind
   * @param {string} text
   * @param {Action[]} actions
   */
  show(kind, text, actions = []) {
    const close = () => this.clear(kind);
    const notice = element("div", { class: "notice", "data-notice": kind }, element("span", {}, text));
    for (const { label, act } of [...actions, { label: "Dismiss", act: () => {} }]) {
      const button = element("button", { type: "button" }, label);
      button.addEventListener("click", () => {
        close();
        act();
      });
      notice.append(button);
    }
    this.clear(kind);
    this.place.append(notice);
  }

  /** @param {string} kind */
  clear(kind) {
    this.place.querySelector(`[data-notice="${CSS.escape(kind)}"]`)?.remove();
  }
}
