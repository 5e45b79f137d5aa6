/**
 * Runs what a visitor typed, one run at a time, and always gets the page an answer.
 *
 * What runs first in an interpreter is all that ever runs there: another source gets another (`interpreters.js`). Stop and
 * time-outs climb a ladder: ask Python to interrupt, wait for `PATIENCE`, end the worker. Where memory cannot be shared
 * the first rung is missing.
 */

import { Interpreters } from "./interpreters.js";
import { read } from "./worker-answer.js";

/** @typedef {import("./process.js").PythonProcess} PythonProcess */
/** @typedef {import("./channel.js").Failure} Failure */
/** @typedef {import("./interpreters.js").Serving} Serving */

/** Milliseconds that an interrupted program has to end. */
export const PATIENCE = 300;

/** @type {RunResult} */
const STOPPED = { outcome: "stopped", milliseconds: 0, recovery: "none", before: 0, worn: false };

/** @type {Failure} */
const REPLACED = { kind: "closed", message: "Its interpreter was replaced." };

/** @typedef {import("./worker-answer.js").RunResult} RunResult */
/** @typedef {import("./worker-answer.js").WorkerAnswer} WorkerAnswer */

/**
 * `fresh` asks for an interpreter in which nothing has run; `signal` ends this run alone, also while it waits; `check`
 * throws at an answer that is none, whose interpreter then goes.
 * @typedef {{timeout: number, onOutput: (text: string, cut: boolean) => void, fresh?: boolean, signal?: AbortSignal, check?: (answer: WorkerAnswer) => void}} RunOptions
 */

/**
 * @typedef {object} Job
 * @property {string} method
 * @property {object} params
 * @property {string} source what the visitor typed
 * @property {boolean} fresh
 * @property {Transferable[]} transfer
 * @property {number} timeout
 * @property {(text: string, cut: boolean) => void} onOutput
 * @property {(result: RunResult) => void} resolve
 * @property {(answer: WorkerAnswer) => void} check
 * @property {"timeout" | "stopped" | null} halted why it is being ended
 * @property {Serving | null} serving where it runs
 * @property {{before: number, worn: boolean}} found what its interpreter had been through before it
 * @property {number} started
 * @property {ReturnType<typeof setTimeout> | undefined} timer
 */

export class Sandbox {
  /** @type {Interpreters} */
  #interpreters;
  /** @type {Job[]} */
  #queue = [];
  /** @type {Job | null} */
  #job = null;

  /**
   * @param {(spare: boolean) => PythonProcess} make starts a worker
   * @param {() => void} onChange called when the sandbox becomes ready, fails, starts or ends a run
   * @param {() => number} [patience] the milliseconds that an interrupted program has to end
   */
  constructor(make, onChange, patience = () => PATIENCE) {
    this.onChange = onChange;
    this.patience = patience;
    this.#interpreters = new Interpreters(make, () => {
      this.onChange();
      this.#next();
    });
    this.#interpreters.wanted = () => this.waiting;
  }

  get ready() {
    return this.#interpreters.ready;
  }

  get failure() {
    return this.#interpreters.failure;
  }

  get spareReady() {
    return this.#interpreters.spareReady;
  }

  /** Whether a program waits for an interpreter. */
  get waiting() {
    return this.#job === null && this.#queue.length > 0;
  }

  /** Starts a worker unless one is ready; one that is still starting is given up. */
  start() {
    this.#interpreters.start();
  }

  /** Starts a spare where one is missing and none is starting. */
  startSpare() {
    if (this.ready) this.#interpreters.fill();
  }

  /**
   * Keeps the interpreters of these sources although others come.
   * @param {Iterable<string>} sources
   */
  keep(sources) {
    this.#interpreters.kept = new Set(sources);
  }

  /**
   * How the run of `source` on `input` ended; never rejects. Runs wait for each other and for the worker to start.
   * @param {string} source
   * @param {Uint8Array} input handed over, not copied
   * @param {RunOptions} options `timeout` in milliseconds
   * @returns {Promise<RunResult>}
   */
  run(source, input, options) {
    return this.#submit("run", { source, input }, source, [input.buffer], options);
  }

  /**
   * How the call of a method in which typed rules run ended; never rejects. Calls wait as runs do.
   * @param {string} method
   * @param {object} args
   * @param {string} source what runs in it
   * @param {RunOptions} options `timeout` in milliseconds
   * @returns {Promise<RunResult>}
   */
  call(method, args, source, options) {
    return this.#submit("call", { method, args: JSON.stringify(args) }, source, [], options);
  }

  /**
   * @param {string} method of the worker
   * @param {object} params
   * @param {string} source
   * @param {Transferable[]} transfer
   * @param {RunOptions} options
   * @returns {Promise<RunResult>}
   */
  #submit(method, params, source, transfer, { timeout, onOutput, fresh = false, signal, check = () => {} }) {
    return new Promise((resolve) => {
      /** @type {Job} */
      const job = {
        ...{ method, params, source, fresh, transfer, timeout, onOutput, check, resolve },
        ...{ halted: null, serving: null, found: { before: 0, worn: false }, started: 0, timer: undefined },
      };
      if (signal?.aborted) {
        resolve({ ...STOPPED });
        return;
      }
      signal?.addEventListener("abort", () => this.#drop(job), { once: true });
      this.#queue.push(job);
      this.#next();
    });
  }

  /** @param {Job} job */
  #drop(job) {
    const place = this.#queue.indexOf(job);
    if (place >= 0) this.#queue.splice(place, 1)[0].resolve({ ...STOPPED });
    else this.#halt(job, "stopped");
  }

  /** Stops the program that runs and drops those that wait. */
  stop() {
    for (const job of this.#queue.splice(0)) job.resolve({ ...STOPPED });
    if (this.#job) this.#halt(this.#job, "stopped");
  }

  /**
   * Ends every interpreter in which something has run. A program that runs ends with its own, as what it was halted for or
   * as `crash`.
   */
  recycle() {
    const orphan = this.#job;
    this.#interpreters.clear();
    if (orphan) this.#lost(orphan, REPLACED);
    else this.onChange();
  }

  close() {
    this.#interpreters.close();
    for (const job of this.#queue.splice(0)) job.resolve({ ...STOPPED });
    if (this.#job) this.#lost(this.#job, REPLACED);
  }

  #next() {
    const job = this.#queue[0];
    if (this.#job || !job) return;
    const serving = this.#interpreters.take(job.source, job.fresh);
    if (!serving) return;
    this.#queue.shift();
    this.#job = job;
    job.serving = serving;
    job.found = { before: serving.runs, worn: serving.worn };
    serving.runs += 1;
    job.started = performance.now();
    job.timer = setTimeout(() => this.#halt(job, "timeout"), job.timeout);
    this.onChange();
    const { process } = serving;
    process.clearInterrupt();
    const request = process.request(job.method, job.params, {
      transfer: job.transfer,
      onEvent: (name, detail) => {
        if (name === "output") job.onOutput(detail.text, detail.cut);
      },
    });
    const readable = request.then((given) => {
      const answer = read(given);
      job.check(answer);
      return answer;
    });
    readable.then(
      ({ tampered, ...answer }) => {
        serving.worn ||= tampered.length > 0 || job.halted !== null;
        if (job.halted) this.#finish(job, { outcome: job.halted, recovery: "interrupt" });
        else this.#finish(job, { outcome: "done", ...answer, tampered, recovery: "none" });
      },
      // Python was interrupted outside of the visitor's code, or failed there: its state is not to be trusted.
      (error) => this.#lost(job, error),
    );
  }

  /**
   * Ends a job that has lost its interpreter, and that interpreter; nothing if the job has ended.
   * @param {Job} job
   * @param {Failure} failure
   */
  #lost(job, failure) {
    if (this.#job !== job) return;
    if (job.serving) this.#interpreters.end(job.serving);
    if (job.halted) this.#finish(job, { outcome: job.halted, recovery: "replace" });
    else this.#finish(job, { outcome: "crash", message: failure.message, recovery: "replace" });
  }

  /**
   * @param {Job} job
   * @param {"timeout" | "stopped"} why
   */
  #halt(job, why) {
    if (this.#job !== job || job.halted) return;
    job.halted = why;
    clearTimeout(job.timer);
    const process = job.serving?.process;
    if (!process?.interruptible) {
      this.#lost(job, REPLACED);
      return;
    }
    process.interrupt();
    job.timer = setTimeout(() => this.#lost(job, REPLACED), this.patience());
  }

  /**
   * @param {Job} job
   * @param {Omit<RunResult, "milliseconds" | "before" | "worn">} result
   */
  #finish(job, result) {
    if (this.#job !== job) return;
    clearTimeout(job.timer);
    this.#job = null;
    job.resolve({ ...result, ...job.found, milliseconds: performance.now() - job.started });
    this.onChange();
    this.#next();
  }
}
