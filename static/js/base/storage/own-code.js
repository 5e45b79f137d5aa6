/** Code that was typed and run in this browser: a link of its own that brings it to another page need not be asked about again. */

const KEY = "own-code";
const MOST = 8;

/**
 * Notes that this code is the visitor's own.
 * @param {Storage | null} storage
 * @param {string} source
 */
export function noteOwn(storage, source) {
  const others = noted(storage).filter((other) => other !== source);
  try {
    storage?.setItem(KEY, JSON.stringify([...others, source].slice(-MOST)));
  } catch {
    // Then the page that it is brought to asks, as for anybody's code.
  }
}

/**
 * Whether exactly this code was noted here.
 * @param {Storage | null} storage
 * @param {string} source
 */
export function isOwn(storage, source) {
  return noted(storage).includes(source);
}

/** @param {Storage | null} storage @returns {string[]} */
function noted(storage) {
  try {
    const stored = JSON.parse(storage?.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((source) => typeof source === "string") : [];
  } catch {
    return [];
  }
}
