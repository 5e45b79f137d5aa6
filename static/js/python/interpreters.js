/**
 * The interpreters of the sandbox. Each serves one source for as long as it lives, so that nothing of one program can
 * reach another; spares, in which nothing has run, stand by for the next source.
 */

/** @typedef {import("./process.js").PythonProcess} PythonProcess */
/** @typedef {import("./channel.js").Failure} Failure */

/** Spares that stand by: one for the next source, one in which its first failure is looked at again. */
const SPARES = 2;

/**
 * An interpreter that serves a source.
 * @typedef {object} Serving
 * @property {PythonProcess} process
 * @property {string} source
 * @property {number} runs how many it has had
 * @property {boolean} worn whether one of them was interrupted, or replaced something outside of itself
 */

export class Interpreters {
  /** Why none could be started. @type {Failure | null} */
  failure = null;
  /** Sources whose interpreters stay although another source came, as those of a page's racers. @type {Set<string>} */
  kept = new Set();
  /** The one that served last comes last. @type {Map<string, Serving>} */
  #serving = new Map();
  /** @type {PythonProcess[]} */
  #spares = [];
  /** Whether one has ever been ready since the start. */
  #started = false;

  /**
   * @param {(quiet: boolean) => PythonProcess} make starts a worker
   * @param {() => void} onChange called when one has become ready, or when the one that is needed did not start
   */
  constructor(make, onChange) {
    this.make = make;
    this.onChange = onChange;
  }

  get ready() {
    return this.#started && this.failure === null;
  }

  /** Whether all spares stand by. */
  get spareReady() {
    return this.#spares.length === SPARES && this.#spares.every(({ state }) => state === "ready");
  }

  /** Starts the first one; one that is still starting is given up. */
  start() {
    if (this.ready) return;
    this.failure = null;
    for (const spare of this.#spares.splice(0)) spare.terminate();
    this.#add(false);
  }

  /** Starts one more spare, unless there are enough or one is starting: several start-ups at once have stuck browsers. */
  fill() {
    if (this.#spares.length < SPARES && this.#spares.every(({ state }) => state === "ready")) this.#add(true);
  }

  /**
   * The interpreter in which the source is to run; null while none is ready, and then one is on its way.
   * @param {string} source
   * @param {boolean} fresh whether it must be one in which nothing has run
   * @returns {Serving | null}
   */
  take(source, fresh) {
    const own = this.#serving.get(source);
    if (own && !fresh) {
      this.#serving.delete(source);
      this.#serving.set(source, own);
      return own;
    }
    const place = this.#spares.findIndex(({ state }) => state === "ready");
    if (place < 0) {
      if (this.failure === null && this.#spares.length === 0) this.#add(true);
      return null;
    }
    const [process] = this.#spares.splice(place, 1);
    if (own) this.end(own);
    for (const other of [...this.#serving.values()]) if (!this.kept.has(other.source)) this.end(other);
    const serving = { process, source, runs: 0, worn: false };
    this.#serving.set(source, serving);
    return serving;
  }

  /** @param {Serving} serving */
  end(serving) {
    if (this.#serving.get(serving.source) === serving) this.#serving.delete(serving.source);
    serving.process.terminate();
  }

  /** Ends all that have run something; spares have not. */
  clear() {
    for (const serving of [...this.#serving.values()]) this.end(serving);
  }

  close() {
    this.clear();
    for (const spare of this.#spares.splice(0)) spare.terminate();
  }

  /** @param {boolean} quiet whether its progress is nobody's business */
  #add(quiet) {
    const process = this.make(quiet);
    this.#spares.push(process);
    process.onDeath = (failure) => this.#died(process, failure);
    process.booted.then(
      () => {
        this.#started = true;
        this.onChange();
      },
      () => {}, // told by onDeath
    );
  }

  /**
   * @param {PythonProcess} process
   * @param {Failure} failure
   */
  #died(process, failure) {
    const place = this.#spares.indexOf(process);
    if (place >= 0) this.#spares.splice(place, 1);
    for (const [source, serving] of this.#serving) if (serving.process === process) this.#serving.delete(source);
    if (!process.wasReady) {
      // A spare that fails is missed only when it is needed; one that is would not start the next time either.
      if (this.#spares.length > 0 || (this.#started && !this.wanted())) return;
      this.failure = failure;
    }
    this.onChange();
  }

  /** Whether somebody waits for an interpreter. @type {() => boolean} */
  wanted = () => false;
}
