/** Several racers of one request: which run together, and what an answer says of each. */

/** @typedef {import("./studio.js").Answer} Answer */
/** @typedef {import("./studio.js").Racer} Racer */
/** @typedef {import("./arrays.js").Named} Named */

/**
 * The racers by where they run: all built-in ones together, each typed source by itself.
 * @param {Racer[]} racers
 */
export function grouped(racers) {
  /** @type {Map<string | null, number[]>} */
  const groups = new Map();
  for (const [place, { source = null }] of racers.entries()) {
    if (!groups.has(source)) groups.set(source, []);
    groups.get(source)?.push(place);
  }
  return [...groups].map(([source, places]) => ({ places, source }));
}

/**
 * What an answer says of its racer number `k`: the arrays named `points.k`, `losses.k`, ... without the number.
 * @param {Answer} answer
 * @param {number} k
 * @param {string} id
 */
export function entryOf(answer, k, id) {
  if (answer.outcome !== "done") return { ...answer, id };
  /** @type {Record<string, Named>} */
  const arrays = {};
  for (const [name, array] of Object.entries(answer.arrays ?? {})) {
    const dot = name.lastIndexOf(".");
    if (name.slice(dot + 1) === String(k)) arrays[name.slice(0, dot)] = array;
  }
  return { id, outcome: "done", value: answer.value.racers[k], arrays, tampered: answer.tampered };
}
