/** The typed rules that go along to a large comparison: from the playground to the form, within this browser. */

import { openStorage } from "./drafts.js";

const KEY = "rules-for-scale";
const MOST = 6;
const LONGEST_SOURCE = 40_000;
const LONGEST_NAME = 40;

/** @typedef {{name: string, source: string, modifiers?: string[], settings?: Record<string, unknown>}} TypedRule `modifiers` stand around it, `settings` take the place of defaults */

/**
 * Keeps these rules in place of those that were kept; says whether this browser keeps anything.
 * @param {TypedRule[]} rules
 * @param {Storage | null} [storage]
 */
export function keepForScale(rules, storage = openStorage()) {
  try {
    if (storage === null) return false;
    storage.setItem(KEY, JSON.stringify(named(rules).slice(0, MOST)));
    return true;
  } catch {
    return false;
  }
}

/**
 * The rules that were kept; none where nothing readable is.
 * @param {Storage | null} [storage]
 * @returns {TypedRule[]}
 */
export function keptForScale(storage = openStorage()) {
  try {
    /** @type {unknown} */
    const found = JSON.parse(storage?.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? named(found.filter(isRule).slice(0, MOST)) : [];
  } catch {
    return [];
  }
}

/**
 * @param {any} value
 * @returns {value is TypedRule}
 */
function isRule(value) {
  return (
    typeof value?.name === "string" &&
    typeof value.source === "string" &&
    value.source.length <= LONGEST_SOURCE &&
    (value.modifiers === undefined || Array.isArray(value.modifiers)) &&
    (value.settings === undefined || (typeof value.settings === "object" && value.settings !== null))
  );
}

/**
 * The rules with names as a comparison takes them: short, each its own, and nothing that a spreadsheet takes for a formula.
 * @param {TypedRule[]} rules
 * @returns {TypedRule[]}
 */
function named(rules) {
  /** @type {Set<string>} */
  const taken = new Set();
  return rules.map(({ name, ...rest }) => {
    const printed = [...name].map((letter) => (letter < " " || letter === "\u007f" ? " " : letter)).join("");
    const plain =
      printed
        .trim()
        .replace(/^[=+@-]+\s*/, "")
        .slice(0, LONGEST_NAME) || "typed rule";
    let free = plain;
    for (let number = 2; taken.has(free); number += 1) free = `${plain.slice(0, LONGEST_NAME - 3)} ${number}`;
    taken.add(free);
    return { name: free, ...rest };
  });
}
