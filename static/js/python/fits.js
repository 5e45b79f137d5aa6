/** Whether an answer is what it should be: an interpreter in which typed code ran may say anything. */

import { ANSWERS, KINDS, PIECES } from "./shapes.js";

/** @typedef {import("./arrays.js").Named} Named */

/** What every piece of a job has besides its own. */
const PROGRESS = { kind: "Progress" };

/**
 * What is wrong with an answer of a method, or with a piece of a job; null where it fits.
 * @param {string} method
 * @param {unknown} value
 * @param {Record<string, Named>} arrays
 * @param {string} [job] the kind of the job whose piece it is
 * @returns {string | null}
 */
export function misfit(method, value, arrays, job) {
  const piece = job !== undefined && method === "studio.job.next";
  const astray = piece ? differs(value, PROGRESS, "answer") : null;
  if (astray !== null) return astray;
  /** @type {string | null} */
  let wrong = `nothing is known of ${method}`;
  for (const answer of piece ? PIECES[job] : [ANSWERS[method]]) {
    wrong = differs(value, { kind: answer.value }, "answer") ?? arraysDiffer(answer, value, arrays);
    if (wrong === null) return null;
  }
  return wrong;
}

/**
 * @param {{arrays?: string, numbered?: boolean}} answer
 * @param {any} value
 * @param {Record<string, Named>} arrays
 */
function arraysDiffer(answer, value, arrays) {
  if (answer.arrays === undefined) return null;
  if (!answer.numbered) return differs(arrays, { kind: answer.arrays }, "arrays");
  for (const k of value.racers.keys()) {
    const own = Object.fromEntries(
      Object.keys(KINDS[answer.arrays]).map((name) => [bare(name), arrays[`${bare(name)}.${k}`]]),
    );
    const wrong = differs(own, { kind: answer.arrays }, `arrays.${k}`);
    if (wrong !== null) return wrong;
  }
  return null;
}

const bare = (/** @type {string} */ name) => name.replace(/\?$/, "");

/**
 * Where a value is not of that shape; null where it is.
 * @param {any} value
 * @param {any} shape as `shapes.js` has them
 * @param {string} place
 * @returns {string | null}
 */
function differs(value, shape, place) {
  const no = (/** @type {string} */ what) => `${place} is not ${what}`;
  if (typeof shape === "string") return plain(value, shape) ? null : no(shape);
  const [[how, inner]] = Object.entries(shape);
  if (how === "one") return inner.includes(value) ? null : no(inner.join(" or "));
  if (how === "or")
    return inner.some((/** @type {any} */ one) => differs(value, one, place) === null) ? null : no("any of its kinds");
  if (how === "array") return value?.data?.constructor?.name === inner && Array.isArray(value.shape) ? null : no(inner);
  if (how === "list" || how === "tuple") {
    if (!Array.isArray(value) || (how === "tuple" && value.length !== inner.length)) return no("such a list");
    return first(value, (one, k) => differs(one, how === "list" ? inner : inner[k], `${place}[${k}]`));
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return no("an object");
  if (how === "record") return first(Object.entries(value), ([name, one]) => differs(one, inner, `${place}.${name}`));
  return first(Object.entries(KINDS[inner]), ([name, one]) => {
    const found = value[bare(name)];
    return found === undefined && name.endsWith("?") ? null : differs(found, one, `${place}.${bare(name)}`);
  });
}

/** @param {unknown} value @param {string} kind @returns {boolean} */
function plain(value, kind) {
  if (kind === "any") return value !== undefined;
  if (kind === "null") return value === null;
  if (kind === "tensor")
    return (
      value === null || typeof value === "number" || (Array.isArray(value) && value.every((one) => plain(one, kind)))
    );
  return typeof value === kind;
}

/**
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item, place: number) => string | null} look
 */
function first(items, look) {
  for (const [place, item] of items.entries()) {
    const found = look(item, place);
    if (found !== null) return found;
  }
  return null;
}
