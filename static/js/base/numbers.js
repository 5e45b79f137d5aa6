/**
 * Numbers as a person reads them. One rule for the whole site, in Python too (`app/text/numbers.py`); `tests/number-texts.json`
 * holds examples that both must keep.
 */

/** Significant digits where nothing else is asked for. */
const DIGITS = 4;
/** Below and from where a number is written with an exponent. */
const [SMALL, LARGE] = [1e-3, 1e5];
/** A run with numbers of this size is beyond all bounds, as Python stops it there. */
const BEYOND = 1e300;

/**
 * A number with so many significant digits, no zeros at its end, and an exponent where it is very small or large; whole
 * numbers below 100,000 in full. "diverged" stands for infinity and what is close to it.
 * @param {number | null | undefined} value
 * @param {number} [digits]
 * @param {string} [none] in place of a number that is not there: null, undefined, NaN
 */
export function numberText(value, digits = DIGITS, none = "–") {
  if (value === null || value === undefined || Number.isNaN(value)) return none;
  if (Math.abs(value) >= BEYOND) return "diverged";
  if (Number.isInteger(value) && Math.abs(value) < LARGE) return String(value);
  const shown = rounded(value, digits);
  const size = Math.abs(shown);
  return size >= SMALL && size < LARGE ? String(shown) : shown.toExponential().replace("e+", "e");
}

/**
 * The same where null means that the run diverged: JSON has no infinity.
 * @param {number | null} value
 * @param {string} [none] in place of null
 */
export function valueText(value, none = "diverged") {
  return numberText(value, DIGITS, none);
}

/**
 * A round number of an axis: all the digits that tell it from its neighbours, none that arithmetic left behind.
 * @param {number} value
 */
export function tickText(value) {
  return numberText(value, 6);
}

/**
 * The number with so many significant digits.
 * @param {number} value
 * @param {number} digits
 */
export function rounded(value, digits) {
  return Number(value.toPrecision(digits));
}

/**
 * @param {number} share from 0 to 1
 * @param {number} [decimals]
 */
export function percentText(share, decimals = 0) {
  return `${(100 * share).toFixed(decimals)} %`;
}

/**
 * A share that may be very small: two or three digits, and words where it is next to nothing.
 * @param {number | null | undefined} share from 0 to 1; empty where there is none
 */
export function shareText(share) {
  if (share === null || share === undefined) return "";
  const value = share < 1e-9 ? 0 : 100 * share; // less than that is rounding
  if (value !== 0 && value < 0.1) return "under 0.1\u00a0%";
  return `${value >= 99.95 || value === 0 ? Math.round(value) : value.toPrecision(value < 10 ? 2 : 3)}\u00a0%`;
}

/**
 * How many, with commas between thousands.
 * @param {number} value
 */
export function countText(value) {
  return Math.round(value).toLocaleString("en");
}

/** @param {number} seconds */
export function durationText(seconds) {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** @param {number} bytes */
export function memoryText(bytes) {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  if (bytes < 1e9) return `${Math.round(bytes / 1e6)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
