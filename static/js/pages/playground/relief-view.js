/** The third dimension on demand: Plotly is fetched at the first look, and draws only once nothing is being dragged. */

import { element } from "../../base/dom.js";
import { plotly } from "../../elements/figure-library.js";
import { relief } from "../../plots/relief.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("./racing.js").Racing} Racing */
/** @typedef {import("./palette.js").Palette} Palette */

const QUIET = 350;
/** What the arrow keys do: about the vertical, up. One press turns by so much; the distance is Plotly's own. */
const TURNS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
});
const TURN = Math.PI / 18;
const DISTANCE = 1.25 * Math.sqrt(3);
const DASHES = /** @type {const} */ (["solid", "dash", "dot", "dashdot", "dash", "longdash"]);

/**
 * @param {HTMLElement} map gets a frame, with the button and the picture over it
 * @param {string} address of Plotly
 * @param {{store: Store, racing: Racing, palette: Palette}} parts
 */
export function reliefView(map, address, { store, racing, palette }) {
  const host = element("div", {
    ...{ class: "relief", "data-plot": "relief", "data-state": "drawing", hidden: true },
    ...{
      tabindex: "0",
      role: "application",
      "aria-label":
        "The surface with the paths on it. Arrow keys turn it, Escape closes it. Its numbers are in the tables of positions and losses.",
    },
  });
  const button = element(
    "button",
    { type: "button", class: "relief-button", "aria-pressed": "false", "data-relief": true },
    "3-D",
  );
  const frame = element("div", { class: "map-frame" });
  map.replaceWith(frame);
  frame.append(map, host, button);
  let timer = 0;
  /** Where the surface is seen from: the angle about the vertical, and how high, in radians. */
  const eye = { around: Math.PI / 4, height: 0.615 };
  /** @type {Promise<any> | null} */
  let loading = null;

  const draw = async () => {
    const { dim, window, log_scale: logScale, least } = racing.facts;
    const { heights } = racing.arrays;
    if (host.hidden) return;
    if (dim !== 2 || !heights) {
      host.dataset.state = "ready";
      host.replaceChildren(
        element(
          "p",
          { class: "no-map" },
          dim === 2 ? "The relief comes with Python." : "This landscape has no surface to show.",
        ),
      );
      return;
    }
    host.dataset.state = "drawing";
    try {
      loading ??= plotly(address);
      const library = await loading;
      const paths = store.state.racers.flatMap((racer) => {
        const run = racing.runs.get(racer.id);
        return run
          ? [
              {
                name: racer.name,
                colour: palette.colour(racer),
                dash: DASHES[racer.colour - 1],
                points: run.points,
                losses: run.losses,
              },
            ]
          : [];
      });
      const figure = relief({ heights, window, logScale, least, paths, colours: palette.colours });
      host.querySelector(".no-map")?.remove();
      await library.react(host, figure.data, figure.layout, { displayModeBar: false, responsive: true });
    } catch (error) {
      host.replaceChildren(
        element(
          "p",
          { class: "no-map" },
          `The relief cannot be drawn here: ${error instanceof Error ? error.message : error}`,
        ),
      );
    }
    host.dataset.state = "ready";
  };
  const later = () => {
    if (host.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(draw, QUIET);
  };
  /** @param {boolean} open */
  const show = (open) => {
    host.hidden = !open;
    // What is covered is out of reach of the keyboard, too.
    map.inert = open;
    button.setAttribute("aria-pressed", String(open));
    if (open) void draw();
  };
  button.addEventListener("click", () => show(host.hidden === true));
  frame.addEventListener("keydown", async (event) => {
    if (event.key === "Escape" && !host.hidden) {
      show(false);
      return button.focus();
    }
    const [around, up] = TURNS[event.key] ?? [0, 0];
    if (event.target !== host || !loading || !(around || up)) return;
    event.preventDefault();
    eye.around += around * TURN;
    eye.height = Math.min(Math.max(eye.height + up * TURN, -1.5), 1.5);
    const away = DISTANCE * Math.cos(eye.height);
    const seen = { x: away * Math.cos(eye.around), y: away * Math.sin(eye.around), z: DISTANCE * Math.sin(eye.height) };
    await (await loading).relayout(host, { "scene.camera.eye": seen });
  });
  racing.subscribe((what) => what !== "state" && later());
  palette.subscribe(later);
}
