/** Numbers as a person says them. */

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** @param {number} bytes */
export function memory(bytes) {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  if (bytes < 1e9) return `${Math.round(bytes / 1e6)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** @param {number} value */
export const count = (value) => Math.round(value).toLocaleString("en");

/**
 * Four significant digits, or `otherwise` where there is no number.
 * @param {number | null} value
 * @param {string} [otherwise]
 */
export function number(value, otherwise = "diverged") {
  if (value === null || !Number.isFinite(value)) return otherwise;
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5)
    ? value.toExponential(2).replace("e+", "e")
    : String(Number(value.toPrecision(4)));
}
