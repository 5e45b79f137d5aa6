/** A race in a notebook: the front end of `optimizer_playground.notebook.Race`, as anywidget calls it. */

import { framed } from "./framed.js";

/**
 * What anywidget gives of the object in Python.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, act: () => void) => void} on
 * @property {(event: string, act: () => void) => void} off
 */

/**
 * @param {{model: Model, el: HTMLElement}} view
 * @returns {() => void} takes the view away
 */
function render({ model, el }) {
  const { origin } = new URL(model.get("address"));
  const waiting = document.createElement("p");
  waiting.textContent = `The race comes from ${origin}. If none appears, start it there: optimizer-playground serve`;
  const shown = framed(model.get("address"), {
    title: "A race of optimizers",
    height: model.get("height"),
    onReady: () => waiting.remove(),
    onRace: (runs) => {
      model.set(
        "sent",
        runs.map(({ points, losses, ...run }) => ({ ...run, points: toText(points), losses: toText(losses) })),
      );
      model.save_changes();
    },
  });
  el.replaceChildren(waiting, shown.frame);
  return shown.dispose;
}

/** The bytes of the numbers as base64: exact, infinities too, in any notebook. @param {Float64Array} numbers */
function toText(numbers) {
  const bytes = new DataView(new ArrayBuffer(8 * numbers.length));
  numbers.forEach((value, place) => bytes.setFloat64(8 * place, value, true));
  let binary = "";
  for (const byte of new Uint8Array(bytes.buffer)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

export default { render };
