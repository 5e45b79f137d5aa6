/** The numbers behind the map and the loss curves, as tables that are made when they are opened. */

import { element } from "../../base/dom.js";
import { short } from "../../plots/axis.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("./racing.js").Racing} Racing */
/** @typedef {import("./racing.js").Run} Run */

const ROWS = 25;

/**
 * @param {HTMLDetailsElement} host
 * @param {string} caption
 * @param {{store: Store, racing: Racing}} parts
 * @param {(run: Run, step: number) => string} cell
 */
export function numbersTable(host, caption, { store, racing }, cell) {
  const body = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption });
  host.append(body);
  const fill = () => {
    if (!host.open) return;
    const { racers, steps } = store.state;
    const every = Math.max(1, Math.ceil(steps / ROWS));
    const at = Array.from({ length: Math.floor(steps / every) + 1 }, (_, row) => row * every);
    const shown = racers.map((racer) => ({ racer, run: racing.runs.get(racer.id) }));
    body.replaceChildren(
      element(
        "table",
        {},
        element("caption", {}, `${caption}, every ${every} steps`),
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            element("th", { scope: "col" }, "step"),
            ...shown.map(({ racer }) => element("th", { scope: "col" }, racer.name)),
          ),
        ),
        element(
          "tbody",
          {},
          ...at.map((step) =>
            element(
              "tr",
              {},
              element("th", { scope: "row" }, String(step)),
              ...shown.map(({ run }) => element("td", {}, run && step <= run.steps ? cell(run, step) : "ended")),
            ),
          ),
        ),
      ),
    );
  };
  host.addEventListener("toggle", fill);
  racing.subscribe((what) => what === "race" && fill());
}

/** @param {Run} run @param {number} step */
export function lossCell(run, step) {
  return finite(run.losses[step]);
}

/** @param {Run} run @param {number} step */
export function positionCell({ points, dim }, step) {
  return (
    Array.from({ length: Math.min(dim, 3) }, (_, axis) => finite(points[step * dim + axis])).join(", ") +
    (dim > 3 ? ", …" : "")
  );
}

/** @param {number} value */
function finite(value) {
  return Number.isFinite(value) && Math.abs(value) < 1e300 ? short(Number(value.toPrecision(5))) : "diverged";
}
