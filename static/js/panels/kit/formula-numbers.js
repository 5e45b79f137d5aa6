/** A rule's formula, and each of its equations again with the numbers of one step in place of the letters. */

import { element } from "../../base/dom.js";
import { numberText } from "../../base/numbers.js";

const AXES = ["x", "y"];
const MATHML = "http://www.w3.org/1998/Math/MathML";

/**
 * @param {{formula: string, numbers: string[]}} written MathML of our own server
 * @param {any} value an answer of `studio.look`
 * @param {boolean} usual whether the formula is that of the racer's choices, with nothing around the rule
 */
export function formulaWithNumbers({ formula, numbers }, value, usual) {
  const count = Math.min(value.point.length, AXES.length);
  const equations =
    usual && value.update ? numbers.map((text) => withNumbers(text, value, count)).filter((lines) => lines.length) : [];
  return element(
    "div",
    { class: "worked", tabindex: "0", role: "region", "aria-label": "The formula with numbers" },
    ...parsed(formula),
    ...equations.map((lines) => element("div", { class: "worked-lines" }, ...lines)),
    usual
      ? null
      : element(
          "p",
          { class: "panel-words" },
          "The formula is that of the usual choices, without modifiers; the lines below are what ran.",
        ),
  );
}

/**
 * One equation for each coordinate; none where a number is not known.
 * @param {string} text
 * @param {any} value
 * @param {number} count
 */
function withNumbers(text, value, count) {
  const lines = Array.from({ length: count }, (_, k) => {
    const [math] = parsed(text);
    const slots = [...math.querySelectorAll("[data-put]")];
    for (const [place, slot] of slots.entries()) {
      const number = numberOf(slot.getAttribute("data-put") ?? "", value, k);
      if (number === null) return null;
      slot.replaceWith(typeset(number, place === slots.length - 1));
    }
    return element("div", {}, count > 1 ? `${AXES[k]}: ` : "", math);
  });
  return lines.filter((line) => line !== null);
}

/**
 * @param {string} slot as `app/web/render/formula_slots.py` names it
 * @param {any} value
 * @param {number} k the coordinate
 * @returns {number | null}
 */
function numberOf(slot, value, k) {
  const [kind, name] = slot.split(":");
  const state = value.state.find((/** @type {any} */ one) => one.name === name);
  /** @type {Record<string, () => unknown>} */
  const readings = {
    hyper: () => value.settings[name],
    before: () => state?.before,
    after: () => state?.after,
    gradient: () => value.gradient,
    point: () => value.point,
    next: () => value.point.map((/** @type {number} */ x, /** @type {number} */ axis) => x + value.update[axis]),
    step: () => value.step,
    local: () => value.lines.find((/** @type {any} */ line) => line.name === name)?.value,
  };
  const found = readings[kind]?.();
  const number = Array.isArray(found) ? found[found.length > 1 ? k : 0] : found;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/**
 * A number; a negative one in brackets, unless it stands alone behind an equals sign.
 * @param {number} number
 * @param {boolean} alone
 */
function typeset(number, alone) {
  const row = document.createElementNS(MATHML, "mrow");
  const part = (/** @type {string} */ tag, /** @type {string} */ text) => {
    const made = document.createElementNS(MATHML, tag);
    made.textContent = text;
    row.append(made);
  };
  const [digits, power] = numberText(number, 5).replace("-", "\u2212").split("e");
  const bare = alone || number >= 0;
  if (!bare) part("mo", "(");
  part("mn", digits);
  if (power !== undefined) {
    part("mo", "\u00b7");
    const raised = document.createElementNS(MATHML, "msup");
    for (const text of ["10", power.replace("-", "\u2212")]) {
      const made = document.createElementNS(MATHML, "mn");
      made.textContent = text;
      raised.append(made);
    }
    row.append(raised);
  }
  if (!bare) part("mo", ")");
  return row;
}

/** A parsed document runs nothing. @param {string} markup */
function parsed(markup) {
  return [...new DOMParser().parseFromString(markup, "text/html").body.children].map((node) =>
    document.importNode(node, true),
  );
}
