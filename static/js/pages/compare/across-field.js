/** The part of the form that says which option of the workload has several values, and which. */

import { find } from "../../base/dom.js";

export class AcrossField {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.select = find("select[name=across]", HTMLSelectElement, form);
    this.input = find("input[name=across-values]", HTMLInputElement, form);
    this.row = find("[data-across-values]", HTMLElement, form);
  }

  /**
   * Offer the options that are numbers; what was chosen stays where it is among them.
   * @param {string[]} names
   */
  fit(names) {
    const chosen = this.select.value;
    const offered = ["", ...names];
    const there = [...this.select.options].map((option) => option.value);
    if (offered.join() !== there.join()) {
      this.select.replaceChildren(...offered.map((name) => new Option(name || "nothing", name)));
      this.select.value = names.includes(chosen) ? chosen : "";
    }
    this.row.hidden = this.select.value === "";
  }

  /** @param {Record<string, number[]>} across as a preset has it */
  take(across) {
    const [[name, values] = ["", []]] = Object.entries(across);
    this.select.replaceChildren(...["", name].map((each) => new Option(each || "nothing", each)));
    this.select.value = name;
    this.input.value = values.join(", ");
  }

  /** The option with its values; null where none has several. */
  get value() {
    return this.select.value ? { [this.select.value]: numbersIn(this.input.value) } : null;
  }
}

/**
 * The numbers of a text, with commas or spaces between; NaN for what is none. Pure.
 * @param {string} text
 */
export function numbersIn(text) {
  return text
    .split(/[\s,;]+/)
    .filter((word) => word !== "")
    .map(Number);
}

/**
 * What an option is, and the first of these values that it cannot have; null where it can have all. Pure but for the field.
 * @param {Pick<HTMLInputElement, "min" | "max" | "step">} field of the option, with its limits
 * @param {number[]} values
 * @returns {string | null}
 */
export function outside({ min, max, step }, values) {
  const whole = step === "1";
  const wrong = values.find(
    (value) => value < Number(min) || value > Number(max) || (whole && !Number.isInteger(value)),
  );
  return wrong === undefined ? null : `a ${whole ? "whole " : ""}number from ${min} to ${max}, given ${wrong}.`;
}
