/** What the fields of a schedule say, and the line that it draws. Pure. */

/**
 * Of settings with values those that differ from their default.
 * @param {[{ name: string, default: any }, any][]} fields
 * @returns {Record<string, any>}
 */
export function changed(fields) {
  const other = fields.filter(([setting, value]) => String(value) !== String(setting.default));
  return Object.fromEntries(other.map(([{ name }, value]) => [name, value]));
}

/**
 * The numbers of a list as typed, or the text where one of them is none, which the server answers.
 * @param {string} text
 */
export function listOf(text) {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = parts.map(Number);
  return parts.length > 0 && numbers.every(Number.isFinite) ? numbers : text;
}

/**
 * The corners of the line that a schedule draws in a box of 100 × 30, the peak at its top.
 * @param {number[]} shape
 */
export function cornersOf(shape) {
  const last = Math.max(1, shape.length - 1);
  return shape.map((share, at) => `${(100 * at) / last},${29 - 28 * Math.min(1, share)}`).join(" ");
}
