/** The numbers behind the map and the loss curves, as tables that are made when they are opened. */

import { element } from "../../base/dom.js";
import { dataTable } from "../../elements/data-table.js";
import { numberText } from "../../base/numbers.js";

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
      dataTable(
        `${caption}, every ${every} steps`,
        ["step", ...shown.map(({ racer }) => racer.name)],
        at.map((step) => [
          String(step),
          ...shown.map(({ run }) => (run && step <= run.steps ? cell(run, step) : "ended")),
        ]),
      ),
    );
  };
  host.addEventListener("toggle", fill);
  racing.subscribe((what) => what === "race" && fill());
}

/** @param {Run} run @param {number} step */
export function lossCell(run, step) {
  return numberText(run.losses[step], 5);
}

/** @param {Run} run @param {number} step */
export function positionCell({ points, dim }, step) {
  return (
    Array.from({ length: Math.min(dim, 3) }, (_, axis) => numberText(points[step * dim + axis], 5)).join(", ") +
    (dim > 3 ? ", …" : "")
  );
}
