/** A learning rate that is the racer's until it is set here, and says which of the two it is. */

import { element } from "../../base/dom.js";
import { button } from "./controls.js";
import { numberText, rounded } from "../../base/numbers.js";

/**
 * @param {{low: number, high: number}} range of the slider; the racer's own rate may lie outside
 * @param {() => void} onChange while it moves
 */
export function ownRate({ low, high }, onChange) {
  const input = element("input", {
    type: "range",
    min: `${Math.log10(low)}`,
    max: `${Math.log10(high)}`,
    step: "0.05",
  });
  const output = element("output");
  const whose = element("span", { class: "whose" });
  /** What is set here, and for whom. @type {{key: string, rate: number} | null} */
  let own = null;
  /** @type {{key: string, name: string, rate: number | null}} */
  let base = { key: "", name: "", rate: null };
  const back = button(
    "As it races",
    () => {
      own = null;
      say();
      onChange();
    },
    "quiet",
  );
  const node = element(
    "div",
    { class: "own-rate", "data-own-rate": true },
    element("label", {}, "Learning rate", input, output),
    whose,
    back,
  );
  const current = () => own?.rate ?? base.rate;
  const say = () => {
    const rate = current();
    node.hidden = rate === null;
    node.toggleAttribute("data-own", own !== null);
    whose.textContent = own ? "set here" : `${base.name}’s`;
    back.disabled = own === null;
    if (rate === null) return;
    if (!own) input.value = String(Math.log10(Math.min(Math.max(rate, low), high)));
    output.textContent = numberText(rate);
    input.setAttribute("aria-valuetext", `${output.textContent}, ${whose.textContent}`);
  };
  /** @param {number} rate */
  const set = (rate) => {
    own = { key: base.key, rate };
    say();
    onChange();
  };
  input.addEventListener("input", () => set(rounded(10 ** Number(input.value), 2)));
  say();
  return {
    element: node,
    /** Sets a rate, as the slider does; it may lie outside of it. */
    set(/** @type {number} */ rate) {
      input.value = String(Math.log10(Math.min(Math.max(rate, low), high)));
      set(rate);
    },
    /** The rate to run with; null for a rule that has none. */
    current,
    /**
     * Whose rate it is: what was set here for another one is forgotten.
     * @param {string} key
     * @param {string} name
     * @param {number | null} rate null where the rule has none
     */
    follow(key, name, rate) {
      if (own && own.key !== key) own = null;
      base = { key, name, rate };
      say();
    },
  };
}
