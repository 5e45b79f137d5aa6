/** A hyperparameter as its row shows it: its name in words and its letter, its slider, and what there is to know of it. */

import { at } from "../../base/address.js";
import { element } from "../../base/dom.js";
import { numberText } from "../../base/numbers.js";
import { shortcutOf } from "../../base/shortcuts.js";
import { slider } from "./slider.js";

/** @typedef {import("../../panels/kit/catalog.js").Hyper} Hyper */

/** With the focus on its slider. */
export const RESET_KEYS = [{ keys: ["Backspace", "Delete"], says: "Back to the default, as a double click" }];

let count = 0;

/**
 * @param {Hyper} hyper
 * @param {number} value
 * @param {{rule?: {name: string, title: string}, changed: (value: number) => void}} parts `rule` is the built-in one whose page
 *   says more
 * @returns {{node: HTMLElement, show: (value: number) => void}}
 */
export function hyperField(hyper, value, { rule, changed }) {
  const { name, title = name, symbol = "" } = hyper;
  const label = title === name ? name : `${title}, ${name}`;
  const { node, range, show } = slider({ ...hyper, label }, value, changed);
  const reset = () => {
    show(hyper.default);
    changed(hyper.default);
  };
  const about = element("div", { class: "hyper-about", id: `about-hyper-${(count += 1)}`, hidden: true });
  const more = element(
    "button",
    {
      type: "button",
      class: "quiet",
      "aria-label": `About ${title}`,
      "aria-expanded": "false",
      "aria-controls": about.id,
    },
    element("span", { "aria-hidden": "true" }, "i"),
  );
  more.addEventListener("click", () => {
    if (!about.firstChild) about.append(...contents(hyper, rule, reset));
    about.hidden = !about.hidden;
    more.setAttribute("aria-expanded", String(!about.hidden));
  });
  const words = element("span", {}, title, symbol ? " " : null, symbol ? letter(symbol) : null);
  const named = element(
    "span",
    { class: "hyper-name" },
    words,
    title === name ? null : element("code", {}, name),
    more,
  );
  node.classList.add("named");
  node.firstElementChild?.replaceWith(named);
  node.append(about);
  range.removeAttribute("title");
  for (const place of [range, words]) place.addEventListener("dblclick", reset);
  range.addEventListener("keydown", (event) => {
    if (!shortcutOf(RESET_KEYS, event)) return;
    event.preventDefault();
    reset();
  });
  return { node, show };
}

/** A letter with its index set low. @param {string} symbol */
function letter(symbol) {
  const [base, index] = symbol.split("_");
  return element("i", {}, base, index === undefined ? null : element("sub", {}, index));
}

/**
 * @param {Hyper} hyper
 * @param {{name: string, title: string} | undefined} rule
 * @param {() => void} reset
 */
function contents({ doc, low, high, default: usual }, rule, reset) {
  const range = `From ${numberText(low)} to ${numberText(high)}; the default is ${numberText(usual)}.`;
  const meaning = doc ? `${doc.charAt(0).toUpperCase()}${doc.slice(1)}. ` : "";
  const back = element("button", { type: "button", class: "quiet" }, `Set ${numberText(usual)}`);
  back.addEventListener("click", reset);
  const link = rule ? element("a", { href: at(`/rules/${rule.name}`) }, `More on ${rule.title}`) : null;
  return [element("p", {}, meaning + range), back, ...(link ? [link] : [])];
}
