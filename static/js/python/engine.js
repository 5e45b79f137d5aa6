/**
 * The engine as the page sees it: calls that wait while it starts, and a fresh worker when one is lost.
 */

import { ChannelError } from "./channel.js";

/** @typedef {import("./process.js").PythonProcess} PythonProcess */
/** @typedef {import("./channel.js").Failure} Failure */

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
   */
  constructor(make, onChange) {
    this.make = make;
    this.onChange = onChange;
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
   * @returns {Promise<{value: any, payload: Uint8Array | null}>}
   */
  async call(method, args, payload, timeout) {
    const process = await this.#available();
    const transfer = payload ? [payload.buffer] : [];
    const timer = setTimeout(() => {
      const seconds = Math.round(timeout / 1000);
      process.terminate({
        kind: "timeout",
        message: `The engine did not answer '${method}' within ${seconds} seconds.`,
      });
      this.#lost(process, { kind: "timeout", message: "" });
    }, timeout);
    try {
      const params = { method, args: JSON.stringify(args), payload };
      const answer = await process.request("call", params, { transfer });
      const value = parsed(answer, method);
      // A verdict has an `error` too, that of the submission, among its other fields.
      if (value.error && Object.keys(value).length === 1) throw new DoorError(value.error);
      return { value, payload: answer.payload };
    } finally {
      clearTimeout(timer);
    }
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
