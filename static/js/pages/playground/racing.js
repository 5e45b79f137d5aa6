/** The landscape and the paths of the state that is shown, asked of Python whenever the state changes; the last good ones stay. */

import { mayRun, racerOf, runOf, troubleOf } from "../../panels/kit/requests.js";

/** @typedef {import("../../panels/kit/types.js").State} State */
/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("../../panels/kit/types.js").Racer} Racer */
/** @typedef {import("../../panels/kit/types.js").Landscape} Landscape */
/** @typedef {import("../../python/studio.js").Studio} Studio */
/** @typedef {import("../../python/arrays.js").Named} Named */

/**
 * One racer's run.
 * @typedef {object} Run
 * @property {string} id
 * @property {ArrayLike<number>} points `steps + 1` points of `dim` coordinates, one after another
 * @property {number} dim
 * @property {ArrayLike<number>} losses
 * @property {number} steps
 * @property {number | null} loss the last one; null where it is not finite
 * @property {{kind: string, sentence: string, step: number}} stop
 * @property {{kind: string, message: string}[]} notices
 * @property {string} place the landscape it ran on, to tell one from another
 * @property {string} [question] what was asked for this run, to ask it once only
 */

/** @typedef {import("../../panels/kit/requests.js").Trouble & {question?: string}} Trouble */

/**
 * What is known of a landscape.
 * @typedef {Record<string, any> & {title: string, window: any, start: number[], minima: number[][], local_minima: number[][], least: number | null, dim: number}} LandscapeFacts
 */

/**
 * Whether a run ended because its numbers or its path grew beyond all bounds.
 * @param {Run} run
 */
export function gone({ stop }) {
  return stop.kind === "diverged" || stop.kind === "left_window";
}

export class Racing {
  /** @type {Map<string, Run>} */
  runs = new Map();
  /** What went wrong with a racer's latest settings. @type {Map<string, Trouble>} */
  troubles = new Map();
  /** @type {LandscapeFacts} */
  facts;
  /** The landscape that the facts are of: not the one asked for while that cannot be drawn. @type {Landscape} */
  drawn;
  /** @type {Record<string, Named>} */
  arrays = {};
  /** What went wrong with the landscape. @type {Trouble | null} */
  landscapeTrouble = null;
  /** @type {"drawing" | "ready"} */
  state = "ready";
  /** Milliseconds that the last race took, request and answer. */
  milliseconds = 0;
  #asked = { landscape: 0, race: 0 };
  /** @type {Set<(what: "landscape" | "race" | "state") => void>} */
  #listeners = new Set();

  /**
   * @param {Studio} studio
   * @param {Store} store
   * @param {{ground: LandscapeFacts, race: any[]} | null} opening what the server has computed
   */
  constructor(studio, store, opening) {
    this.studio = studio;
    this.store = store;
    this.facts =
      opening?.ground ??
      /** @type {LandscapeFacts} */ ({
        title: "",
        window: [
          [-1, 1],
          [-1, 1],
        ],
        start: [0, 0],
        minima: [],
        local_minima: [],
        least: null,
        dim: 2,
      });
    this.drawn = store.state.ground;
    const place = JSON.stringify(store.state.ground);
    for (const run of opening?.race ?? []) this.runs.set(run.id, { ...fromServer(run), place });
    store.subscribe((_state, changed) => {
      if (changed.has("ground")) void this.askLandscape();
      if (["ground", "racers", "steps", "start", "seed"].some((name) => changed.has(name))) void this.askRace();
    });
  }

  /** @param {(what: "landscape" | "race" | "state") => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  async askLandscape() {
    const { ground: landscape } = this.store.state;
    const mine = (this.#asked.landscape += 1);
    const answer = await this.studio.ask(
      "studio.ground",
      { ground: landscape, columns: 160, rows: 120 },
      { key: "landscape" },
    );
    // While a slider shapes the landscape each answer shows, in order, though the next question is under way.
    if (answer.outcome === "superseded" || (answer.outcome !== "done" && mine !== this.#asked.landscape)) return;
    if (!sameLandscape(landscape, this.store.state.ground)) return;
    if (answer.outcome === "done") {
      this.facts = answer.value;
      this.drawn = landscape;
      this.arrays = answer.arrays ?? {};
      this.landscapeTrouble = null;
    } else this.landscapeTrouble = troubleOf(answer);
    this.#tell("landscape");
  }

  async askRace() {
    const { ground: landscape, racers } = this.store.state;
    const mine = (this.#asked.race += 1);
    const questions = this.#questions();
    const running = racers.filter(({ id }) => questions.has(id) && !this.#answered(id, questions.get(id) ?? ""));
    if (running.length) {
      this.#to("drawing");
      const started = performance.now();
      const answer = await this.studio.race(
        { ...runOf(this.store.state), racers: running.map(racerOf) },
        { key: "race" },
      );
      if (answer.outcome === "superseded") return;
      // While a slider is dragged, each answer shows, though the next question is under way; but never on another landscape.
      if (!sameLandscape(landscape, this.store.state.ground)) return;
      this.milliseconds = performance.now() - started;
      const latest = mine === this.#asked.race;
      const entries = answer.outcome === "done" ? answer.value.racers : running.map(({ id }) => ({ ...answer, id }));
      for (const entry of entries)
        if (latest || entry.outcome === "done")
          this.#take(entry, JSON.stringify(landscape), questions.get(entry.id) ?? "");
    }
    const known = new Set(this.store.state.racers.map((racer) => racer.id));
    for (const id of [...this.runs.keys()]) if (!known.has(id)) this.runs.delete(id);
    if (mine === this.#asked.race) this.state = "ready";
    this.#tell("race");
  }

  /** Asks everything once more, of a Python that was started again; what is shown stays until the answers come. */
  again() {
    this.troubles.clear();
    for (const run of this.runs.values()) delete run.question;
    void this.askLandscape();
    void this.askRace();
  }

  /** Lets go of all runs: those of another race, of which nothing is to be seen in the next. */
  forget() {
    this.runs.clear();
    this.troubles.clear();
  }

  /** Lets what went wrong with a racer be tried again, though nothing about it has changed. @param {string} id */
  retry(id) {
    this.troubles.delete(id);
  }

  /** What is to be asked for each racer that may run, as a text. @returns {Map<string, string>} */
  #questions() {
    const shared = runOf(this.store.state);
    const running = this.store.state.racers.filter(mayRun);
    return new Map(running.map((racer) => [racer.id, JSON.stringify([shared, racerOf(racer)])]));
  }

  /**
   * Whether that question has its answer: a run, or an error or time-out, which would come again. So a
   * dragged slider runs one racer, not all, and a racer that loops holds nobody up twice.
   * @param {string} id
   * @param {string} question
   */
  #answered(id, question) {
    const trouble = this.troubles.get(id);
    if (trouble) return trouble.question === question && ["error", "timeout"].includes(trouble.outcome);
    return this.runs.get(id)?.question === question;
  }

  /** @param {any} entry @param {string} place @param {string} question */
  #take(entry, place, question) {
    const asked = this.#questions().get(entry.id);
    // Of a racer that may not run, or is gone, nothing is shown, and an answer that comes late never replaces the one to
    // what is asked now.
    if (asked === undefined || (asked !== question && this.#answered(entry.id, asked))) return;
    if (entry.outcome !== "done") {
      // A landscape that cannot be read says so itself; the racers only wait for it.
      const waits = this.landscapeTrouble && { message: "It waits for the landscape.", failure: null };
      this.troubles.set(entry.id, { ...troubleOf(entry), ...waits, question });
      // The last good run stays, but not on another landscape.
      if (this.runs.get(entry.id)?.place !== place) this.runs.delete(entry.id);
      return;
    }
    const { points, losses } = entry.arrays;
    const { id, stop, steps, loss, notices } = entry.value;
    this.troubles.delete(id);
    const kept = { id, stop, steps, loss, notices, place, question, dim: points.shape[1] ?? 1 };
    this.runs.set(id, { ...kept, points: points.data, losses: losses.data });
  }

  /** @param {"drawing" | "ready"} state */
  #to(state) {
    this.state = state;
    this.#tell("state");
  }

  /** @param {"landscape" | "race" | "state"} what */
  #tell(what) {
    for (const listener of this.#listeners) listener(what);
  }
}

/**
 * Whether two grounds are one landscape with as many coordinates, at most shaped differently.
 * @param {import("../../panels/kit/types.js").Landscape} a
 * @param {import("../../panels/kit/types.js").Landscape} b
 */
function sameLandscape(a, b) {
  return a === b || JSON.stringify(unshaped(a)) === JSON.stringify(unshaped(b));
}

/** @param {import("../../panels/kit/types.js").Landscape} landscape */
function unshaped({ transforms: _transforms, jitter: _jitter, parameters = {}, ...rest }) {
  const counts = Object.entries(parameters).filter(([name]) => ["dim", "size", "rows", "columns"].includes(name));
  return [rest.name, rest.family, rest.expression, rest.window, counts];
}

/** @param {any} run @returns {Omit<Run, "place">} */
function fromServer(run) {
  const dim = run.points[0]?.length ?? 0;
  return { ...run, dim, points: Float64Array.from(run.points.flat()), losses: Float64Array.from(run.losses) };
}

/**
 * What went wrong, in a line: where in the typed code, and which error.
 * @param {Trouble} trouble
 */
export function troubleSentence({ message, failure }) {
  if (!failure) return message;
  const frame = failure.frames?.at(-1);
  const named = failure.message.startsWith(failure.type) ? failure.message : `${failure.type}: ${failure.message}`;
  return `${frame ? `Line ${frame.line}: ` : ""}${named}`.replace(/[^.!?]$/, "$&.");
}
