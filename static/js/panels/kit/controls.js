/** Labelled controls of panels. */

import { element } from "../../base/dom.js";

/**
 * A labelled menu.
 * @param {string} label
 * @param {{value: string, text: string}[]} options
 * @param {(value: string) => void} onChange
 */
export function menu(label, options, onChange) {
  const select = element("select");
  offer(select, options);
  select.addEventListener("change", () => onChange(select.value));
  return { element: element("label", {}, label, select), select };
}

/**
 * Puts options into a menu; its value stays if it is among them.
 * @param {HTMLSelectElement} select
 * @param {{value: string, text: string}[]} options
 * @param {string} [value] to be chosen
 */
export function offer(select, options, value = select.value) {
  const shown = JSON.stringify(options);
  if (select.dataset.shown !== shown) {
    select.dataset.shown = shown;
    select.replaceChildren(...options.map((one) => element("option", { value: one.value }, one.text)));
  }
  if (options.some((one) => one.value === value)) select.value = value;
}

/**
 * A menu of the racers that selects one for the whole page.
 * @param {import("./types.js").Store} store
 * @param {{value: string, text: string}} [example] something that is no racer of the page, on top
 * @param {(taken: boolean) => void} [onExample] called when it, or a racer instead of it, is chosen here
 */
export function racerMenu(store, example, onExample = () => {}) {
  const { element: label, select } = menu("Racer", [], (value) => {
    const taken = value === example?.value;
    if (!taken) store.set({ selected: value });
    onExample(taken);
  });
  return {
    element: label,
    /**
     * @param {import("./types.js").State} state
     * @param {boolean} [shown] whether the example is what is shown
     */
    show(state, shown = false) {
      const selected = state.racers.some(({ id }) => id === state.selected)
        ? state.selected
        : (state.racers[0]?.id ?? "");
      offer(
        select,
        [...(example ? [example] : []), ...state.racers.map(({ id, name }) => ({ value: id, text: name }))],
        shown && example ? example.value : selected,
      );
    },
  };
}

/**
 * @param {string} label
 * @param {{low: number, high: number, step?: number, value: number}} range
 * @param {(value: number) => void} onChange while it moves
 */
export function slider(label, { low, high, step = 1, value }, onChange) {
  const input = element("input", { type: "range", min: `${low}`, max: `${high}`, step: `${step}`, value: `${value}` });
  const output = element("output", {}, `${value}`);
  input.addEventListener("input", () => {
    output.textContent = input.value;
    onChange(Number(input.value));
  });
  return { element: element("label", {}, label, input, output), input };
}

/**
 * @param {string} label
 * @param {boolean} checked
 * @param {(checked: boolean) => void} onChange
 */
export function tick(label, checked, onChange) {
  const input = element("input", { type: "checkbox", checked });
  input.addEventListener("change", () => onChange(input.checked));
  return { element: element("label", {}, input, label), input };
}

/**
 * @param {string} text
 * @param {() => void} onPress
 * @param {string} [kind] class
 */
export function button(text, onPress, kind) {
  const made = element("button", { type: "button", class: kind }, text);
  made.addEventListener("click", onPress);
  return made;
}

/**
 * A button that starts something long and, while it runs, ends it.
 * @param {string} text
 * @param {() => void} onRun
 * @param {() => void} onCancel
 */
export function runButton(text, onRun, onCancel) {
  let running = false;
  const made = button(text, () => (running ? onCancel() : onRun()), "primary");
  return {
    element: made,
    /** @param {boolean} now @param {string} [label] */
    show(now, label = text) {
      running = now;
      made.textContent = now ? "Cancel" : label;
      made.classList.toggle("primary", !now);
    },
  };
}
