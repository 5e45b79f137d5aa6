/**
 * Keeps a visitor's code in this browser: saved on every pause in typing, never silently overwritten.
 *
 * A draft carries a revision. A tab that saves says which revision it last saw; if another tab saved in between, nothing
 * is written and the caller is told (`"conflict"`), so that the person decides. Full or blocked storage is told, too.
 */

/**
 * @typedef {object} Draft
 * @property {string} code
 * @property {number} revision counts up by one on every save, over all tabs
 * @property {string} starter which starter the code began from (its hash), to announce a changed one
 * @property {number} time milliseconds since 1970
 */

/** @typedef {"saved" | "conflict" | "full" | "blocked"} SaveOutcome */

export class Drafts {
  /** @param {Storage | null} storage `localStorage`, or null where it is blocked */
  constructor(storage) {
    this.storage = storage;
  }

  /** @param {string} slug */
  static key(slug) {
    return `draft:${slug}`;
  }

  /**
   * The stored draft, or null where there is none or it cannot be read.
   * @param {string} slug
   * @returns {Draft | null}
   */
  read(slug) {
    try {
      return parseDraft(this.storage?.getItem(Drafts.key(slug)) ?? null);
    } catch {
      return null;
    }
  }

  /**
   * Saves if no other tab saved since `seen`, the revision this tab last read or wrote (0 for none).
   * @param {string} slug
   * @param {string} code
   * @param {string} starter
   * @param {number} seen
   * @param {number} time
   * @returns {{ outcome: SaveOutcome, revision: number }}
   */
  save(slug, code, starter, seen, time) {
    if (!this.storage) return { outcome: "blocked", revision: seen };
    const stored = this.read(slug);
    if (stored && stored.revision !== seen && stored.code !== code) {
      return { outcome: "conflict", revision: seen };
    }
    const revision = Math.max(stored?.revision ?? 0, seen) + 1;
    const outcome = write(this.storage, Drafts.key(slug), { code, revision, starter, time });
    return { outcome, revision: outcome === "saved" ? revision : seen };
  }
}

/**
 * @param {string | null} text
 * @returns {Draft | null}
 */
export function parseDraft(text) {
  if (text === null) return null;
  try {
    const draft = JSON.parse(text);
    const sound = typeof draft?.code === "string" && Number.isSafeInteger(draft.revision);
    return sound ? { starter: "", time: 0, ...draft } : null;
  } catch {
    return null;
  }
}

/**
 * @param {Storage} storage
 * @param {string} key
 * @param {unknown} value
 * @returns {SaveOutcome}
 */
export function write(storage, key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
    return "saved";
  } catch (error) {
    return error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "blocked";
  }
}

/** `localStorage`, or null where the browser blocks it. */
export function openStorage() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}
