/** The third dimension on demand: Plotly is fetched at the first look, and draws only once nothing is being dragged. */

import { element } from "../elements/dom.js";
import { relief } from "../plots/relief.js";

/** @typedef {import("./contract.js").Store} Store */
/** @typedef {import("./racing.js").Racing} Racing */
/** @typedef {import("./palette.js").Palette} Palette */

const QUIET = 350;
const DASHES = /** @type {const} */ (["solid", "dash", "dot", "dashdot", "dash", "longdash"]);

/**
 * @param {HTMLElement} map gets a frame, with the button and the picture over it
 * @param {string} plotly its address
 * @param {{store: Store, racing: Racing, palette: Palette}} parts
 */
export function reliefView(map, plotly, { store, racing, palette }) {
  const host = element("div", { class: "relief", "data-plot": "relief", "data-state": "drawing", hidden: true });
  const button = element("button", { type: "button", class: "relief-button", "aria-pressed": "false", "data-relief": true }, "3-D");
  const frame = element("div", { class: "map-frame" });
  map.replaceWith(frame);
  frame.append(map, host, button);
  let timer = 0;
  /** @type {Promise<any> | null} */
  let loading = null;

  const draw = async () => {
    const { dim, window, log_scale: logScale, least } = racing.facts;
    const { heights } = racing.arrays;
    if (host.hidden) return;
    if (dim !== 2 || !heights) {
      host.dataset.state = "ready";
      host.replaceChildren(element("p", { class: "no-map" }, dim === 2 ? "The relief comes with Python." : "This landscape has no surface to show."));
      return;
    }
    host.dataset.state = "drawing";
    try {
      loading ??= fetched(plotly);
      const library = await loading;
      const paths = store.state.racers.flatMap((racer) => {
        const run = racing.runs.get(racer.id);
        return run ? [{ name: racer.name, colour: palette.colour(racer), dash: DASHES[racer.colour - 1], points: run.points, losses: run.losses }] : [];
      });
      const figure = relief({ heights, window, logScale, least, paths, colours: palette.colours });
      host.querySelector(".no-map")?.remove();
      await library.react(host, figure.data, figure.layout, { displayModeBar: false, responsive: true });
    } catch (error) {
      host.replaceChildren(element("p", { class: "no-map" }, `The relief cannot be drawn here: ${error instanceof Error ? error.message : error}`));
    }
    host.dataset.state = "ready";
  };
  const later = () => {
    if (host.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(draw, QUIET);
  };
  button.addEventListener("click", () => {
    host.hidden = !host.hidden;
    button.setAttribute("aria-pressed", String(!host.hidden));
    void draw();
  });
  racing.subscribe((what) => what !== "state" && later());
  palette.subscribe(later);
}

/** @param {string} address @returns {Promise<any>} */
function fetched(address) {
  return new Promise((resolve, reject) => {
    const script = element("script", { src: address });
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).Plotly));
    script.addEventListener("error", () => reject(new Error("Plotly could not be fetched")));
    document.head.append(script);
  });
}
