/**
 * One Python worker as the page sees it: it boots or fails, answers requests, can be interrupted, and dies.
 */

import { Channel, ChannelError } from "./channel.js";

/** @typedef {import("./workers/boot.js").Assets} Assets */
/** @typedef {import("./workers/boot.js").Progress} Progress */
/** @typedef {import("./channel.js").Failure} Failure */

/** @typedef {import("../base/config.js").Area} Area */

/** The value by which Pyodide recognises a request for `KeyboardInterrupt` (the number of the signal SIGINT). */
const SIGINT = 2;

/**
 * How many times as long as a download may stand still a stage may take that computes: nothing is heard of it before its end,
 * and WebKit compiles Python for a minute on two busy cores.
 */
const STAGE = 3;

/**
 * @typedef {object} ProcessOptions
 * @property {string} url the worker's module
 * @property {Assets} assets
 * @property {Area} [area] all where it is left out
 * @property {boolean} isolated whether memory can be shared, so that Python can be interrupted
 * @property {number} bootTimeout milliseconds without a byte after which the start counts as failed
 * @property {WebAssembly.Module | null} compiled
 * @property {(progress: Progress) => void} onProgress
 */

export class PythonProcess {
  /** @type {"booting" | "ready" | "dead"} */
  state = "booting";
  /** Whether it has ever been ready. */
  wasReady = false;
  /** Resolves when Python is ready; rejects with `ChannelError` when it will not be. @type {Promise<void>} */
  booted;
  /** Pyodide's code for the next worker. @type {WebAssembly.Module | null} */
  compiled;
  /** Called once when the worker dies of itself. @type {(failure: Failure) => void} */
  onDeath = () => {};
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Channel | null} */
  #channel = null;
  /** @type {Uint8Array | null} */
  #interrupts = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watchdog;
  #settle = { resolve: () => {}, reject: (/** @type {ChannelError} */ _error) => {} };

  /** @param {ProcessOptions} options */
  constructor(options) {
    this.compiled = options.compiled;
    this.booted = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.booted.catch(() => {});
    try {
      this.#start(options);
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      const failure = { kind: "crash", message: `This browser could not start a Python worker: ${what}` };
      // Later: whoever makes this process says only then what is to be done when it dies.
      queueMicrotask(() => this.#die(failure));
    }
  }

  /** @param {ProcessOptions} options */
  #start({ url, assets, area, isolated, bootTimeout, compiled, onProgress }) {
    this.#interrupts = isolated ? new Uint8Array(new SharedArrayBuffer(1)) : null;
    const worker = new Worker(url, { type: "module" });
    this.#worker = worker;
    const { port1, port2 } = new MessageChannel();
    this.#channel = new Channel(port1, (name, detail) => {
      if (this.state !== "booting") return;
      if (name === "progress") {
        this.#watch(detail.stage === "download" ? bootTimeout : STAGE * bootTimeout);
        onProgress(detail);
      } else if (name === "ready") {
        clearTimeout(this.#watchdog);
        this.state = "ready";
        this.wasReady = true;
        this.compiled = detail.compiled;
        this.#settle.resolve();
      } else if (name === "failed") {
        this.#die(detail);
      }
    });
    worker.onerror = (event) => {
      event.preventDefault();
      const what = event.message ? event.message : "its script could not be loaded";
      this.#die({ kind: "crash", message: `The Python worker failed: ${what}` });
    };
    worker.postMessage({ port: port2, assets, area, interrupts: this.#interrupts, compiled }, [port2]);
    this.#watch(bootTimeout);
  }

  /** Whether Python can be interrupted without losing the worker. */
  get interruptible() {
    return this.#interrupts !== null;
  }

  /**
   * The answer to one request. An answer of kind `crash` also ends the worker.
   * @param {string} method
   * @param {object} params
   * @param {{transfer?: Transferable[], onEvent?: (name: string, detail: any) => void}} [options]
   * @returns {Promise<any>}
   */
  async request(method, params, options) {
    if (!this.#channel) throw new ChannelError({ kind: "closed", message: "The Python worker did not start." });
    try {
      return await this.#channel.request(method, params, options);
    } catch (error) {
      if (error instanceof ChannelError && error.kind === "crash") this.#die({ kind: "crash", message: error.message });
      throw error;
    }
  }

  /** Asks Python to raise `KeyboardInterrupt`; code in C, or code that catches everything, does not answer. */
  interrupt() {
    if (this.#interrupts) this.#interrupts[0] = SIGINT;
  }

  /**
   * Takes back an interrupt that came after the last run had ended. The page does this before it sends a run: in the
   * worker it could take back one that was meant for the run itself.
   */
  clearInterrupt() {
    if (this.#interrupts) this.#interrupts[0] = 0;
  }

  /**
   * Ends the worker at once; what was pending is rejected.
   * @param {Failure} [failure]
   */
  terminate(failure = { kind: "closed", message: "The Python worker was ended." }) {
    if (this.state === "dead") return;
    this.state = "dead";
    clearTimeout(this.#watchdog);
    if (this.#worker) this.#worker.onerror = null;
    this.#worker?.terminate();
    this.#channel?.close(failure);
    this.#settle.reject(new ChannelError(failure));
  }

  /** @param {Failure} failure */
  #die(failure) {
    if (this.state === "dead") return;
    this.terminate(failure);
    this.onDeath(failure);
  }

  /** @param {number} milliseconds */
  #watch(milliseconds) {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      const seconds = Math.round(milliseconds / 1000);
      this.#die({ kind: "boot-timeout", message: `Python did not start: nothing happened for ${seconds} seconds.` });
    }, milliseconds);
  }
}
