/** A slider for one hyperparameter, on its own scale, with its value as a number that can be typed. */

import { element } from "../../base/dom.js";
import { numberBox } from "../../elements/number-box.js";
import { numberText, rounded } from "../../base/numbers.js";

/** @typedef {import("../../panels/kit/catalog.js").Hyper} Hyper */

/**
 * @param {Hyper & {label?: string, bounds?: import("../../elements/typed-number.js").Bounds}} hyper `label` stands beside it in
 *   place of its name, `bounds` are those of a typed value
 * @param {number} value
 * @param {(value: number) => void} changed called while dragging
 * @returns {{node: HTMLElement, range: HTMLInputElement, show: (value: number) => void}}
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
    "aria-label": label,
  });
  const number = numberBox({
    label: `${label}, value`,
    value,
    ...(hyper.bounds ?? typedBounds(hyper)),
    kind: "value",
    remark: (taken) => beyond(taken, hyper),
  });
  const show = (/** @type {number} */ now) => {
    range.value = String(Math.round(scale.to(now) * 1000));
    range.setAttribute("aria-valuetext", numberText(now));
    number.value = now;
  };
  range.addEventListener("input", () => {
    const chosen = rounded(scale.from(Number(range.value) / 1000), 3);
    range.setAttribute("aria-valuetext", numberText(chosen));
    number.value = chosen;
    changed(chosen);
  });
  number.addEventListener("take", () => changed(number.value));
  show(value);
  return {
    node: element("div", { class: "hyper" }, element("span", { title: hyper.doc }, label), range, number),
    range,
    show,
  };
}

/** How many times as far as its slider a typed number may go. */
const FURTHER = 1000;

/**
 * What may be typed: a slider shows where most of it happens, and what lies beyond can be worth a look; not below zero where
 * nothing else is, nor above one for a share.
 * @param {Hyper} hyper
 */
function typedBounds({ low, high, scale }) {
  const share = scale === "linear" && low >= 0 && high > 0.9 && high <= 1;
  return { low: Math.min(low, 0), high: share ? 1 : high * FURTHER };
}

/** @param {number} value @param {Hyper} hyper */
function beyond(value, { low, high }) {
  return value < low || value > high ? `Taken; the slider goes from ${numberText(low)} to ${numberText(high)}.` : "";
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
