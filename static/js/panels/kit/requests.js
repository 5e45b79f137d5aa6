/** From the page's state to what `Studio` is asked: arguments, and which racers may run. */

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Racer} Racer */

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

export const WAITS = "came with a link and has not been run here. Run it in the editor first.";

/**
 * What went wrong, for a person; null where nothing did.
 * @param {import("../../python/studio.js").Answer} answer
 */
export function failureOf(answer) {
  if (answer.outcome === "done" || answer.outcome === "superseded") return null;
  const line = answer.error?.failure?.frames?.at(-1)?.line;
  const text = answer.error?.message ?? answer.message ?? "It could not be computed.";
  return line ? `line ${line}: ${text}` : text;
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
