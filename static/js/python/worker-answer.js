/** What a run in the sandbox gives, and what its worker has to say for that. */

/**
 * How a run or a call ended. `done` carries the observation, or the answer of a call (`json` and `payload`), and the names
 * of what the code had replaced outside of itself; the others carry none. `recovery` says what it took to go on: nothing,
 * an interrupt, or another worker.
 * @typedef {object} RunResult
 * @property {"done" | "timeout" | "crash" | "stopped"} outcome
 * @property {Uint8Array} [observation]
 * @property {string} [json]
 * @property {Uint8Array | null} [payload]
 * @property {string[]} [tampered]
 * @property {string} [message] for `crash`
 * @property {number} milliseconds
 * @property {"none" | "interrupt" | "replace"} recovery
 */

/** @typedef {{tampered: string[], observation?: Uint8Array, json?: string, payload?: Uint8Array | null}} WorkerAnswer */

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
  return seen ? { tampered, observation } : { tampered, json, payload };
}
