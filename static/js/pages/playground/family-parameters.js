/** The parameters of a family of landscapes, such as how many coordinates it has: a slider for each number. */

import { element } from "../../base/dom.js";
import { readNumber } from "../../elements/typed-number.js";
import { slider } from "./slider.js";
import { parameterText, unshaped } from "./transforms.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("../../panels/kit/catalog.js").Catalog} Catalog */
/** @typedef {{low: number, high: number, scale?: "linear" | "log", whole?: boolean, most?: number}} Range `most` is the largest that may be typed, so that there are at most 600 coordinates */

/** How far the sliders reach; a number that is typed may lie outside. */
const RANGES = /** @type {Record<string, Range>} */ ({
  dim: { low: 2, high: 50, whole: true, most: 600 },
  size: { low: 2, high: 8, whole: true, most: 17 },
  rows: { low: 2, high: 8, whole: true, most: 24 },
  columns: { low: 2, high: 8, whole: true, most: 24 },
  batch: { low: 1, high: 40, whole: true, most: 40 },
  seed: { low: 0, high: 20, whole: true, most: 2 ** 31 - 1 },
  kappa: { low: 1, high: 10_000, scale: "log" },
  kappa_left: { low: 1, high: 1000, scale: "log" },
  kappa_right: { low: 1, high: 1000, scale: "log" },
  angle: { low: 0, high: Math.PI },
  spread: { low: 0, high: 3 },
  scale: { low: 0.001, high: 1, scale: "log" },
});

/** What changes how many coordinates there are: a start and turns of the plane do not outlive it. */
const COUNTS = new Set(["dim", "size", "rows", "columns"]);

/**
 * @param {{store: Store, catalog: Catalog}} parts
 */
export function parameterFields({ store, catalog }) {
  const node = element("div", { hidden: true });
  /** @type {string | undefined} */
  let family;
  /** @type {Map<string, (value: any) => void>} */
  const shown = new Map();

  /** @param {string} name @param {any} value @param {any} usual */
  const set = (name, value, usual) => {
    const { parameters = {}, ...landscape } = COUNTS.has(name) ? unshaped(store.state.ground) : store.state.ground;
    const { [name]: _, ...others } = parameters;
    const all = JSON.stringify(value) === JSON.stringify(usual) ? others : { ...others, [name]: value };
    const changed = Object.keys(all).length ? { ...landscape, parameters: all } : landscape;
    store.set({ ground: changed, ...(COUNTS.has(name) || Array.isArray(value) ? { start: null } : {}) });
  };
  /** @param {string} name @param {any} usual */
  const field = (name, usual) => (Array.isArray(usual) ? listField(name, usual) : numberField(name, usual));
  /** @param {string} name @param {number} usual */
  const numberField = (name, usual) => {
    const range = RANGES[name] ?? { low: 0, high: Math.max(1, 10 * usual) };
    const { low, high, scale = "linear", whole = false, most = 1000 * high } = range;
    const bounds = { low, high: most, whole };
    const made = slider(
      { name, label: parameterText(name), default: usual, low, high, scale, doc: "", bounds },
      usual,
      (value) => set(name, whole ? Math.round(value) : value, usual),
    );
    shown.set(name, made.show);
    return made.node;
  };
  /** @param {string} name @param {number[]} usual */
  const listField = (name, usual) => {
    /** What is in force. */
    let now = usual;
    const note = element("small", { class: "refused", role: "status", hidden: true });
    const input = element("input", { type: "text", "data-hyper": name, spellcheck: "false", autocomplete: "off" });
    input.addEventListener("change", () => {
      const numbers = input.value
        .split(/[\s,;]+/)
        .filter(Boolean)
        .map((text) => ({ text, read: readNumber(text, {}) }));
      const wrong = numbers.find(({ read }) => "refused" in read);
      const values = numbers.flatMap(({ read }) => ("value" in read ? [read.value] : []));
      note.textContent = wrong
        ? `“${wrong.text}” is no number: ${now.join(", ")} stays.`
        : values.length
          ? ""
          : `Numbers are needed, with commas between: ${now.join(", ")} stays.`;
      note.hidden = note.textContent === "";
      if (note.hidden) set(name, values, usual);
      else input.value = now.join(", ");
    });
    shown.set(name, (value) => {
      now = value;
      if (document.activeElement !== input) input.value = value.join(", ");
    });
    return element(
      "div",
      {},
      element(
        "label",
        { class: "choice" },
        element("span", { title: parameterText(name) }, parameterText(name)),
        input,
      ),
      note,
    );
  };

  return {
    node,
    show() {
      const { ground: landscape } = store.state;
      const usual = landscape.family === undefined ? {} : (catalog.families.get(landscape.family)?.parameters ?? {});
      if (landscape.family !== family) {
        family = landscape.family;
        shown.clear();
        node.replaceChildren(...Object.entries(usual).map(([name, value]) => field(name, value)));
        node.hidden = Object.keys(usual).length === 0;
      }
      for (const [name, put] of shown) put(landscape.parameters?.[name] ?? usual[name]);
    },
  };
}
