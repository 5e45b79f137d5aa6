/** Turns, stretches and shifts the landscape, sets its family's parameters and jitters the start: a fold of sliders. */

import { element } from "../../base/dom.js";
import { parameterFields } from "./family-parameters.js";
import { slider } from "./slider.js";
import { plain, reshaped, shapeOf, shapeWords } from "./transforms.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("../../panels/kit/catalog.js").Catalog} Catalog */
/** @typedef {import("./racing.js").Racing} Racing */
/** @typedef {keyof import("./transforms.js").Shape} Name */

/** As far as a shift may be typed. */
const FARTHEST = 1e6;
const UNTOUCHED = "Turn, stretch, shift, jitter";

/**
 * @param {{store: Store, racing: Racing, catalog: Catalog}} parts
 * @returns {HTMLElement}
 */
export function landscapeShape({ store, racing, catalog }) {
  /** @type {Map<Name, (value: number) => void>} */
  const shown = new Map();
  /**
   * @param {Name} name
   * @param {string} label
   * @param {{low: number, high: number, scale?: "linear" | "log", typed: import("../../elements/typed-number.js").Bounds}} range
   * @param {string} doc
   */
  const field = (name, label, { low, high, scale = "linear", typed }, doc) => {
    const hyper = { name, label, default: low, low, high, scale, doc, bounds: typed };
    const made = slider(hyper, low, (value) => store.set({ ground: reshaped(store.state.ground, name, value) }));
    shown.set(name, made.show);
    return made.node;
  };
  const plane = element("div");
  /** The shift's sliders reach as far as the window is wide, so they are made for each window anew. */
  let made = "";
  const build = () => {
    const { dim, window } = racing.facts;
    const wanted = JSON.stringify([dim === 2, window]);
    plane.hidden = dim !== 2;
    if (wanted === made || dim !== 2 || plane.contains(document.activeElement)) return;
    made = wanted;
    const [[left, right], [bottom, top]] = window;
    const reach = (/** @type {number} */ low, /** @type {number} */ high) => ({
      low: -(high - low) / 2,
      high: (high - low) / 2,
      typed: { low: -FARTHEST, high: FARTHEST },
    });
    plane.replaceChildren(
      field(
        "turn",
        "turn, °",
        { low: -90, high: 90, typed: { low: -360, high: 360 } },
        "Turned about the centre of the map; the start turns along",
      ),
      field(
        "condition",
        "condition ×",
        { low: 1, high: 1000, scale: "log", typed: { low: 1e-6, high: 1e6 } },
        "How many times as steep the landscape becomes upwards, against across",
      ),
      field("across", "shift x", reach(left, right), "The landscape moves; the start stays"),
      field("up", "shift y", reach(bottom, top), "The landscape moves; the start stays"),
    );
  };
  const jitter = field(
    "jitter",
    "start jitter",
    { low: 0, high: 0.5, typed: { low: 0, high: 1 } },
    "The start is moved at random by up to this share of half the map",
  );
  const other = element("button", { type: "button", class: "quiet", "data-jitter-again": true }, "Other jitter");
  other.addEventListener("click", () => {
    const { ground: landscape } = store.state;
    if (landscape.jitter)
      store.set({ ground: { ...landscape, jitter: { ...landscape.jitter, seed: landscape.jitter.seed + 1 } } });
  });
  const reset = element("button", { type: "button", class: "quiet", "data-reset-shape": true }, "As it was");
  reset.addEventListener("click", () =>
    store.set({ ground: plain(store.state.ground), ...(store.state.ground.parameters ? { start: null } : {}) }),
  );
  const words = element("summary", {}, UNTOUCHED);
  const parameters = parameterFields({ store, catalog });
  const fold = element(
    "details",
    { class: "more shape", "data-shape": true },
    words,
    parameters.node,
    plane,
    jitter,
    element("div", { class: "shape-actions" }, reset, other),
  );

  const show = () => {
    const { ground: landscape } = store.state;
    build();
    parameters.show();
    const shape = shapeOf(landscape);
    for (const [name, put] of shown) put(shape[name]);
    const done = shapeWords(landscape);
    const text = done.length ? done.join("; ") : UNTOUCHED;
    words.textContent = text.charAt(0).toUpperCase() + text.slice(1);
    reset.disabled = done.length === 0;
    other.disabled = landscape.jitter === undefined;
  };
  store.subscribe((_state, changed) => {
    if (changed.has("ground")) show();
  });
  racing.subscribe((what) => what === "landscape" && show());
  show();
  return fold;
}
