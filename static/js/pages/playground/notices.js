/** One line above the map for what just happened; it goes when it is dismissed, or by itself. */

import { element } from "../../base/dom.js";

const STAYS = 8000;

/**
 * `detail` is shown to be copied by hand, and stays; `offer` is what can be done about it. Answers how to take the notice away.
 * @typedef {(text: string, detail?: string, stays?: boolean, offer?: {label: string, act: () => void}) => () => void} Notice
 */

/**
 * @param {HTMLElement} host
 * @returns {Notice}
 */
export function notices(host) {
  let timer = 0;
  return (text, detail, stays = detail !== undefined, offer) => {
    clearTimeout(timer);
    const close = element("button", { type: "button", class: "quiet", "aria-label": "Dismiss" }, "×");
    close.addEventListener("click", () => host.replaceChildren());
    const field =
      detail === undefined ? null : element("textarea", { readonly: true, rows: "3", "aria-label": text }, detail);
    const act = offer ? element("button", { type: "button", class: "quiet offer" }, offer.label) : null;
    const notice = element("div", { class: "notice" }, element("span", {}, text), field, act, close);
    act?.addEventListener("click", () => {
      notice.remove();
      offer?.act();
    });
    host.replaceChildren(notice);
    field?.select();
    if (!stays) timer = setTimeout(() => host.replaceChildren(), STAYS);
    return () => notice.remove();
  };
}
