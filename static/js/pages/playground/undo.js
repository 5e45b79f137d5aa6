/**
 * The last 50 changes of the race, whoever made them, to be undone and done again. One drag is one change, and so is what
 * is typed or pressed without a pause. States are never altered, so each that is kept costs a reference.
 */

import { changeOf, PARTS } from "./change-words.js";

/** @typedef {import("../../panels/kit/types.js").State} State */
/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {{state: State, text: string}} Entry a state to go to, and the change that lies between it and the next */

export const MOST_CHANGES = 50;
/** Milliseconds within which keys that change the same thing are one change. */
const PAUSE = 1000;

export class Undo {
  /** @type {Entry[]} */
  #past = [];
  /** @type {Entry[]} */
  #future = [];
  /** The last state that is complete: not one in the middle of a drag. @type {State} */
  #kept;
  #held = false;
  #moved = false;
  /** What was changed last, and when. @type {{key: string | null, at: number}} */
  #last = { key: null, at: -Infinity };
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /**
   * @param {Store} store
   * @param {() => number} [clock] milliseconds
   */
  constructor(store, clock = () => performance.now()) {
    this.store = store;
    this.clock = clock;
    this.#kept = store.state;
    store.subscribe((state, changed, { follows = false } = {}) => {
      if (!PARTS.some((name) => changed.has(name))) return;
      // Not the visitor's doing, but a consequence of the last change, which goes where that goes.
      if (follows && !this.#moved) this.#kept = state;
      else if (this.#held) this.#moved = true;
      else this.#keep();
    });
  }

  /** What would be undone; null where there is nothing. */
  get past() {
    return this.#past.at(-1)?.text ?? null;
  }

  /** What would be done again; null where there is nothing. */
  get future() {
    return this.#future.at(-1)?.text ?? null;
  }

  /** Hears of every change of `past` and `future`. @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** A drag begins: until `release` all of it is one change. */
  hold() {
    this.#held = true;
    // What a press does is never the end of what was typed before it.
    this.#last = { key: null, at: -Infinity };
  }

  release() {
    this.#held = false;
    if (!this.#moved) return;
    this.#last = { key: null, at: -Infinity };
    this.#keep();
  }

  /** Answers what was undone; null where there was nothing. */
  undo() {
    return this.#go(this.#past, this.#future);
  }

  /** Answers what was done again; null where there was nothing. */
  redo() {
    return this.#go(this.#future, this.#past);
  }

  #keep() {
    const { state } = this.store;
    this.#moved = false;
    const change = changeOf(this.#kept, state);
    const before = this.#kept;
    this.#kept = state;
    if (!change) return;
    const at = this.clock();
    const goesOn = change.key !== null && change.key === this.#last.key && at - this.#last.at < PAUSE;
    this.#last = { key: change.key, at };
    this.#future = [];
    if (!goesOn) this.#past = [...this.#past, { state: before, text: change.text }].slice(-MOST_CHANGES);
    this.#tell();
  }

  /** @param {Entry[]} from @param {Entry[]} to */
  #go(from, to) {
    this.release();
    const entry = from.pop();
    if (!entry) return null;
    to.push({ state: this.#kept, text: entry.text });
    this.#last = { key: null, at: -Infinity };
    const { state } = this.store;
    const { ground, racers, steps, start, seed } = entry.state;
    const selected = racers.some(({ id }) => id === state.selected) ? state.selected : entry.state.selected;
    const step = state.step === state.steps ? steps : Math.min(state.step, steps);
    // Kept before it is told: what listeners change in answer comes after it.
    this.#kept = { ...state, ground, racers, steps, start, seed, selected, step };
    this.store.set({ ground, racers, steps, start, seed, selected, step }, { follows: true });
    this.#tell();
    return entry.text;
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

/**
 * Lets every drag of the page be one change. A menu swallows the pointer's going up, so whatever else is done ends it too.
 * @param {Undo} undo
 */
export function wholeDrags(undo) {
  const release = () => undo.release();
  window.addEventListener("pointerdown", () => undo.hold(), { capture: true });
  for (const name of ["pointerup", "pointercancel", "change", "keydown"])
    window.addEventListener(name, release, { capture: true });
}
