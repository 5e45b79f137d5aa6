/**
 * Runs what a visitor typed, one run at a time, and always gets the page an answer.
 *
 * Stop and time-outs climb a ladder: ask Python to interrupt, wait for `PATIENCE`, end the worker and go on with the
 * spare that was started in idle time. Where memory cannot be shared the first rung is missing.
 */

import { read } from "./worker-answer.js";

/** @typedef {import("./process.js").PythonProcess} PythonProcess */
/** @typedef {import("./channel.js").Failure} Failure */

/** Milliseconds that an interrupted program has to end. */
export const PATIENCE = 300;

/** @type {RunResult} */
const STOPPED = { outcome: "stopped", milliseconds: 0, recovery: "none" };

/** @typedef {import("./worker-answer.js").RunResult} RunResult */
/** @typedef {import("./worker-answer.js").WorkerAnswer} WorkerAnswer */

/**
 * `signal` ends this run alone, also while it waits; `check` throws at an answer that is none, whose interpreter then goes.
 * @typedef {{timeout: number, onOutput: (text: string, cut: boolean) => void, signal?: AbortSignal, check?: (answer: WorkerAnswer) => void}} RunOptions
 */

/**
 * @typedef {object} Job
 * @property {string} method
 * @property {object} params
 * @property {string} source what the visitor typed
 * @property {Transferable[]} transfer
 * @property {number} timeout
 * @property {(text: string, cut: boolean) => void} onOutput
 * @property {(result: RunResult) => void} resolve
 * @property {(answer: WorkerAnswer) => void} check
 * @property {"timeout" | "stopped" | null} halted why it is being ended
 * @property {number} started
 * @property {ReturnType<typeof setTimeout> | undefined} timer
 */

export class Sandbox {
  /** @type {Failure | null} */
  failure = null;
  /** @type {PythonProcess | null} */
  #current = null;
  /** @type {PythonProcess | null} */
  #spare = null;
  /** @type {Job[]} */
  #queue = [];
  /** @type {Job | null} */
  #job = null;
  /**
   * Code that replaced something outside of itself: it may go on in the interpreter that it spoiled, other code gets
   * another. @type {string | null}
   */
  #tampered = null;

  /**
   * @param {(spare: boolean) => PythonProcess} make starts a worker
   * @param {() => void} onChange called when the sandbox becomes ready, fails, or starts anew
   * @param {() => number} [patience] the milliseconds that an interrupted program has to end
   */
  constructor(make, onChange, patience = () => PATIENCE) {
    this.make = make;
    this.onChange = onChange;
    this.patience = patience;
  }

  get ready() {
    return this.#current?.state === "ready";
  }

  get spareReady() {
    return this.#spare?.state === "ready";
  }

  /** Whether a program runs or waits to run. */
  get busy() {
    return this.#job !== null || this.#queue.length > 0;
  }

  /** Starts a worker unless one is ready; one that is still starting is given up. */
  start() {
    if (this.ready) return;
    this.#current?.terminate();
    this.failure = null;
    this.#adopt(this.make(false));
  }

  /** Starts the spare unless there is one, or the sandbox itself is not ready. */
  startSpare() {
    if (this.#spare || !this.ready) return;
    const spare = this.make(true);
    this.#spare = spare;
    // A spare that fails is missed only when it is needed, and then a new one is started.
    spare.onDeath = () => {
      if (this.#spare === spare) this.#spare = null;
    };
    spare.booted.then(this.onChange, () => {});
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
  #submit(method, params, source, transfer, { timeout, onOutput, signal, check = () => {} }) {
    return new Promise((resolve) => {
      /** @type {Job} */
      const job = {
        ...{ method, params, source, transfer, timeout, onOutput, check, resolve },
        ...{ halted: null, started: 0, timer: undefined },
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
   * Goes on with a fresh worker: what ran in this one may have changed it. A program that runs ends with it, as what it was
   * halted for or as `crash`.
   * @param {Failure} [failure] why
   */
  recycle(failure = { kind: "closed", message: "Its interpreter was replaced." }) {
    const old = this.#current;
    if (!old) return;
    const orphan = this.#job;
    this.#current = null;
    old.terminate();
    const next = this.#spare ?? this.make(false);
    this.#spare = null;
    this.#adopt(next);
    if (orphan) this.#lost(orphan, failure);
    else this.onChange();
  }

  close() {
    this.#current?.terminate();
    this.#spare?.terminate();
    this.#current = this.#spare = null;
    this.stop();
  }

  /** @param {PythonProcess} process */
  #adopt(process) {
    this.#current = process;
    this.#tampered = null;
    process.onDeath = (failure) => {
      if (this.#current !== process) return;
      if (process.wasReady) {
        this.recycle(failure);
      } else {
        this.#current = null;
        this.failure = failure;
        this.onChange();
      }
    };
    process.booted.then(
      () => {
        this.onChange();
        this.#next();
      },
      () => {}, // told by onDeath
    );
  }

  #next() {
    const process = this.#current;
    if (this.#job || process?.state !== "ready") return;
    const job = this.#queue[0];
    if (!job) return;
    if (this.#tampered !== null && this.#tampered !== job.source) {
      this.recycle();
      return;
    }
    this.#queue.shift();
    this.#job = job;
    job.started = performance.now();
    job.timer = setTimeout(() => this.#halt(job, "timeout"), job.timeout);
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
        if (tampered.length > 0) this.#tampered = job.source;
        if (job.halted) this.#finish(job, { outcome: job.halted, recovery: "interrupt" });
        else this.#finish(job, { outcome: "done", ...answer, tampered, recovery: "none" });
      },
      (error) => this.#failed(job, process, error),
    );
  }

  /**
   * @param {Job} job
   * @param {PythonProcess} process
   * @param {Failure} failure
   */
  #failed(job, process, failure) {
    // Python was interrupted outside of the visitor's code, or failed there: its state is not to be trusted.
    if (this.#current === process) this.recycle(failure);
    this.#lost(job, failure);
  }

  /**
   * Ends a job that has lost its interpreter; nothing if it has ended.
   * @param {Job} job
   * @param {Failure} failure
   */
  #lost(job, failure) {
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
    const process = this.#current;
    if (!process?.interruptible) {
      this.recycle();
      return;
    }
    process.interrupt();
    job.timer = setTimeout(() => this.recycle(), this.patience());
  }

  /**
   * @param {Job} job
   * @param {Omit<RunResult, "milliseconds">} result
   */
  #finish(job, result) {
    if (this.#job !== job) return;
    clearTimeout(job.timer);
    this.#job = null;
    job.resolve({ ...result, milliseconds: performance.now() - job.started });
    this.onChange();
    this.#next();
  }
}
