/** A number as somebody typed it: read, or refused with the reason. */

import { numberText } from "../base/numbers.js";

/** @typedef {{low?: number, high?: number, whole?: boolean}} Bounds */

const NUMBER = /^[+\-\u2212]?(\d+[.,]?\d*|[.,]\d+)(e[+\-\u2212]?\d+)?$/i;
const GROUPED = /^[+\-\u2212]?\d{1,3}([,.'\u2019 ]\d{3})+$/;

/**
 * @param {string} text
 * @param {Bounds} bounds
 * @returns {{value: number} | {refused: string}}
 */
export function readNumber(text, { low = -Infinity, high = Infinity, whole = false }) {
  const given = text.trim();
  if (given === "") return { refused: "A number is needed" };
  const shown = `“${given.length > 24 ? `${given.slice(0, 24)}…` : given}”`;
  const dotted = whole || given.includes(",") ? GROUPED.test(given) : false;
  if (dotted) return { refused: `${shown} may be one number or another: write it without marks between thousands` };
  if (!NUMBER.test(given)) return { refused: `${shown} is no number` };
  const value = Number(given.replace(",", ".").replaceAll("\u2212", "-"));
  if (!Number.isFinite(value)) return { refused: `${shown} is too large for a number here` };
  if (whole && !Number.isInteger(value)) return { refused: `${shown} is no whole number` };
  if (value < low) return { refused: `${shown} is below ${limitText(low)}, the least` };
  if (value > high) return { refused: `${shown} is above ${limitText(high)}, the most` };
  return { value: value === 0 ? 0 : value };
}

/** @param {number} value */
function limitText(value) {
  return Number.isInteger(value) && Math.abs(value) < 1e12 ? value.toLocaleString("en") : numberText(value);
}
