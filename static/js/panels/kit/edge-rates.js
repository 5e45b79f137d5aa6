/** Rates at which gradient descent trains below, at and beyond the edge of stability, and buttons for them. */

import { element } from "../../base/dom.js";
import { button } from "./controls.js";

/** What the panel opens on where the chosen racer is another built-in rule: the picture of Cohen et al. 2021. */
export const EXAMPLE = { id: "sgd", name: "SGD", rule: "sgd" };

/**
 * By problem; found by training each for 1,000 steps (`tests/descent/playground/test_edge_rates.py`).
 * @type {Record<string, Record<"below" | "at" | "beyond", number>>}
 */
export const RATES = {
  network: { below: 0.05, at: 0.5, beyond: 1.5 },
  linear: { below: 0.05, at: 0.3, beyond: 0.7 },
};

/**
 * @param {() => string} problem
 * @param {(rate: number) => void} set
 */
export function edgeButtons(problem, set) {
  return element(
    "div",
    { class: "actions", role: "group", "aria-label": "Rates of SGD, by where they train" },
    ...[
      button("Below the edge", () => set(RATES[problem()].below)),
      button("At the edge", () => set(RATES[problem()].at)),
      button("Beyond it", () => set(RATES[problem()].beyond)),
    ],
  );
}
