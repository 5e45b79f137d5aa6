/**
 * The latest wins: of the calls with one key, one runs and at most one waits; those between are dropped. Every call that
 * ran is answered, in order, so that a slider that never rests still shows something new as often as there is an answer.
 */

/** @typedef {{run: () => Promise<any>, resolve: (result: any) => void}} Waiting */

const SUPERSEDED = Object.freeze({ outcome: "superseded" });

export class Latest {
  /** What runs by key, and what waits behind it. @type {Map<string, {waiting: Waiting | null}>} */
  #lanes = new Map();

  /**
   * What `run` resolves with, or `SUPERSEDED` if a later call with this key was made before it began.
   * @template Result
   * @param {string} key
   * @param {() => Promise<Result>} run never rejects
   * @returns {Promise<Result | typeof SUPERSEDED>}
   */
  submit(key, run) {
    return new Promise((resolve) => {
      const lane = this.#lanes.get(key);
      if (!lane) {
        void this.#run(key, { run, resolve });
        return;
      }
      lane.waiting?.resolve(SUPERSEDED);
      lane.waiting = { run, resolve };
    });
  }

  /**
   * @param {string} key
   * @param {Waiting} first
   */
  async #run(key, first) {
    /** @type {{waiting: Waiting | null}} */
    const lane = { waiting: null };
    this.#lanes.set(key, lane);
    /** @type {Waiting | null} */
    let next = first;
    while (next) {
      const result = await next.run();
      next.resolve(result);
      next = lane.waiting;
      lane.waiting = null;
    }
    this.#lanes.delete(key);
  }
}
