/** The losses as a figure, with read-out, zoom, full screen and files: it follows the race whenever that stands still. */

import { element } from "../../base/dom.js";
import { Chart } from "../../panels/kit/chart.js";
import { lossSpec } from "../../plots/loss-spec.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("./racing.js").Racing} Racing */
/** @typedef {import("./palette.js").Palette} Palette */

const HEIGHT = 280;

/**
 * @param {HTMLDetailsElement} fold nothing is fetched or drawn before it is opened
 * @param {string} library the address of Plotly
 * @param {{store: Store, racing: Racing, palette: Palette}} parts
 */
export function lossFigure(fold, library, { store, racing, palette }) {
  const plot = element("div", { class: "plot" });
  const words = element("p", { class: "panel-words", hidden: true });
  fold.append(plot, words);
  /** @type {Chart | null} */
  let chart = null;

  const show = () => {
    // What moves is drawn on the canvas above; a figure costs a frame and more.
    if (!fold.open || racing.state !== "ready" || store.state.playing) return;
    const { racers, steps, step } = store.state;
    const curves = racers.flatMap((racer) => {
      const run = racing.runs.get(racer.id);
      const { id, name, colour } = racer;
      return run ? [{ id, name, colour, dash: palette.dash(racer), losses: run.losses }] : [];
    });
    words.textContent = `${racing.facts.title}, ${steps} steps, seed ${store.state.seed}.`;
    chart ??= new Chart({ id: "loss", words, plot }, library, {
      height: HEIGHT,
      onPick: (x) => store.set({ step: Math.round(Math.min(Math.max(x, 0), store.state.steps)), playing: false }),
    });
    const names = curves.map(({ name }) => name).join(", ");
    chart.show(lossSpec(curves, { steps, least: racing.facts.least }), `Loss against step of ${names}`);
    chart.cursor(step);
  };

  fold.addEventListener("toggle", show);
  racing.subscribe(show);
  store.subscribe((state, changed) => {
    if (changed.has("step") && !state.playing) chart?.cursor(state.step);
    if (changed.has("playing") || changed.has("racers")) show();
  });
}
