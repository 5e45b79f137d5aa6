/**
 * What a playground asks of Python (docs/playground-engine.md): built-in rules run in the engine, typed ones in the sandbox.
 *
 *     const studio = new Studio(runtime);
 *     const answer = await studio.race({ ground, racers, steps: 500 }, { key: "race" });
 *     const job = studio.start("basins", { ground, racer, steps: 200 }, { onPiece });
 */

import { ChannelError } from "./channel.js";
import { DoorError } from "./engine.js";
import { Job } from "./job.js";
import { Latest } from "./latest.js";
import { entryOf, grouped } from "./racers-apart.js";
import { answered, checked } from "./typed-answer.js";

/** @typedef {import("./runtime.js").Runtime} Runtime */
/** @typedef {import("./arrays.js").Named} Named */

/** @typedef {import("./seam.d.ts").Methods} Methods */
/** @typedef {import("./seam.d.ts").Jobs} Jobs */
/** @typedef {import("./seam.d.ts").PathAnswer} PathAnswer */
/** @typedef {import("./seam.d.ts").PathArrays} PathArrays */
/** @typedef {import("./seam.d.ts").RankingAnswer} RankingAnswer */

/**
 * A request that Python answered.
 * @template Value
 * @template Arrays
 * @typedef {object} Done
 * @property {"done"} outcome
 * @property {Value} value
 * @property {Arrays} arrays
 * @property {number} milliseconds
 * @property {string[]} [tampered]
 * @property {undefined} [error]
 * @property {undefined} [message]
 */

/**
 * One that it did not; `error` says what Python found wrong, with the frames of typed code in `failure`.
 * @typedef {object} Undone
 * @property {"error" | "timeout" | "stopped" | "crash" | "superseded"} outcome
 * @property {import("./seam.d.ts").DoorFailure} [error]
 * @property {string} [message]
 * @property {string[]} [tampered]
 * @property {number} [milliseconds]
 * @property {undefined} [value]
 * @property {undefined} [arrays]
 */

/**
 * How a request ended.
 * @template [Value=any] what Python answers
 * @template [Arrays=Record<string, Named>] the arrays beside it
 * @typedef {Done<Value, Arrays> | Undone} Answer
 */

/** @typedef {import("./seam.d.ts").RacerDescription & {id: string}} Racer */

/**
 * Arguments by name. Their values are checked where they are read, in Python, which says what is possible.
 * @template Arguments
 * @typedef {{[Name in keyof Arguments]: any}} Asked
 */

/**
 * What became of one racer of several: an answer of its own, so that one that fails spoils no other.
 * @template Value
 * @template Arrays
 * @typedef {Answer<Value, Arrays> & {id: string}} Entry
 */

/**
 * @typedef {object} AskOptions
 * @property {string} [key] of calls with the same key only the latest is answered
 * @property {number} [timeout] milliseconds
 * @property {(text: string, cut: boolean) => void} [onOutput] what typed code prints
 * @property {AbortSignal} [signal]
 */

const ENGINE_TIMEOUT = 60_000;
const TYPED_TIMEOUT = 10_000;

export class Studio {
  #latest = new Latest();
  /** @type {Map<string, Job>} */
  #jobs = new Map();

  /** @param {Runtime} runtime */
  constructor(runtime) {
    this.runtime = runtime;
  }

  /**
   * How a method ended; never rejects.
   * @template {keyof Methods} Name
   * @param {Name} method
   * @param {Asked<Methods[Name]["arguments"]>} args
   * @param {AskOptions} [options]
   * @returns {Promise<Answer<Methods[Name]["answer"], Methods[Name]["arrays"]>>}
   */
  ask(method, args, { key, ...options } = {}) {
    const run = () => this.#ask(method, args, options, typedSource(method, args));
    return key === undefined ? run() : this.#latest.submit(key, run);
  }

  /**
   * The paths of racers, typed and built in together: `value.racers` has one answer per racer, in order.
   * @param {Asked<Methods["studio.race"]["arguments"]>} args
   * @param {AskOptions} [options]
   * @returns {Promise<Answer<{racers: Entry<PathAnswer, PathArrays>[]}, {}>>}
   */
  race({ racers, ...shared }, { key, ...options } = {}) {
    const run = async () => {
      const started = performance.now();
      /** @type {any[]} */
      const entries = Array(racers.length);
      await Promise.all(
        grouped(racers).map(async ({ places, source }) => {
          const mine = places.map((place) => racers[place]);
          const ask = (/** @type {Racer[]} */ some) =>
            this.#ask("studio.race", { ...shared, racers: some }, options, source);
          const together = await ask(mine);
          // What is wrong with one of them is told of that one only.
          const apart = together.outcome === "error" && mine.length > 1;
          for (const [k, place] of places.entries())
            entries[place] = apart
              ? entryOf(await ask([racers[place]]), 0, racers[place].id)
              : entryOf(together, k, racers[place].id);
        }),
      );
      return {
        outcome: /** @type {const} */ ("done"),
        value: { racers: entries },
        arrays: {},
        milliseconds: performance.now() - started,
      };
    };
    return key === undefined ? run() : this.#latest.submit(key, run);
  }

  /**
   * Starts a job of that kind; one with the same `key` that still runs is cancelled.
   * @template {keyof Jobs} Kind
   * @param {Kind} kind
   * @param {Asked<Jobs[Kind]["arguments"]>} args
   * @param {{onPiece?: import("./job.js").OnPiece} & AskOptions} [options] `timeout` for each piece
   */
  start(kind, args, { onPiece = () => {}, key, ...options } = {}) {
    const source = typedSource("", args);
    const job = new Job(
      (method, given, signal) => this.#ask(method, given, { ...options, signal }, source, kind),
      { ...args, kind },
      onPiece,
    );
    if (key !== undefined) {
      this.#jobs.get(key)?.cancel();
      this.#jobs.set(key, job);
    }
    return job;
  }

  /**
   * A fair race: every racer is tuned with the same budget and raced on fresh starts, then compared pairwise. Resolves
   * with `value: {racers: [last piece or error per racer], verdict}`; `signal` ends it.
   * @param {Asked<Omit<Jobs["fair"]["arguments"], "racer">> & {racers: Racer[]}} args
   * @param {{onPiece?: (id: string, value: Jobs["fair"]["piece"], progress: number) => void, signal?: AbortSignal, timeout?: number}} [options]
   * @returns {Promise<Answer<{racers: Entry<Jobs["fair"]["last"], Jobs["fair"]["lastArrays"]>[], verdict: RankingAnswer | null}, {}>>}
   */
  async fair({ racers, ...shared }, { onPiece = () => {}, signal, timeout } = {}) {
    const started = performance.now();
    /** @type {Entry<Jobs["fair"]["last"], Jobs["fair"]["lastArrays"]>[]} */
    const found = [];
    for (const [place, racer] of racers.entries()) {
      if (signal?.aborted) return { outcome: "stopped", message: "You stopped it." };
      const job = this.start(
        "fair",
        { ...shared, racer },
        {
          timeout,
          onPiece: (value, _arrays, progress) => onPiece(racer.id, value, (place + progress) / racers.length),
        },
      );
      const cancel = () => job.cancel();
      signal?.addEventListener("abort", cancel, { once: true });
      const ended = /** @type {Answer<Jobs["fair"]["last"], Jobs["fair"]["lastArrays"]>} */ (
        /** @type {any} */ (await job.ended)
      );
      found.push({ id: racer.id, ...ended });
      signal?.removeEventListener("abort", cancel);
    }
    if (signal?.aborted) return { outcome: "stopped", message: "You stopped it." };
    const finished = found.filter((one) => one.outcome === "done");
    const listed = finished.map(({ id, arrays }) => ({ id, losses: Array.from(arrays.losses.data, finite) }));
    const least = finished.find(({ value }) => value.least !== null)?.value.least ?? null;
    const verdict = listed.length
      ? ((await this.ask("studio.verdict", { racers: listed, least })).value ?? null)
      : null;
    return {
      outcome: "done",
      value: { racers: found, verdict },
      arrays: {},
      milliseconds: performance.now() - started,
    };
  }

  /**
   * @param {string} method
   * @param {object} args
   * @param {AskOptions} options
   * @param {string | null} source what was typed; null for a call in the engine
   * @param {string} [job] the kind of the job that it belongs to
   * @returns {Promise<Answer>}
   */
  async #ask(method, args, { timeout, onOutput, signal }, source, job) {
    const started = performance.now();
    if (source !== null) {
      /** @type {Answer | undefined} what the interpreter answered, if it is an answer */
      let read;
      const check = (/** @type {import("./sandbox.js").WorkerAnswer} */ answer) => {
        read = checked(answer, method, args, job);
      };
      const options = { timeout: timeout ?? TYPED_TIMEOUT, onOutput, signal, check };
      let result = await this.runtime.callTyped(method, args, source, options);
      // What an interrupt or the code itself has left behind must not pass for a mistake; a job lives where it was opened.
      const failed = result.outcome === "crash" || (result.outcome === "done" && read?.outcome === "error");
      if (result.worn && failed && !method.startsWith("studio.job."))
        result = await this.runtime.callTyped(method, args, source, { ...options, fresh: true });
      if (result.outcome !== "done") {
        return { ...result, outcome: result.outcome, message: result.message ?? MESSAGES[result.outcome] };
      }
      return { .../** @type {Answer} */ (read), tampered: result.tampered, milliseconds: performance.now() - started };
    }
    try {
      const { value, payload } = await this.runtime.call(method, args, null, { timeout: timeout ?? ENGINE_TIMEOUT });
      return answered(value, payload, started);
    } catch (error) {
      if (error instanceof DoorError) return { outcome: "error", error: { kind: error.kind, message: error.message } };
      const timedOut = error instanceof ChannelError && error.kind === "timeout";
      return {
        outcome: timedOut ? "timeout" : "crash",
        message: error instanceof Error ? error.message : String(error),
      };
    }
  }
}

const MESSAGES = {
  timeout: "The rule did not answer in time and was stopped.",
  stopped: "You stopped it.",
  crash: "The Python interpreter failed in this rule and was replaced.",
};

/**
 * What somebody typed that a request runs; null where it runs nothing of the kind.
 * @param {string} method
 * @param {Record<string, any>} args
 * @returns {string | null}
 */
function typedSource(method, args) {
  if (method === "studio.check" || method === "studio.graphs") return String(args.source);
  const racers = [...(args.racers ?? []), ...(args.racer ? [args.racer] : [])];
  const sources = racers.map((racer) => racer?.source).filter((source) => typeof source === "string");
  return sources.length ? sources.join("\n") : null;
}

/** JSON has no infinity: null is a run that diverged. */
const finite = (/** @type {number} */ loss) => (Number.isFinite(loss) ? loss : null);
