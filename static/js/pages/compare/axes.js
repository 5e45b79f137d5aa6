/** What a curve is drawn against: steps, or what a step of each rule is in examples, FLOPs or seconds. */

import { element } from "../../base/dom.js";

/** @typedef {import("../../plots/line-figure.js").Series} Series */
/** @typedef {import("./series.js").Statistics} Statistics */
/** @typedef {{ name: string, title: string, said: string }} Axis */

/**
 * The axis that is asked for, or steps where the comparison does not have it.
 * @param {Statistics} found
 * @param {string} name
 * @returns {Axis}
 */
export function axisOf({ axes }, name) {
  return axes.find((axis) => axis.name === name) ?? axes[0];
}

/**
 * What a step of a rule is on an axis; null where nobody knows.
 * @param {Statistics} found
 * @param {string} label
 * @param {Axis} axis
 * @returns {number | null}
 */
export function perStep({ rules }, label, { name }) {
  return rules.find((rule) => rule.label === label)?.per_step[name] ?? null;
}

/**
 * Curves against steps as curves against that axis; of a rule whose steps are not known there nothing is drawn.
 * @param {Series[]} series
 * @param {Statistics} found
 * @param {Axis} axis
 * @returns {Series[]}
 */
export function along(series, found, axis) {
  return series.map((one) => {
    const factor = perStep(found, one.label, axis);
    if (factor !== null) return { ...one, x: one.x.map((step) => step * factor) };
    const why = axis.name === "time" ? "not timed" : "not counted";
    return { label: one.label, said: `${one.label}: ${one.x.length > 0 ? why : "not over yet"}`, x: [], y: [] };
  });
}

/**
 * The axes to choose from; nothing where there are steps alone.
 * @param {Statistics} found
 * @param {import("./figure.js").Setting} setting
 * @param {string} key of the plot that it stands above
 * @returns {HTMLElement[]}
 */
export function axisChoice(found, setting, key) {
  if (found.axes.length < 2) return [];
  const chosen = axisOf(found, setting.axis).name;
  const select = element(
    "select",
    { "data-key": `${key}-axis` },
    ...found.axes.map(({ name, title }) => element("option", { value: name, selected: name === chosen }, title)),
  );
  select.addEventListener("change", () => {
    setting.axis = select.value;
    select.dispatchEvent(new CustomEvent("axis-chosen", { bubbles: true }));
  });
  return [element("label", { class: "along" }, "Against", select)];
}
