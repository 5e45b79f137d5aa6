/** What a run in the sandbox gives, and what its worker has to say for that. */

/**
 * How a run or a call ended. `done` carries the observation, or the answer of a call (`json` and `payload`), and the names
 * of what the code had replaced outside of itself; the others carry none. `recovery` says what it took to go on: nothing,
 * an interrupt, or another worker. `before` counts the runs that its interpreter had had, `worn` says whether one of them
 * was interrupted or replaced something outside of itself.
 * @typedef {object} RunResult
 * @property {"done" | "timeout" | "crash" | "stopped"} outcome
 * @property {Uint8Array} [observation]
 * @property {string} [json]
 * @property {Uint8Array | null} [payload]
 * @property {string[]} [tampered]
 * @property {string} [message] for `crash`
 * @property {number} milliseconds
 * @property {"none" | "interrupt" | "replace"} recovery
 * @property {number} before
 * @property {boolean} worn
 */

/** @typedef {{tampered: string[], observation?: Uint8Array, json?: string, payload?: Uint8Array | null}} WorkerAnswer */

/** The most bytes that an observation or the arrays of an answer may have, and the most characters of its JSON. */
export const MOST_BYTES = 64 * 1024 * 1024;
export const MOST_CHARACTERS = 4 * 1024 * 1024;
/** The most of an observation that goes to the engine. */
const MOST_OBSERVED = 24 * 1024 * 1024;

/**
 * The answer of the worker, if it has the shape of one. Python makes it, and in the sandbox Python is what the visitor's code
 * has left of it: with another `json` an answer may say nothing, or anything.
 * @param {any} answer
 * @returns {WorkerAnswer}
 */
export function read(answer) {
  const { tampered, observation, json, payload } = answer ?? {};
  const seen = observation instanceof Uint8Array;
  const called = typeof json === "string" && (payload === null || payload instanceof Uint8Array);
  const named = Array.isArray(tampered) && tampered.every((name) => typeof name === "string");
  if (!named || !(seen || called))
    throw new TypeError("the code replaced what answers are made with, so its answer could not be read.");
  const bytes = observation?.byteLength ?? payload?.byteLength ?? 0;
  if (bytes > (seen ? MOST_OBSERVED : MOST_BYTES) || (json?.length ?? 0) > MOST_CHARACTERS)
    throw new TypeError(`its answer is too long: ${Math.max(bytes, json?.length ?? 0)} bytes.`);
  return seen ? { tampered, observation } : { tampered, json, payload };
}
