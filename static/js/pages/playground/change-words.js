/** What was changed between two states of the race, in words, and whether it goes on with what was changed before. */

/** @typedef {import("../../panels/kit/types.js").State} State */
/** @typedef {import("../../panels/kit/types.js").Racer} Racer */
/** @typedef {import("../../panels/kit/types.js").Landscape} Landscape */
/** @typedef {Pick<State, "ground" | "racers" | "steps" | "start" | "seed">} Race what can be undone */

/** @type {(keyof Race)[]} */
export const PARTS = ["ground", "racers", "steps", "start", "seed"];

/**
 * The change from one race to another; null where they are the same. Changes with the same `key` may be one: a key that
 * repeats, a word that is typed; those without one never are.
 * @param {Race} before
 * @param {Race} after
 * @returns {{text: string, key: string | null} | null}
 */
export function changeOf(before, after) {
  const parts = PARTS.filter((name) => !same(before[name], after[name]));
  if (parts.length === 0) return null;
  // Another landscape takes its own start along.
  if (parts.includes("racers") && parts.length > 1) return { text: "another race", key: null };
  if (parts.includes("ground")) return landscapeChange(before.ground, after.ground);
  if (parts.includes("racers")) return racersChange(before.racers, after.racers);
  const words = { start: "start moved", steps: "number of steps", seed: "seed of the noise" };
  return { text: words[/** @type {keyof typeof words} */ (parts[0])], key: parts.join() };
}

/** @param {Landscape} before @param {Landscape} after */
function landscapeChange(before, after) {
  const kinds = /** @type {const} */ (["name", "family", "expression"]);
  const typed = before.expression !== undefined && after.expression !== undefined;
  if (typed && before.expression !== after.expression) return { text: "formula of the landscape", key: "formula" };
  const shaped = kinds.every((kind) => before[kind] === after[kind]);
  return shaped ? { text: "shape of the landscape", key: "shape" } : { text: "another landscape", key: null };
}

/** @param {Racer[]} before @param {Racer[]} after */
function racersChange(before, after) {
  const names = (/** @type {Racer[]} */ some) => some.map(({ name }) => name).join(", ");
  const missing = (/** @type {Racer[]} */ some, /** @type {Racer[]} */ others) =>
    some.filter(({ id }) => others.every((one) => one.id !== id));
  const [removed, added] = [missing(before, after), missing(after, before)];
  if (removed.length && added.length) return { text: "other racers", key: null };
  if (removed.length) return { text: `${names(removed)} removed`, key: null };
  if (added.length) return { text: `${names(added)} added`, key: null };
  const changed = after.filter((racer, place) => !same(racer, before[place]));
  if (changed.length !== 1) return { text: "several racers", key: null };
  const [racer] = changed;
  const was = /** @type {Racer} */ (before.find(({ id }) => id === racer.id));
  return racerChange(was, racer);
}

/** @param {Racer} before @param {Racer} after */
function racerChange(before, after) {
  const who = before.name;
  if (before.rule !== after.rule) return { text: `${who}: another rule`, key: null };
  if (before.source !== after.source) return { text: `${who}: code`, key: `code ${after.id}` };
  if (!same(before.modifiers, after.modifiers)) return { text: `${who}: modifiers`, key: null };
  if (before.name !== after.name) return { text: `${who}: name`, key: null };
  const set = new Set([...Object.keys(before.settings), ...Object.keys(after.settings)]);
  const [name, ...others] = [...set].filter((one) => !same(before.settings[one], after.settings[one]));
  if (name === undefined) return { text: who, key: null };
  return others.length
    ? { text: `${who}: settings`, key: null }
    : { text: `${who}: ${name}`, key: `${after.id} ${name}` };
}

/** @param {unknown} a @param {unknown} b */
function same(a, b) {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
