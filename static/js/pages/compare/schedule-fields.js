/** The settings of the chosen schedule, a field each, and its course drawn small. */

import { element, svg } from "../../base/dom.js";
import { numberBox } from "../../elements/number-box.js";
import { changed, cornersOf, listOf } from "./schedule-text.js";

/** @typedef {{ name: string, default: any, doc: string, low: number, high: number, options: any[], several: boolean }} Setting */
/** @typedef {{ setting: Setting, read: () => any }} Field */

export class ScheduleFields {
  /** @type {Field[]} */
  #fields = [];
  /** The schedule whose settings are shown. */
  #name = "";

  /**
   * @param {HTMLElement} host
   * @param {Record<string, Setting[]>} settings by schedule
   */
  constructor(host, settings) {
    this.host = host;
    this.settings = settings;
  }

  /**
   * The fields of a schedule; what was typed stays while the schedule is the same and nothing is given.
   * @param {string} name
   * @param {Record<string, any>} [given] settings that are not the usual ones
   */
  show(name, given) {
    if (name === this.#name && given === undefined) return;
    this.#name = name;
    const made = (this.settings[name] ?? []).map((setting) => field(setting, given?.[setting.name] ?? setting.default));
    this.#fields = made;
    this.host.replaceChildren(...made.map(({ node }) => node));
  }

  /** The settings that are not the usual ones. */
  get values() {
    return changed(this.#fields.map(({ setting, read }) => [setting, read()]));
  }
}

/**
 * @param {Element} host
 * @param {number[]} shape shares of the peak, evenly spaced over the steps
 */
export function drawShape(host, shape) {
  host.replaceChildren(
    svg("polyline", { points: cornersOf(shape), fill: "none", stroke: "currentColor", "stroke-width": "1.5" }),
  );
}

/**
 * @param {Setting} setting
 * @param {any} value
 */
function field(setting, value) {
  const { input, read } = control(setting, value);
  const node = element(
    "label",
    {},
    setting.name.replaceAll("_", " "),
    input,
    element("span", { class: "faint" }, setting.doc),
  );
  return { setting, read, node };
}

/**
 * @param {Setting} setting
 * @param {any} value
 */
function control({ name, doc, options, several, low, high }, value) {
  if (options.length > 0) {
    const choices = options.map((option) =>
      element("option", { selected: String(option) === String(value) }, String(option)),
    );
    const input = element("select", {}, ...choices);
    return { input, read: () => options[input.selectedIndex] };
  }
  if (several) {
    const input = element("input", { type: "text", inputmode: "decimal", value: [value].flat().join(", ") });
    return { input, read: () => listOf(input.value) };
  }
  const input = numberBox({ label: `${name}: ${doc}`, value, low, high });
  return { input, read: () => input.value };
}
