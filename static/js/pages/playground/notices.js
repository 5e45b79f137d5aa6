/** One line above the map for what just happened; it goes when it is dismissed, or by itself. */

import { element } from "../../base/dom.js";

const STAYS = 8000;

/**
 * @param {HTMLElement} host
 * @returns {(text: string, detail?: string, stays?: boolean) => void} `detail` is shown to be copied by hand, and stays
 */
export function notices(host) {
  let timer = 0;
  return (text, detail, stays = detail !== undefined) => {
    clearTimeout(timer);
    const close = element("button", { type: "button", class: "quiet", "aria-label": "Dismiss" }, "×");
    close.addEventListener("click", () => host.replaceChildren());
    const field =
      detail === undefined ? null : element("textarea", { readonly: true, rows: "3", "aria-label": text }, detail);
    host.replaceChildren(element("div", { class: "notice" }, element("span", {}, text), field, close));
    field?.select();
    if (!stays) timer = setTimeout(() => host.replaceChildren(), STAYS);
  };
}
