/** A slider for one hyperparameter, on its own scale, with its value as a number that can be typed. */

import { element } from "../../base/dom.js";
import { numberText, rounded } from "../../base/numbers.js";

/** @typedef {import("../../panels/kit/catalog.js").Hyper} Hyper */

/**
 * @param {Hyper & {label?: string}} hyper `label` stands beside it in place of its name
 * @param {number} value
 * @param {(value: number) => void} changed called while dragging
 * @returns {{node: HTMLElement, show: (value: number) => void}}
 */
export function slider(hyper, value, changed) {
  const scale = scaleOf(hyper);
  const { label = hyper.name } = hyper;
  const range = element("input", {
    type: "range",
    min: "0",
    max: "1000",
    step: "1",
    "data-hyper": hyper.name,
    title: hyper.doc,
  });
  const number = element("input", {
    type: "text",
    inputmode: "decimal",
    class: "value",
    "aria-label": `${label}, value`,
  });
  const show = (/** @type {number} */ now) => {
    range.value = String(Math.round(scale.to(now) * 1000));
    range.setAttribute("aria-valuetext", numberText(now));
    if (document.activeElement !== number) number.value = numberText(now);
  };
  range.addEventListener("input", () => {
    const chosen = rounded(scale.from(Number(range.value) / 1000), 3);
    range.setAttribute("aria-valuetext", numberText(chosen));
    number.value = numberText(chosen);
    changed(chosen);
  });
  const typed = () => {
    const wanted = Number(number.value.replace(",", "."));
    if (number.value.trim() !== "" && Number.isFinite(wanted)) changed(wanted);
    number.value = numberText(Number.isFinite(wanted) ? wanted : value);
  };
  number.addEventListener("change", typed);
  show(value);
  return {
    node: element("label", { class: "hyper" }, element("span", { title: hyper.doc }, label), range, number),
    show,
  };
}

/**
 * Log scales that reach zero begin with it; values near one, as momenta, get their room there.
 * @param {Hyper} hyper
 */
function scaleOf({ low, high, scale }) {
  if (scale === "log") {
    const least = low > 0 ? low : high * 1e-9;
    const span = Math.log(high / least);
    return {
      to: (/** @type {number} */ value) => clamp(Math.log(Math.max(value, least) / least) / span),
      from: (/** @type {number} */ share) => (share <= 0 && low <= 0 ? 0 : least * Math.exp(share * span)),
    };
  }
  if (low === 0 && high > 0.9 && high < 1) {
    const least = 1 - high;
    const span = Math.log(1 / least);
    return {
      to: (/** @type {number} */ value) => clamp(-Math.log(Math.max(1 - value, least)) / span),
      from: (/** @type {number} */ share) => 1 - Math.exp(-share * span),
    };
  }
  return {
    to: (/** @type {number} */ value) => clamp((value - low) / (high - low)),
    from: (/** @type {number} */ share) => low + share * (high - low),
  };
}

const clamp = (/** @type {number} */ share) => Math.min(Math.max(share, 0), 1);
