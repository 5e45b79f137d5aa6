/** What the studio makes of an answer, and of one that an interpreter gave in which typed code ran. */

import { namedArrays } from "./arrays.js";
import { misfit } from "./fits.js";

/** @typedef {import("./studio.js").Answer} Answer */

/**
 * Whether a call went wrong, in the code or by the loss of its interpreter.
 * @param {import("./sandbox.js").RunResult} result
 */
export function failed({ outcome, json }) {
  return outcome === "crash" || (outcome === "done" && JSON.parse(json ?? "").error !== undefined);
}

/**
 * Throws at an answer of an interpreter in which typed code ran, unless it is what Python answers there.
 * @param {import("./sandbox.js").WorkerAnswer} answer
 * @param {string} method
 * @param {any} args
 * @param {string} [job]
 */
export function check({ json, payload }, method, args, job) {
  const { outcome, error, value, arrays } = answered(JSON.parse(json ?? ""), payload, 0);
  let wrong = null;
  if (outcome === "done") wrong = misfit(method, value, arrays, job);
  else if (typeof error?.message !== "string") wrong = "its error has no message";
  if (method === "studio.race" && wrong === null && outcome === "done" && value.racers.length !== args.racers.length)
    wrong = "racers are missing";
  if (wrong !== null) throw new TypeError(`the code replaced what answers are made with: ${wrong}.`);
}

/**
 * @param {any} value
 * @param {Uint8Array | null | undefined} payload
 * @param {number} started
 * @param {string[]} [tampered]
 * @returns {Answer}
 */
export function answered(value, payload, started, tampered) {
  const milliseconds = performance.now() - started;
  if (value?.error) return { outcome: "error", error: value.error, tampered, milliseconds };
  const { arrays, ...rest } = value;
  return { outcome: "done", value: rest, arrays: namedArrays(arrays, payload), tampered, milliseconds };
}
