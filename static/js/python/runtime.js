/**
 * Python on a page: one engine, the sandbox's interpreters, and their start-up.
 *
 *     const runtime = new Runtime({ assets, workers });
 *     runtime.subscribe((event) => ...);          // plain objects: {type: "state" | "progress", ...}
 *     runtime.start();
 *     const { value } = await runtime.call("judge.open", { problem, seed });
 *     const result = await runtime.run(source, input, { timeout: 5000, onOutput });
 *
 * Nothing here touches the document: elements listen and draw.
 */

import { Engine } from "./engine.js";
import { packAnswer } from "./pack-answer.js";
import { PythonProcess } from "./process.js";
import { PATIENCE, Sandbox } from "./sandbox.js";

/** @typedef {import("./workers/boot.js").Assets} Assets */
/** @typedef {import("./workers/boot.js").Progress} Progress */
/** @typedef {import("./sandbox.js").RunResult} RunResult */
/** @typedef {import("./process.js").Area} Area */
/** @typedef {"booting" | "ready" | "failed"} State */

/**
 * @typedef {{type: "state", state: State, reason: string | null}} StateEvent
 * @typedef {{type: "progress", worker: "engine" | "sandbox"} & Progress} ProgressEvent
 * @typedef {StateEvent | ProgressEvent} RuntimeEvent
 */

/**
 * @typedef {object} RuntimeOptions
 * @property {Assets} assets
 * @property {{engine: string, sandbox: string}} workers the workers' modules
 * @property {Area} [area] what the page asks of Python: only that is made ready before it is asked for
 * @property {boolean} [pack] whether a pack's tests run in the engine's place, so that no answer of it is trusted
 * @property {boolean} [isolated] whether memory can be shared with the workers
 * @property {number} [bootTimeout] milliseconds without progress after which a start counts as failed
 */

const BOOT_TIMEOUT = 60_000;
const CALL_TIMEOUT = 60_000;
const RUN_TIMEOUT = 10_000;
/** Milliseconds without a run beginning or ending after which spares are started: in a suite there are none so long. */
const QUIET = 250;

export class Runtime {
  /** @type {State} */
  state = "booting";
  /** Why the start failed, for a person. @type {string | null} */
  reason = null;
  /** How far the engine's start is, as far as that is known: whoever subscribes later has missed it. @type {ProgressEvent | null} */
  progress = null;
  /** Pyodide's code, compiled once and used by every later worker. @type {WebAssembly.Module | null} */
  #compiled = null;
  /** @type {Set<(event: RuntimeEvent) => void>} */
  #listeners = new Set();
  #closed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #quiet;

  /** @param {RuntimeOptions} options */
  constructor({ assets, workers, area, pack = false, isolated = sharesMemory(), bootTimeout = BOOT_TIMEOUT }) {
    /** Milliseconds without progress after which a start counts as failed. */
    this.bootTimeout = bootTimeout;
    /** Milliseconds that an interrupted program has to end before its worker is replaced. */
    this.patience = PATIENCE;
    /** @param {"engine" | "sandbox"} worker @param {boolean} quiet */
    const make = (worker, quiet) => {
      const process = new PythonProcess({
        ...{ url: workers[worker], assets, area, isolated, bootTimeout: this.bootTimeout, compiled: this.#compiled },
        // Once one of them has failed, how far the other is would only hide the reason.
        onProgress: (progress) =>
          quiet || this.state === "failed" || this.#emit({ type: "progress", worker, ...progress }),
      });
      process.booted.then(
        () => (this.#compiled ??= process.compiled),
        () => {},
      );
      return process;
    };
    this.#engine = new Engine(
      () => make("engine", false),
      () => this.#update(),
      pack ? packAnswer : undefined,
    );
    this.#sandbox = new Sandbox(
      (spare) => make("sandbox", spare),
      () => this.#update(),
      () => this.patience,
    );
  }

  /** @type {Engine} */
  #engine;
  /** @type {Sandbox} */
  #sandbox;

  /** Starts the engine and the sandbox side by side. */
  start() {
    this.#engine.start();
    this.#sandbox.start();
    this.#update();
  }

  /** Starts again what is not ready; what was asked meanwhile still waits and is done then. */
  retry() {
    this.start();
  }

  /**
   * Calls `listener` with every event from now on; returns the function that ends this.
   * @param {(event: RuntimeEvent) => void} listener
   * @returns {() => void}
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * What the engine answers; waits while it starts. Rejects with `DoorError` or `ChannelError` (see `engine.js`).
   * @param {string} method
   * @param {object} [args]
   * @param {Uint8Array | null} [payload] handed over, not copied
   * @param {{timeout?: number, signal?: AbortSignal}} [options] milliseconds; what nobody waits for any longer
   */
  call(method, args = {}, payload = null, { timeout = CALL_TIMEOUT, signal } = {}) {
    return this.#engine.call(method, args, payload, timeout, signal);
  }

  /**
   * How a run of `source` on `input` ended (see `sandbox.js`); waits while the sandbox starts, never rejects.
   * @param {string} source
   * @param {Uint8Array} input a packed case, handed over, not copied
   * @param {{timeout?: number, onOutput?: (text: string, cut: boolean) => void, fresh?: boolean}} [options] milliseconds
   * @returns {Promise<RunResult>}
   */
  run(source, input, { timeout = RUN_TIMEOUT, onOutput = () => {}, fresh } = {}) {
    return this.#sandbox.run(source, input, { timeout, onOutput, fresh });
  }

  /**
   * How the call of a method in which typed rules run ended (see `sandbox.js`); waits while the sandbox starts, never
   * rejects. `signal` ends this call alone, `check` throws at an answer that is none.
   * @param {string} method
   * @param {object} args
   * @param {string} source what the visitor typed, of this call or of the job it belongs to
   * @param {Partial<import("./sandbox.js").RunOptions>} [options] milliseconds
   * @returns {Promise<RunResult>}
   */
  callTyped(method, args, source, { timeout = RUN_TIMEOUT, onOutput = () => {}, ...options } = {}) {
    return this.#sandbox.call(method, args, source, { timeout, onOutput, ...options });
  }

  /** Ends what runs in the sandbox and drops what waits for it; those runs end as `stopped`. */
  stop() {
    this.#sandbox.stop();
  }

  /**
   * Keeps the interpreters of these sources although others run: those of a page that shows several programs at once.
   * @param {Iterable<string>} sources
   */
  keep(sources) {
    this.#sandbox.keep(sources);
  }

  /** Ends whatever runs, and goes on with an engine and interpreters in which nothing has run. */
  restart() {
    this.stop();
    this.#sandbox.recycle();
    this.#engine.restart();
    this.#sandbox.start();
    this.#update();
  }

  /** Whether the spare interpreters stand by: another source then waits for no start-up. */
  get spareReady() {
    return this.#sandbox.spareReady;
  }

  /** Ends all workers for good. */
  close() {
    this.#closed = true;
    this.#engine.close();
    this.#sandbox.close();
  }

  #update() {
    if (this.#closed) return;
    const failure = this.#engine.failure ?? this.#sandbox.failure;
    const ready = this.#engine.ready && this.#sandbox.ready;
    const state = failure ? "failed" : ready ? "ready" : "booting";
    const reason = failure?.message ?? null;
    if (state !== this.state || reason !== this.reason) {
      this.state = state;
      this.reason = reason;
      this.#emit({ type: "state", state, reason });
    }
    // Only when nothing else starts or runs: what somebody waits for has the processor to itself.
    clearTimeout(this.#quiet);
    if (state !== "ready") return;
    this.#quiet = setTimeout(() => {
      whenIdle(() => this.state === "ready" && !this.#closed && this.#sandbox.startSpare());
    }, QUIET);
  }

  /** @param {RuntimeEvent} event */
  #emit(event) {
    if (event.type === "progress" && event.worker === "engine") this.progress = event;
    for (const listener of [...this.#listeners]) listener(event);
  }
}

/** Whether memory can be shared: some browsers isolate a page and lack the constructor all the same. */
export function sharesMemory() {
  return globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === "function";
}

/**
 * Runs `task` when the page has nothing better to do.
 * @param {() => void} task
 */
function whenIdle(task) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(task, { timeout: 2000 });
  else setTimeout(task, 200);
}
