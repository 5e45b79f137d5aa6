/**
 * Judges a submission on one problem: for each test the engine makes the inputs, the sandbox runs the code on them, the
 * engine compares. The page passes bytes between the two and reads none of them.
 */

import { DoorError } from "./engine.js";

/** @typedef {import("./runtime.js").Runtime} Runtime */
/** @typedef {import("./seam.d.ts").Methods} Methods */
/** @typedef {import("./sandbox.js").RunResult} RunResult */
/** @typedef {"pass" | "fail" | "error" | "timeout" | "crash" | "not-run"} Outcome */
/** @typedef {import("./seam.d.ts").ListedTest} Listed */

/**
 * What is known of one test: the engine's verdict where it gave one, and always these fields. `reason` says why a test
 * was not run, or what happened in a time-out or crash.
 * @typedef {Omit<Partial<import("./seam.d.ts").Verdict>, "outcome"> & {id: string, title: string, outcome: Outcome, reason: string | null, milliseconds: number}} TestResult
 */

/**
 * @typedef {{type: "opened", tests: Listed[]}} Opened
 * @typedef {{type: "running", id: string}} Running
 * @typedef {{type: "output", id: string, text: string, cut: boolean}} Printed
 * @typedef {{type: "test"} & TestResult} Judged
 * @typedef {{type: "closed", summary: Summary}} Closed
 * @typedef {Opened | Running | Printed | Judged | Closed} JudgingEvent
 */

/**
 * The engine's summary (the recognised mistake among it) with the outcomes that only the page knows. `stopped` says that
 * the visitor ended it; `fault` is an error of ours, for a person.
 * @typedef {Partial<Omit<import("./seam.d.ts").Summary, "tests">> & {passed: boolean, tests: {id: string, title: string, outcome: Outcome}[], stopped: boolean, fault: string | null}} Summary
 */

/**
 * @typedef {object} Submission
 * @property {Record<string, string>} problem the files that the engine needs, by name
 * @property {string} source what the visitor typed
 * @property {number} [seed] of the inputs; drawn here, after the code is frozen, when it is left out
 */

/** Edits of the reference that the engine tries at once, so that it is never long away from another question. */
const EDITS_AT_ONCE = 40;

const FAILED = "The judge failed, which is our fault and not your code's";

const NOT_RUN = {
  timeout: "An earlier test ran out of time.",
  crash: "The Python interpreter failed in an earlier test.",
  stopped: "You stopped the run.",
};

/** One submission on its way through the tests. */
class Judgement {
  /** Whether its first failure has been seen in an interpreter in which nothing else had run. */
  confirmed = false;
  #abort = new AbortController();

  get stopped() {
    return this.signal.aborted;
  }

  get signal() {
    return this.#abort.signal;
  }

  stop() {
    this.#abort.abort();
  }
}

export class Judging {
  /** The judgement that was asked for last: a Stop ends it, even before it has begun. */
  #judgement = new Judgement();
  /** @type {Promise<unknown>} */
  #running = Promise.resolve();

  /**
   * @param {Runtime} runtime
   * @param {(event: JudgingEvent) => void} emit
   * @param {string} [failed] what is said where the judge fails
   */
  constructor(runtime, emit, failed = FAILED) {
    this.runtime = runtime;
    this.emit = emit;
    this.failed = failed;
  }

  /**
   * The summary of all tests; never rejects. One that still runs is stopped first. The event `closed` has the summary
   * before that: what no known mistake resembles is then looked for among the edits of the reference, and named.
   * @param {Submission} submission
   * @returns {Promise<Summary>}
   */
  judge(submission) {
    this.stop();
    const judgement = new Judgement();
    this.#judgement = judgement;
    const judged = this.#running.then(() => this.#judge(submission, judgement));
    this.#running = judged;
    return judged;
  }

  /** Ends the test that runs; it and the rest are `not-run`. */
  stop() {
    this.#judgement.stop();
    this.runtime.stop();
  }

  /**
   * @param {Submission} submission
   * @param {Judgement} judgement
   * @returns {Promise<Summary>}
   */
  async #judge({ problem, source, seed = draw() }, judgement) {
    /** @type {TestResult[]} */
    const results = [];
    /** @type {Listed[]} */
    let tests = [];
    /** @type {string | null} */
    let fault = null;
    /** @type {Partial<Methods["judge.close"]["answer"]>} */
    let summary = {};
    try {
      /** @type {{value: Methods["judge.open"]["answer"]}} */
      const opened = await this.#ask(judgement, "judge.open", { problem, seed });
      tests = opened.value.tests;
      this.emit({ type: "opened", tests });
      let reason = /** @type {string | null} */ (null);
      for (const test of tests) {
        if (judgement.stopped) reason ??= NOT_RUN.stopped;
        const next = tests[tests.indexOf(test) + 1]?.id;
        const fresh = test === tests[0];
        /** @type {TestResult} */
        const result = reason ? notRun(test, reason) : await this.#seen(test, source, judgement, fresh, next);
        if (result.outcome === "timeout" || result.outcome === "crash") reason = NOT_RUN[result.outcome];
        results.push(result);
        this.emit({ type: "test", ...result });
      }
      summary = (await this.#ask(judgement, "judge.close")).value;
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      fault = judgement.stopped ? null : `${this.failed}: ${what}`;
      for (const test of tests.slice(results.length)) {
        const result = notRun(test, fault ?? NOT_RUN.stopped);
        results.push(result);
        this.emit({ type: "test", ...result });
      }
    }
    const closed = {
      ...summary,
      passed: results.length > 0 && results.every(({ outcome }) => outcome === "pass"),
      tests: results.map(({ id, title, outcome }) => ({ id, title, outcome })),
      stopped: judgement.stopped,
      fault,
    };
    this.emit({ type: "closed", summary: closed });
    return fault ? closed : { ...closed, ...(await this.#named(closed, judgement)) };
  }

  /**
   * The name of what is wrong, as a part of the summary, where there was none and one is found.
   * @param {Summary} closed
   * @param {Judgement} judgement
   * @returns {Promise<Pick<Summary, "mistake" | "picture">>}
   */
  async #named({ passed, mistake }, judgement) {
    if (passed || mistake) return {};
    try {
      while (!judgement.stopped) {
        /** @type {{value: Methods["judge.name"]["answer"]}} */
        const { value } = await this.runtime.call("judge.name", { most: EDITS_AT_ONCE });
        if (value.mistake && value.picture) return { mistake: value.mistake, picture: value.picture };
        if (value.mistake) return { mistake: value.mistake };
        if (value.done) return {};
      }
    } catch {
      // Whatever went wrong, the verdicts stand; they are without a name.
    }
    return {};
  }

  /**
   * The result of a test. The first failure that other tests of the submission went before is looked at again where
   * nothing has run: what they left behind must not pass for a mistake.
   * @param {Listed} test
   * @param {string} source
   * @param {Judgement} judgement
   * @param {boolean} first
   * @param {string | undefined} next the id of the test after it
   * @returns {Promise<TestResult>}
   */
  async #seen(test, source, judgement, first, next) {
    const { result, alone } = await this.#test(test, source, judgement, first, next);
    if (judgement.confirmed || !["fail", "error", "crash"].includes(result.outcome)) return result;
    judgement.confirmed = alone;
    if (alone) return result;
    const again = await this.#test(test, source, judgement, true);
    judgement.confirmed = again.result.outcome !== "pass";
    return again.result;
  }

  /**
   * @param {Listed} test
   * @param {string} source
   * @param {Judgement} judgement
   * @param {boolean} fresh whether it must run where nothing has run
   * @param {string} [next] the id of the test after it
   * @returns {Promise<{result: TestResult, alone: boolean}>} `alone`: nothing had run there before
   */
  async #test(test, source, judgement, fresh, next) {
    const { id, visibility, timeout } = test;
    const { payload } = await this.#ask(judgement, "judge.case", { id });
    if (!payload) throw new DoorError({ kind: "BadMessage", message: `the test ${id} gave no inputs` });
    // A Stop may have come while the engine made the inputs.
    if (judgement.stopped) return { result: notRun(test, NOT_RUN.stopped), alone: false };
    this.emit({ type: "running", id });
    const running = this.runtime.run(source, payload, {
      timeout: timeout * 1000,
      fresh,
      // What a sealed test prints would give its inputs away.
      onOutput: (text, cut) => visibility === "sealed" || this.emit({ type: "output", id, text, cut }),
    });
    // Meanwhile the engine makes what it needs afterwards. What goes wrong in that is told when it is asked for.
    this.#ask(judgement, "judge.prepare", next === undefined ? { id } : { id, next }).catch(() => {});
    const run = await running;
    const alone = run.before === 0;
    if (run.outcome !== "done" || !run.observation) return { result: without(test, run), alone };
    try {
      /** @type {{value: Methods["judge.verdict"]["answer"]}} */
      const { value } = await this.#ask(judgement, "judge.verdict", { id }, run.observation);
      return { result: { reason: null, ...value, ...described(test), milliseconds: run.milliseconds }, alone };
    } catch (error) {
      if (!(error instanceof DoorError && error.kind === "BadMessage")) throw error;
      // The observation is the work of what the code has left of Python, so that it cannot be read is no fault of the judge.
      return { result: without(test, { ...run, outcome: "crash", message: error.message }), alone };
    }
  }

  /**
   * What the engine answers; a Stop ends the wait.
   * @param {Judgement} judgement
   * @param {string} method
   * @param {object} [args]
   * @param {Uint8Array | null} [payload]
   */
  #ask({ signal }, method, args = {}, payload = null) {
    return this.runtime.call(method, args, payload, { signal });
  }
}

/** @param {Listed} test */
function described({ id, title, visibility }) {
  return { id, title, visibility };
}

/**
 * @param {Listed} test
 * @param {string} reason
 * @returns {TestResult}
 */
function notRun(test, reason) {
  return { ...described(test), outcome: "not-run", reason, milliseconds: 0 };
}

/**
 * The result of a test whose run gave no observation.
 * @param {Listed} test
 * @param {RunResult} run
 * @returns {TestResult}
 */
function without(test, { outcome, message, milliseconds }) {
  if (outcome === "timeout") {
    const reason = `The code did not end within ${test.timeout} seconds.`;
    return { ...described(test), outcome, reason, milliseconds };
  }
  if (outcome === "crash") {
    const reason = `The Python interpreter failed and was replaced: ${message ?? "it gave no reason"}`;
    return { ...described(test), outcome, reason, milliseconds };
  }
  return { ...notRun(test, NOT_RUN.stopped), milliseconds };
}

/** A seed that nobody knew when the code was written. */
function draw() {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
