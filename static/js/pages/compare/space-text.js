/** What is searched of a rule, as a comparison and an address hold it. Pure. */

/** @typedef {{ low: number, high: number, usual: boolean, doc: string }} Offered the ends at first, and whether it is searched at first */
/** @typedef {Record<string, [number, number]>} Spaces by hyperparameter its lower and its upper end */

/**
 * What is ticked, with its ends; null where that is the usual.
 * @param {Record<string, Offered>} offered
 * @param {Record<string, { ticked: boolean, low: number, high: number }>} set
 * @returns {Spaces | null}
 */
export function differing(offered, set) {
  const same = Object.entries(offered).every(([name, { low, high, usual }]) => {
    const now = set[name];
    return now.ticked === usual && (!usual || (now.low === low && now.high === high));
  });
  if (same) return null;
  const ticked = Object.entries(set).filter(([, each]) => each.ticked);
  return Object.fromEntries(ticked.map(([name, { low, high }]) => [name, [low, high]]));
}

/**
 * A search as the server takes it.
 * @param {Spaces | null | undefined} spaces
 */
export function searchOf(spaces) {
  return Object.fromEntries(Object.entries(spaces ?? {}).map(([name, [low, high]]) => [name, { low, high }]));
}

/** @type {Record<string, (name: string) => string>} */
const SCALES = { log: () => "log", linear: () => "linear", log_from_1: (name) => `log of 1 − ${name}` };

/**
 * The spaces of a plan in words.
 * @param {Record<string, [number, number, string]>} space
 * @param {(value: number) => string} text
 */
export function spaceText(space, text) {
  return Object.entries(space)
    .map(([name, [low, high, scale]]) => `${name} ${text(low)} to ${text(high)} (${SCALES[scale]?.(name) ?? scale})`)
    .join(", ");
}
