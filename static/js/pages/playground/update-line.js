/** Where in a rule's code its step stands: what one comes to change is in sight when the editor opens. */

/**
 * The line of `def update`, from 1; the first where there is none.
 * @param {string} source
 * @returns {number}
 */
export function updateLine(source) {
  const place = source.split("\n").findIndex((line) => /^def\s+update\s*\(/.test(line));
  return place < 0 ? 1 : place + 1;
}
