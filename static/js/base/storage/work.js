/** All of a visitor's work as one file: drafts and histories of every problem, out and in again. Nothing is lost by it. */

import { Drafts, parseDraft, write } from "./drafts.js";
import { History, LIMIT } from "./history.js";

const FORMAT = "optimizer-playground-work";

/**
 * @typedef {object} Work
 * @property {string} format
 * @property {number} version
 * @property {Record<string, import("./drafts.js").Draft>} drafts by problem
 * @property {Record<string, import("./history.js").Entry[]>} history by problem
 */

/**
 * @typedef {object} Imported
 * @property {number} taken drafts that are now here
 * @property {string[]} kept problems whose draft here differs: the imported code is in their history instead
 */

/**
 * @param {Storage} storage
 * @returns {Work}
 */
export function exportWork(storage) {
  const drafts = new Drafts(storage);
  const history = new History(storage);
  /** @type {Work} */
  const work = { format: FORMAT, version: 1, drafts: {}, history: {} };
  for (const key of Object.keys(storage).sort()) {
    const [kind, slug] = key.split(/:(.*)/s);
    const draft = kind === "draft" ? drafts.read(slug) : null;
    if (draft) work.drafts[slug] = draft;
    if (kind === "history") work.history[slug] = history.read(slug);
  }
  return work;
}

/**
 * Takes a file in. A draft that differs from the one here does not replace it. Throws with a sentence for a person.
 * @param {Storage} storage
 * @param {string} text
 * @param {number} time
 * @returns {Imported}
 */
export function importWork(storage, text, time) {
  const work = parse(text);
  const drafts = new Drafts(storage);
  const history = new History(storage);
  /** @type {Imported} */
  const imported = { taken: 0, kept: [] };
  for (const [slug, entries] of Object.entries(work.history)) {
    merge(storage, history, slug, Array.isArray(entries) ? entries : []);
  }
  for (const [slug, value] of Object.entries(work.drafts)) {
    const draft = parseDraft(JSON.stringify(value));
    const here = drafts.read(slug);
    if (!draft || here?.code === draft.code) continue;
    if (here) {
      merge(storage, history, slug, [{ time, code: draft.code, passed: 0, total: 0, mistake: null }]);
      imported.kept.push(slug);
    } else {
      full(write(storage, Drafts.key(slug), draft));
      imported.taken++;
    }
  }
  return imported;
}

/**
 * @param {string} text
 * @returns {Work}
 */
function parse(text) {
  let work;
  try {
    work = JSON.parse(text);
  } catch {
    throw new Error("This is not a file that was exported here: it is no JSON.");
  }
  const sound = work?.format === FORMAT && isObject(work.drafts) && isObject(work.history);
  if (!sound) throw new Error("This is not a file that was exported here.");
  if (work.version !== 1) throw new Error(`This file has version ${work.version}; this page reads version 1.`);
  return work;
}

/**
 * @param {Storage} storage
 * @param {History} history
 * @param {string} slug
 * @param {import("./history.js").Entry[]} entries
 */
function merge(storage, history, slug, entries) {
  const here = history.read(slug);
  const known = new Set(here.map((entry) => `${entry.time} ${entry.code}`));
  const added = entries.filter((entry) => typeof entry?.code === "string" && !known.has(`${entry.time} ${entry.code}`));
  const all = [...here, ...added].sort((a, b) => b.time - a.time).slice(0, LIMIT);
  if (added.length > 0) full(write(storage, `history:${slug}`, all));
}

/** @param {import("./drafts.js").SaveOutcome} outcome */
function full(outcome) {
  if (outcome !== "saved") throw new Error("The browser's storage is full; not everything was taken in.");
}

/** @param {unknown} value */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
