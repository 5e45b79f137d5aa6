/** The landscape: one of the list, or a typed f(x, y) with its window. */

import { element } from "../../base/dom.js";
import { numberBox } from "../../elements/number-box.js";
import { formulaText } from "./landscape-text.js";
import { openLandscapeSheet } from "./landscape-sheet.js";
import { landscapeShape } from "./landscape-shape.js";
import { reshaped, shapeOf } from "./transforms.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("../../panels/kit/catalog.js").Catalog} Catalog */
/** @typedef {import("./racing.js").Racing} Racing */

const TYPED = "typed:";
const FIRST = "x^2 + 3*sin(y)^2 + x*y/4";
const BORDERS = ["left", "right", "bottom", "top"];
/** As far from zero as a border may lie. */
const FARTHEST = 1e6;
/** The families that a race of paths can be watched on. */
const MOST_COORDINATES = 2;

/**
 * @param {HTMLElement} host
 * @param {{store: Store, racing: Racing, catalog: Catalog, pictures: string}} parts `pictures` is the address of the sheet's
 */
export function landscapePicker(host, { store, racing, catalog, pictures }) {
  const menu = element("select", { "data-landscape-menu": true, "aria-label": "Landscape" });
  menu.append(
    element("option", { value: TYPED }, "Type your own f(x, y)"),
    group(
      "Landscapes",
      [...catalog.landscapes.values()].map(({ name, title }) => [`name:${name}`, title]),
    ),
    group(
      "Noisy and special",
      [...catalog.families.values()]
        .filter(({ dim }) => dim <= MOST_COORDINATES)
        .map(({ name, title }) => [`family:${name}`, title]),
    ),
    group(
      "Many coordinates",
      [...catalog.families.values()]
        .filter(({ dim }) => dim > MOST_COORDINATES)
        .map(({ name, title }) => [`family:${name}`, title.replace(/, n = \d+$/, "")]),
    ),
  );
  const sheet = element(
    "button",
    { type: "button", title: "Choose from pictures, by trait", "data-landscape-sheet": true },
    "Pictures",
  );
  sheet.addEventListener("click", () =>
    openLandscapeSheet(pictures, menu.value, (value) => {
      menu.value = value;
      choose();
    }),
  );
  const expression = element("input", {
    type: "text",
    class: "expression",
    spellcheck: "false",
    "aria-label": "f(x, y)",
    "data-expression": true,
    autocomplete: "off",
  });
  const bounds = BORDERS.map((name) =>
    numberBox({ label: `${name} border`, value: 0, low: -FARTHEST, high: FARTHEST, kind: "bound" }),
  );
  const says = element("p", { class: "racer-says bad", role: "status", hidden: true });
  const read = element("p", { class: "hint", role: "status", "data-read-as": true });
  const typed = element(
    "div",
    { class: "typed", hidden: true },
    element("label", { class: "formula-field" }, element("span", {}, "f(x, y) ="), expression),
    element("div", { class: "bounds" }, "x", bounds[0], "to", bounds[1], "y", bounds[2], "to", bounds[3]),
    read,
    element("p", { class: "hint" }, `Functions: ${catalog.listing.functions.join(", ")}. 2x and x y are products.`),
  );
  const noise = element("input", { type: "range", min: "0", max: "2", step: "0.05", "data-noise": true });
  const seed = numberBox({
    label: "Seed of the noise",
    value: store.state.seed,
    ...{ low: 0, high: 2 ** 31 - 1, whole: true, kind: "count" },
  });
  const again = element(
    "button",
    { type: "button", class: "quiet", title: "Start where the landscape suggests", "data-usual-start": true },
    "Usual start",
  );
  const extra = element(
    "div",
    { class: "extra" },
    element(
      "label",
      { class: "hyper" },
      element("span", {}, "gradient noise"),
      noise,
      element("span", { class: "value", "data-noise-shown": true }),
    ),
    element("div", { class: "field" }, "seed ", seed),
    again,
  );
  host.replaceChildren(
    element("h2", {}, "Landscape"),
    element("div", { class: "landscape-choice" }, menu, sheet),
    typed,
    says,
    extra,
    landscapeShape({ store, racing, catalog }),
  );

  const choose = () => {
    const [kind, name] = menu.value.split(":");
    if (menu.value === TYPED) {
      const window =
        racing.facts.dim === 2
          ? racing.facts.window
          : [
              [-5, 5],
              [-5, 5],
            ];
      store.set({ ground: { expression: expression.value || FIRST, window }, start: null });
    } else store.set({ ground: kind === "family" ? { family: name } : { name }, start: null });
  };
  const retype = () => {
    const [left, right, bottom, top] = bounds.map((box) => box.value);
    const { transforms, jitter } = store.state.ground;
    store.set({
      ground: {
        ...(transforms ? { transforms } : {}),
        ...(jitter ? { jitter } : {}),
        expression: expression.value,
        window: [
          [left, right],
          [bottom, top],
        ],
      },
    });
  };
  const say = (/** @type {string} */ text) => {
    says.textContent = text;
    says.hidden = text === "";
  };
  const show = () => {
    const { ground: landscape } = store.state;
    menu.value =
      landscape.expression !== undefined
        ? TYPED
        : landscape.family
          ? `family:${landscape.family}`
          : `name:${landscape.name}`;
    typed.hidden = landscape.expression === undefined;
    if (landscape.expression !== undefined && document.activeElement !== expression)
      expression.value = landscape.expression;
    const flat = (landscape.window ?? racing.facts.window).flat();
    for (const [place, box] of bounds.entries()) if (flat[place] !== undefined) box.value = flat[place];
    const spread = shapeOf(landscape).noise;
    noise.value = String(spread);
    /** @type {HTMLElement} */ (extra.querySelector("[data-noise-shown]")).textContent = String(spread);
    seed.value = store.state.seed;
    again.disabled = store.state.start === null;
  };
  menu.addEventListener("change", choose);
  expression.addEventListener("input", retype);
  for (const [place, box] of bounds.entries()) {
    box.addEventListener("take", () => {
      const other = bounds[place ^ 1].value;
      if (place % 2 === 0 ? box.value < other : box.value > other) return retype();
      const before = (store.state.ground.window ?? racing.facts.window).flat()[place];
      box.refuse(before, `The ${BORDERS[place]} border has to be ${place % 2 === 0 ? "below" : "above"} ${other}`);
    });
  }
  noise.addEventListener("input", () => {
    store.set({ ground: reshaped(store.state.ground, "noise", Number(noise.value)) });
  });
  seed.addEventListener("take", () => store.set({ seed: seed.value }));
  again.addEventListener("click", () => store.set({ start: null }));
  store.subscribe((_state, changed) => {
    if (["ground", "start", "seed"].some((name) => changed.has(name))) show();
  });
  racing.subscribe((what) => {
    if (what !== "landscape") return;
    const { facts, landscapeTrouble: trouble } = racing;
    const shown = facts.typed ? formulaText(facts.typed) : facts.title;
    say(trouble ? `${trouble.message.replace(/[.]?$/, ".")}${shown && ` The map still shows ${shown}.`}` : "");
    const asked = store.state.ground.expression?.trim();
    read.textContent = !trouble && facts.typed && facts.typed !== asked ? `Read as ${formulaText(facts.typed)}` : "";
    show();
  });
  show();
}

/**
 * @param {string} label
 * @param {string[][]} options value and text
 */
function group(label, options) {
  return element("optgroup", { label }, ...options.map(([value, text]) => element("option", { value }, text)));
}
