/**
 * Why a run diverged, where that is known: the stability limit that its rate is above, and a rate that stays below. Asked
 * once nothing has been changed for a moment, so that a drag never waits for it.
 */

import { numberText } from "../../base/numbers.js";
import { racerOf, runOf } from "../../panels/kit/requests.js";
import { gone } from "./racing.js";

/** @typedef {import("./racing.js").Racing} Racing */
/** @typedef {import("./racing.js").Run} Run */
/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("../../python/seam.d.ts").Passed} Passed */

/** How long nothing may have changed, in milliseconds. */
const QUIET = 300;

const PLACES = { start: "at the start", minimum: "at the minimum", path: "on its path" };

export class Thresholds {
  /** What is known, by racer: of which run, and what. @type {Map<string, {question: string, passed: Passed | null}>} */
  #known = new Map();
  #timer = 0;

  /**
   * @param {import("../../python/studio.js").Studio} studio
   * @param {Store} store
   * @param {Racing} racing
   * @param {() => void} found hears of every answer
   */
  constructor(studio, store, racing, found) {
    this.studio = studio;
    this.store = store;
    this.racing = racing;
    this.found = found;
    racing.subscribe((what) => {
      clearTimeout(this.#timer);
      if (what === "race" && racing.state === "ready") this.#timer = setTimeout(() => void this.#ask(), QUIET);
    });
  }

  /** What its run was above; null where nothing is known, or not yet. @param {Run | undefined} run */
  of(run) {
    if (!run || run.question === undefined) return null;
    const known = this.#known.get(run.id);
    return known?.question === run.question ? known.passed : null;
  }

  async #ask() {
    for (const racer of this.store.state.racers) {
      const run = this.racing.runs.get(racer.id);
      if (!run?.question || !gone(run) || racer.source !== undefined || racer.modifiers.length) continue;
      if (this.#known.get(racer.id)?.question === run.question) continue;
      const { question } = run;
      const answer = await this.studio.ask(
        "studio.threshold",
        { ...runOf(this.store.state), racer: racerOf(racer) },
        { key: `threshold ${racer.id}` },
      );
      if (answer.outcome !== "done") continue;
      this.#known.set(racer.id, { question, passed: answer.value.passed });
      this.found();
    }
  }
}

/**
 * When it ended, and what it was above.
 * @param {Run["stop"]} stop
 * @param {Passed} passed
 */
export function passedSentence({ kind, step }, { lr, formula, limit, curvature, where }) {
  const ended = kind === "diverged" ? "Diverged" : "Left the map";
  const above = `the learning rate ${numberText(lr, 3)} is above ${formula} = ${numberText(limit, 2)}`;
  return `${ended} at step ${step}: ${above}, with a curvature λ of ${numberText(curvature, 3)} ${PLACES[where]}.`;
}
