/**
 * How lucky each racer's start is: the share of random starts that end worse. Found a little at a time once a fair race
 * has asked for it, and only while nothing else is being computed, so that a drag never waits for it.
 */

import { mayRun, racerOf, runOf } from "../../panels/kit/requests.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("../../panels/kit/types.js").State} State */
/** @typedef {import("../../panels/kit/types.js").Racer} Racer */
/** @typedef {import("../../python/studio.js").Studio} Studio */

/** How long nothing may have changed, in milliseconds. */
const QUIET = 700;
/** Starts at a time, and in all; a rule whose runs take long is content with the first lot. */
const [LOT, ALL] = [100, 500];
const LONG = 1000;

/**
 * @typedef {object} Found
 * @property {string} question what was asked
 * @property {number} worse how many of `count` random starts ended with a higher loss
 * @property {number} count
 * @property {number} [own] the loss to beat
 * @property {boolean} whole whether no more will be asked
 */

export class Luck {
  /** @type {Map<string, Found>} */
  #found = new Map();
  #begun = false;
  #timer = 0;
  #round = 0;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /**
   * @param {Studio} studio
   * @param {Store} store
   * @param {() => boolean} busy whether something that is looked at is being computed
   */
  constructor(studio, store, busy) {
    this.studio = studio;
    this.store = store;
    this.busy = busy;
    store.subscribe((_state, changed) => {
      if (["ground", "racers", "steps", "start", "seed"].some((name) => changed.has(name))) this.#later();
    });
  }

  /** Finds it from now on, for whatever races. */
  begin() {
    if (this.#begun) return;
    this.#begun = true;
    this.#later();
  }

  /** Whether it is being looked for at all. */
  get begun() {
    return this.#begun;
  }

  /**
   * What is known of the racer as it races now; null before the first starts have been tried.
   * @param {Racer} racer
   * @returns {Found | null}
   */
  of(racer) {
    const found = this.#found.get(racer.id);
    return found?.count && found.question === question(this.store.state, racer) ? found : null;
  }

  /** @param {() => void} listener answers how to unsubscribe */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #later() {
    if (!this.#begun) return;
    this.#round += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#go(this.#round), QUIET);
    this.#tell();
  }

  /** @param {number} round which ends as soon as anything changes */
  async #go(round) {
    const { state } = this.store;
    for (const racer of state.racers.filter(mayRun)) {
      const asked = question(state, racer);
      const before = this.#found.get(racer.id);
      /** @type {Found} */
      const found = before?.question === asked ? before : { question: asked, worse: 0, count: 0, whole: false };
      this.#found.set(racer.id, found);
      while (!found.whole) {
        while (this.busy()) {
          await new Promise((resolve) => setTimeout(resolve, QUIET));
          if (round !== this.#round) return;
        }
        // Every lot has starts of its own; the loss to beat is that of the race, the same in all.
        const seed = (state.seed + found.count * 1_000_003) % 2 ** 31;
        const answer = await this.studio.ask("studio.luck", {
          ...runOf(state),
          seed,
          racer: racerOf(racer),
          count: LOT,
        });
        const losses = answer.outcome === "done" ? /** @type {Float64Array} */ (answer.arrays?.losses.data) : null;
        if (losses) {
          const own = found.own ?? answer.value?.loss ?? Infinity;
          Object.assign(found, {
            own,
            worse: found.worse + losses.filter((loss) => loss > own).length,
            count: found.count + losses.length,
          });
        }
        found.whole = losses === null || found.count >= ALL || losses.length < LOT || (answer.milliseconds ?? 0) > LONG;
        this.#tell();
        if (round !== this.#round) return;
      }
    }
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

/** @param {State} state @param {Racer} racer */
function question(state, racer) {
  return JSON.stringify([runOf(state), racerOf(racer)]);
}
