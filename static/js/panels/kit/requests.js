/** From the page's state to what `Studio` is asked: arguments, and which racers may run. */

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Racer} Racer */
/** @typedef {import("../../python/studio.js").Answer} Answer */

/**
 * What every method needs to know of the run.
 * @param {State} state
 */
export function runOf(state) {
  const { ground, steps, seed, start } = state;
  return start ? { ground, steps, seed, start } : { ground, steps, seed };
}

/** @param {Racer} racer */
export function racerOf({ id, rule, source, settings, modifiers }) {
  return source === undefined ? { id, rule, settings, modifiers } : { id, source, settings, modifiers };
}

/**
 * Whether it may run: built in, or typed by the visitor, or allowed by him.
 * @param {Racer} racer
 */
export function mayRun(racer) {
  return racer.source === undefined || racer.trusted;
}

/** @param {State} state @returns {Racer | undefined} */
export function chosen(state) {
  return state.racers.find(({ id }) => id === state.selected) ?? state.racers[0];
}

/**
 * Whether a racer is a built-in rule and none of these: a panel then opens on a rule that shows what it is about.
 * @param {Racer | undefined} racer
 * @param {string[]} rules
 */
export function builtInBut(racer, ...rules) {
  return racer !== undefined && racer.source === undefined && !rules.includes(racer.rule ?? "");
}

const WAITS = "came with a link and has not been run here. Run it in the editor first.";

/**
 * The chosen racer if it may run; where it may not, or there is none, the frame says so.
 * @param {State} state
 * @param {import("./frame.js").Frame} frame
 * @param {string} none what is said where there is no racer
 * @returns {Racer | null}
 */
export function chosenToRun(state, frame, none) {
  const racer = chosen(state);
  if (racer && mayRun(racer)) return racer;
  frame.failed(racer ? waiting([racer]) : []);
  frame.blank(racer ? "" : none);
  return null;
}

/**
 * Changes settings of the chosen racer.
 * @param {import("./types.js").Store} store
 * @param {Record<string, unknown>} changed
 */
export function changeChosen(store, changed) {
  const racer = chosen(store.state);
  if (!racer) return;
  const settings = { ...racer.settings, ...changed };
  store.set({ racers: store.state.racers.map((one) => (one.id === racer.id ? { ...one, settings } : one)) });
}

/**
 * Those that may not run yet, as failures by racer.
 * @param {Racer[]} racers
 */
export function waiting(racers) {
  return racers.filter((racer) => !mayRun(racer)).map(({ name }) => ({ name, text: WAITS }));
}

/**
 * What went wrong with a question.
 * @typedef {{outcome: Answer["outcome"], message: string, failure: any}} Trouble
 */

/** @param {Answer} answer one that is not `done` @returns {Trouble} */
export function troubleOf({ outcome, error, message }) {
  return {
    outcome,
    message: error?.message ?? message ?? "It could not be computed.",
    failure: error?.failure ?? null,
  };
}

/**
 * What went wrong, for a person; null where nothing did.
 * @param {Answer} answer
 */
export function failureOf(answer) {
  if (answer.outcome === "done" || answer.outcome === "superseded") return null;
  const { message, failure } = troubleOf(answer);
  const line = failure?.frames?.at(-1)?.line;
  return line ? `line ${line}: ${message}` : message;
}

/**
 * What Python remarks on an answer, as failures that are only warnings.
 * @param {string} name
 * @param {any} value
 */
export function remarks(name, value) {
  return (value?.notices ?? []).map((/** @type {{message: string}} */ { message }) => ({
    name,
    text: message,
    warn: true,
  }));
}
