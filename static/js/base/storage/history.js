/** Remembers each run of a problem: the code that ran and how it went, newest first, at most `LIMIT` of them. */

import { write } from "./drafts.js";

/**
 * @typedef {object} Entry
 * @property {number} time milliseconds since 1970
 * @property {string} code
 * @property {number} passed
 * @property {number} total
 * @property {string | null} mistake
 */

export const LIMIT = 40;

export class History {
  /** @param {Storage | null} storage */
  constructor(storage) {
    this.storage = storage;
  }

  /**
   * @param {string} slug
   * @returns {Entry[]}
   */
  read(slug) {
    try {
      const entries = JSON.parse(this.storage?.getItem(`history:${slug}`) ?? "[]");
      return Array.isArray(entries) ? entries.filter((entry) => typeof entry?.code === "string") : [];
    } catch {
      return [];
    }
  }

  /**
   * Adds a run; the same code run again replaces its newest entry. Where storage is full the oldest half is given up
   * before anything else is.
   * @param {string} slug
   * @param {Entry} entry
   * @returns {import("./drafts.js").SaveOutcome}
   */
  add(slug, entry) {
    if (!this.storage) return "blocked";
    let entries = this.read(slug);
    if (entries[0]?.code === entry.code) entries = entries.slice(1);
    entries = [entry, ...entries].slice(0, LIMIT);
    let outcome = write(this.storage, `history:${slug}`, entries);
    while (outcome === "full" && entries.length > 1) {
      entries = entries.slice(0, Math.ceil(entries.length / 2));
      outcome = write(this.storage, `history:${slug}`, entries);
    }
    return outcome;
  }
}
