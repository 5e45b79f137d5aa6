/** The ground and the paths of the state that is shown, asked of Python whenever the state changes; the last good ones stay. */

/** @typedef {import("./contract.js").State} State */
/** @typedef {import("./contract.js").Store} Store */
/** @typedef {import("./contract.js").Racer} Racer */
/** @typedef {import("../py/studio.js").Studio} Studio */
/** @typedef {import("../py/studio.js").Answer} Answer */
/** @typedef {import("../py/arrays.js").Named} Named */

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
 * @property {string} place the ground it ran on, to tell one from another
 */

/** @typedef {{outcome: Answer["outcome"], message: string, failure: any}} Trouble */

/**
 * What is known of a ground.
 * @typedef {Record<string, any> & {title: string, window: any, start: number[], minima: number[][], least: number | null, dim: number}} GroundFacts
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
  /** @type {GroundFacts} */
  facts;
  /** @type {Record<string, Named>} */
  arrays = {};
  /** What went wrong with the ground. @type {Trouble | null} */
  groundTrouble = null;
  /** @type {"drawing" | "ready"} */
  state = "ready";
  /** Milliseconds that the last race took, request and answer. */
  milliseconds = 0;
  /** @type {Set<(what: "ground" | "race" | "state") => void>} */
  #listeners = new Set();

  /**
   * @param {Studio} studio
   * @param {Store} store
   * @param {{ground: GroundFacts, race: any[]} | null} opening what the server has computed
   */
  constructor(studio, store, opening) {
    this.studio = studio;
    this.store = store;
    this.facts = opening?.ground ?? /** @type {GroundFacts} */ ({ title: "", window: [[-1, 1], [-1, 1]], start: [0, 0], minima: [], least: null, dim: 2 });
    const place = JSON.stringify(store.state.ground);
    for (const run of opening?.race ?? []) this.runs.set(run.id, { ...fromServer(run), place });
    store.subscribe((_state, changed) => {
      if (changed.has("ground")) void this.askGround();
      if (["ground", "racers", "steps", "start", "seed"].some((name) => changed.has(name))) void this.askRace();
    });
  }

  /** @param {(what: "ground" | "race" | "state") => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  async askGround() {
    const { ground } = this.store.state;
    const answer = await this.studio.ask("studio.ground", { ground, columns: 160, rows: 120 }, { key: "ground" });
    if (answer.outcome === "superseded") return;
    if (answer.outcome === "done") {
      this.facts = answer.value;
      this.arrays = answer.arrays ?? {};
      this.groundTrouble = null;
    } else this.groundTrouble = troubleOf(answer);
    this.#tell("ground");
  }

  async askRace() {
    const { ground, racers, steps, start, seed } = this.store.state;
    const here = start ? { ground, start } : { ground };
    const running = racers.filter((racer) => racer.trusted);
    if (running.length === 0) return this.#tell("race");
    this.#to("drawing");
    const started = performance.now();
    const asked = running.map(({ id, rule, source, settings, modifiers }) => ({ id, settings, modifiers, ...(source === undefined ? { rule } : { source }) }));
    const answer = await this.studio.race({ ...here, racers: asked, steps, seed }, { key: "race" });
    if (answer.outcome === "superseded") return;
    this.milliseconds = performance.now() - started;
    const place = JSON.stringify(ground);
    for (const entry of answer.value?.racers ?? []) this.#take(entry, place);
    if (answer.outcome !== "done") for (const racer of running) this.troubles.set(racer.id, troubleOf(answer));
    const known = new Set(this.store.state.racers.map((racer) => racer.id));
    for (const id of [...this.runs.keys()]) if (!known.has(id)) this.runs.delete(id);
    this.state = "ready";
    this.#tell("race");
  }

  /** @param {any} entry @param {string} place */
  #take(entry, place) {
    if (entry.outcome !== "done") {
      this.troubles.set(entry.id, troubleOf(entry));
      // The last good run stays, but not on another landscape.
      if (this.runs.get(entry.id)?.place !== place) this.runs.delete(entry.id);
      return;
    }
    const { points, losses } = entry.arrays;
    const { id, stop, steps, loss, notices } = entry.value;
    this.troubles.delete(id);
    const kept = { id, stop, steps, loss, notices, place, dim: points.shape[1] ?? 1 };
    this.runs.set(id, { ...kept, points: points.data, losses: losses.data });
  }

  /** @param {"drawing" | "ready"} state */
  #to(state) {
    this.state = state;
    this.#tell("state");
  }

  /** @param {"ground" | "race" | "state"} what */
  #tell(what) {
    for (const listener of this.#listeners) listener(what);
  }
}

/** @param {any} run @returns {Omit<Run, "place">} */
function fromServer(run) {
  const dim = run.points[0]?.length ?? 0;
  return { ...run, dim, points: Float64Array.from(run.points.flat()), losses: Float64Array.from(run.losses) };
}

/** @param {any} answer @returns {Trouble} */
function troubleOf({ outcome, error, message }) {
  return { outcome, message: error?.message ?? message ?? "It did not run.", failure: error?.failure ?? null };
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
