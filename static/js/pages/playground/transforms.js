/** What was done to a landscape, as the state holds it: read, changed in place, taken away, and said in words. */

import { numberText, rounded } from "../../base/numbers.js";

/** @typedef {import("../../panels/kit/types.js").Landscape} Landscape */
/** @typedef {Record<string, any>} Step one transform */

/** The transforms that the page has a slider for: those that leave the window where it is. */
const OWN = /** @type {Record<string, (step: Step) => boolean>} */ ({
  steeper: ({ kind, stay, factors }) => kind === "rescale" && Boolean(stay) && factors?.[0] === 1,
  turn: ({ kind }) => kind === "rotate",
  shift: ({ kind, stay }) => kind === "shift" && Boolean(stay),
  noise: ({ kind }) => kind === "noise",
});
/** In which order new ones are put: noise is added to a finished landscape, and what moves can no longer be turned. */
const ORDER = /** @type {((step: Step) => boolean)[]} */ ([
  OWN.steeper,
  OWN.turn,
  OWN.shift,
  () => true,
  ({ kind }) => kind === "noise" || kind === "sparse",
  ({ kind }) => kind === "move",
]);
const REST = 3;

/** @param {Step} step */
function rank(step) {
  const last = ORDER.findLastIndex((is, place) => place !== REST && is(step));
  return last < 0 ? REST : last;
}

/** @param {Landscape} landscape @param {keyof typeof OWN} name @returns {Step | undefined} */
function stepOf({ transforms = [] }, name) {
  return transforms.find((step) => OWN[name](step));
}

/**
 * The numbers that the sliders show.
 * @param {Landscape} landscape
 */
export function shapeOf(landscape) {
  const by = /** @type {number[]} */ (stepOf(landscape, "shift")?.by ?? [0, 0]);
  const steep = Number(stepOf(landscape, "steeper")?.factors?.[1] ?? 1);
  return {
    condition: rounded(steep * steep, 3),
    turn: rounded((Number(stepOf(landscape, "turn")?.angle ?? 0) * 180) / Math.PI, 3),
    across: Number(by[0] ?? 0),
    up: Number(by[1] ?? 0),
    noise: Number(stepOf(landscape, "noise")?.spread ?? 0),
    jitter: landscape.jitter?.spread ?? 0,
  };
}

/** @typedef {ReturnType<typeof shapeOf>} Shape */

/**
 * The landscape with one of these numbers changed; what has its usual value again is left out.
 * @param {Landscape} landscape
 * @param {keyof Shape} name
 * @param {number} value
 * @returns {Landscape}
 */
export function reshaped(landscape, name, value) {
  const { across, up } = shapeOf(landscape);
  if (name === "jitter") {
    const { jitter, ...rest } = landscape;
    return value > 0 ? { ...rest, jitter: { spread: value, seed: jitter?.seed ?? 0 } } : rest;
  }
  if (name === "condition")
    return put(
      landscape,
      "steeper",
      value === 1 ? null : { kind: "rescale", factors: [1, Math.sqrt(value)], stay: true },
    );
  if (name === "turn")
    return put(landscape, "turn", value === 0 ? null : { kind: "rotate", angle: (value * Math.PI) / 180 });
  if (name === "noise") return put(landscape, "noise", value > 0 ? { kind: "noise", spread: value } : null);
  const by = name === "across" ? [value, up] : [across, value];
  return put(landscape, "shift", by[0] || by[1] ? { kind: "shift", by, stay: true } : null);
}

/**
 * @param {Landscape} landscape
 * @param {keyof typeof OWN} name
 * @param {Step | null} step in place of the one there is; null takes it away
 * @returns {Landscape}
 */
function put({ transforms = [], ...rest }, name, step) {
  const at = transforms.findIndex((one) => OWN[name](one));
  const kept = transforms.filter((_, place) => place !== at);
  if (step) {
    const before = at >= 0 ? at : kept.findIndex((one) => rank(one) > rank(step));
    kept.splice(before < 0 ? kept.length : before, 0, step);
  }
  return kept.length ? { ...rest, transforms: kept } : rest;
}

/**
 * The landscape as it is without shape, parameters and jitter; noise, which has a place of its own, stays.
 * @param {Landscape} landscape
 * @returns {Landscape}
 */
export function plain({ transforms = [], parameters: _parameters, jitter: _jitter, ...rest }) {
  const kept = transforms.filter(OWN.noise);
  return kept.length ? { ...rest, transforms: kept } : rest;
}

/**
 * The landscape without what holds for the plane alone.
 * @param {Landscape} landscape
 * @returns {Landscape}
 */
export function unshaped({ transforms = [], ...rest }) {
  const kept = transforms.filter(
    (step) => rank(step) >= REST && !Array.isArray(step.by ?? step.factors ?? step.velocity),
  );
  return kept.length ? { ...rest, transforms: kept } : rest;
}

/**
 * What was done, each in a few words; empty where nothing was.
 * @param {Landscape} landscape
 * @returns {string[]}
 */
export function shapeWords(landscape) {
  const done = (landscape.transforms ?? []).filter((step) => !OWN.noise(step)).map(stepText);
  const parameters = Object.entries(landscape.parameters ?? {}).map(
    ([name, value]) =>
      `${parameterText(name)} ${[value]
        .flat()
        .map((one) => numberText(Number(one), 3))
        .join(", ")}`,
  );
  return [
    ...parameters,
    ...done,
    ...(landscape.jitter ? [`start jittered by up to ${Math.round(landscape.jitter.spread * 100)} %`] : []),
  ];
}

/** @param {Step} step */
function stepText(step) {
  const list = (/** @type {unknown} */ values) =>
    Array.isArray(values) ? `(${values.map((one) => numberText(Number(one), 3)).join(", ")})` : String(values);
  if (OWN.steeper(step)) return `condition × ${numberText(step.factors[1] ** 2, 3)}, steeper upwards`;
  switch (step.kind) {
    case "rotate":
      return `turned by ${numberText((step.angle * 180) / Math.PI, 3)}°`;
    case "shift":
      return `shifted by ${list(step.by)}`;
    case "rescale":
      return `coordinates rescaled by ${list(step.factors)}`;
    case "multiply":
      return `value × ${numberText(step.factor, 3)}`;
    case "sparse":
      return `gradient entries seen with probability ${numberText(step.share, 3)}`;
    case "move":
      return `moving by ${list(step.velocity)} a step`;
    default:
      return String(step.kind);
  }
}

/** A parameter of a family as people say it. @param {string} name */
export function parameterText(name) {
  const known = /** @type {Record<string, string>} */ ({
    dim: "coordinates",
    kappa: "condition",
    kappa_left: "condition, left",
    kappa_right: "condition, right",
    angle: "angle, radians",
  });
  return known[name] ?? name.replaceAll("_", " ");
}
