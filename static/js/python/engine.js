/**
 * The engine as the page sees it: calls that wait while it starts, and a fresh worker when one is lost.
 */

import { ChannelError } from "./channel.js";

/** @typedef {import("./process.js").PythonProcess} PythonProcess */
/** @typedef {import("./channel.js").Failure} Failure */

/** Milliseconds that the engine has to answer a call which nobody waits for any longer. */
const PATIENCE = 1000;

const STOPPED = { kind: "closed", message: "The engine was stopped and started again." };

/** An error that Python reports, with the name of its class as `kind`: an answer, the engine is well. */
export class DoorError extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.message);
    this.name = "DoorError";
    this.kind = failure.kind;
  }
}

export class Engine {
  /** @type {Failure | null} */
  failure = null;
  /** @type {PythonProcess | null} */
  #process = null;
  /** Calls that wait for a process. @type {((process: PythonProcess) => void)[]} */
  #waiting = [];

  /**
   * @param {() => PythonProcess} make starts a worker
   * @param {() => void} onChange called when the engine becomes ready, fails, or starts anew
   * @param {(answer: any, method: string) => any} [read] the object that an answer holds
   */
  constructor(make, onChange, read = parsed) {
    this.make = make;
    this.onChange = onChange;
    this.read = read;
  }

  get ready() {
    return this.#process?.state === "ready";
  }

  /** Starts a worker unless one is ready; one that is still starting is given up. */
  start() {
    if (this.ready) return;
    this.#process?.terminate();
    this.failure = null;
    const process = this.make();
    this.#process = process;
    process.onDeath = (failure) => this.#lost(process, failure);
    process.booted.then(
      () => {
        for (const proceed of this.#waiting.splice(0)) proceed(process);
        this.onChange();
      },
      () => {}, // told by onDeath
    );
  }

  /**
   * What the Python door answers to `method`: the parsed JSON and bytes. Rejects with `DoorError` for an error of Python,
   * with `ChannelError` (`crash`, `timeout`, `closed`) when the worker was lost over it.
   * @param {string} method
   * @param {object} args
   * @param {Uint8Array | null} payload handed over, not copied
   * @param {number} timeout milliseconds
   * @param {AbortSignal} [signal] ends the wait: an engine that does not answer soon after is replaced
   * @returns {Promise<{value: any, payload: Uint8Array | null}>}
   */
  async call(method, args, payload, timeout, signal) {
    const process = await this.#available();
    const transfer = payload ? [payload.buffer] : [];
    const seconds = Math.round(timeout / 1000);
    const late = { kind: "timeout", message: `The engine did not answer '${method}' within ${seconds} seconds.` };
    let timer = setTimeout(() => this.#replace(process, late), timeout);
    const stop = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#replace(process, STOPPED), PATIENCE);
    };
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const params = { method, args: JSON.stringify(args), payload };
      const answer = await process.request("call", params, { transfer });
      const value = this.read(answer, method);
      // A verdict has an `error` too, that of the submission, among its other fields.
      if (value.error && Object.keys(value).length === 1) throw new DoorError(value.error);
      return { value, payload: answer.payload };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }

  /** Goes on with another worker; calls that were under way are rejected, those that wait go on waiting. */
  restart() {
    const old = this.#process;
    this.#process = null;
    old?.terminate(STOPPED);
    this.start();
  }

  close() {
    this.#process?.terminate();
    this.#process = null;
  }

  /** @returns {Promise<PythonProcess>} */
  #available() {
    if (this.#process?.state === "ready") return Promise.resolve(this.#process);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /**
   * @param {PythonProcess} process
   * @param {Failure} why
   */
  #replace(process, why) {
    process.terminate(why);
    this.#lost(process, why);
  }

  /**
   * @param {PythonProcess} process
   * @param {Failure} failure
   */
  #lost(process, failure) {
    if (this.#process !== process) return;
    this.#process = null;
    // One that ran is replaced; one that did not start would not start the next time either.
    if (process.wasReady) this.start();
    else this.failure = failure;
    this.onChange();
  }
}

/**
 * The object that an answer holds as JSON.
 * @param {any} answer
 * @param {string} method
 */
function parsed(answer, method) {
  let value = null;
  try {
    value = JSON.parse(answer.json);
  } catch {
    // Told below, with answers that are JSON and no object.
  }
  if (value === null || typeof value !== "object")
    throw new ChannelError({ kind: "crash", message: `The engine's answer to '${method}' could not be read.` });
  return value;
}
