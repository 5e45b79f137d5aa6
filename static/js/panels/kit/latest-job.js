/** One job at a time: started again a moment after its arguments changed, or only when asked; progress, cancel, end. */

import { failureOf } from "./requests.js";

/** @typedef {import("../../python/studio.js").Studio} Studio */
/** @typedef {import("../../python/studio.js").Answer} Answer */
/** @typedef {import("../../python/job.js").OnPiece} OnPiece */

const QUIET = 200;

/**
 * @typedef {object} Listener
 * @property {() => void} onStart before the first piece: what is drawn may stay until then
 * @property {OnPiece} onPiece
 * @property {(answer: Answer, failure: string | null) => void} onEnd not called for a job that another one replaced
 */

export class LatestJob {
  #timer = 0;
  #asked = "";
  /** @type {import("../../python/job.js").Job | null} */
  #job = null;

  /**
   * @param {Studio} studio
   * @param {keyof import("../../python/studio.js").Jobs} kind
   * @param {Listener} listener
   */
  constructor(studio, kind, listener) {
    this.studio = studio;
    this.kind = kind;
    this.listener = listener;
  }

  get running() {
    return this.#job !== null;
  }

  /**
   * Sees to it that the job with these arguments is done: nothing if it is, or runs; null stops what runs.
   * @param {Record<string, any> | null} args
   * @returns {boolean} whether a job will start
   */
  want(args) {
    const asked = args === null ? "" : JSON.stringify(args);
    if (asked === this.#asked) return false;
    const first = this.#asked === "";
    this.stop();
    this.#asked = asked;
    if (args === null) return false;
    this.#timer = setTimeout(() => this.#start(args), first ? 0 : QUIET);
    return true;
  }

  /** Ends what runs; the same arguments may then be wanted again. */
  stop() {
    clearTimeout(this.#timer);
    this.#asked = "";
    const job = this.#job;
    this.#job = null;
    job?.cancel();
  }

  /** @param {Record<string, any>} args */
  #start(args) {
    this.listener.onStart();
    const job = this.studio.start(this.kind, /** @type {any} */ (args), {
      onPiece: (value, arrays, progress) => {
        if (this.#job === job) this.listener.onPiece(value, arrays, progress);
      },
    });
    this.#job = job;
    void job.ended.then((answer) => {
      if (this.#job !== job) return;
      this.#job = null;
      this.listener.onEnd(answer, failureOf(answer));
    });
  }
}
