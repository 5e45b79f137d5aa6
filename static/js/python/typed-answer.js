/** What the studio makes of an answer, and of one that an interpreter gave in which typed code ran. */

import { namedArrays } from "./arrays.js";
import { misfit } from "./fits.js";

/** @typedef {import("./studio.js").Answer} Answer */

/**
 * What an interpreter in which typed code ran has answered; throws unless it is what Python answers there.
 * @param {import("./sandbox.js").WorkerAnswer} answer
 * @param {string} method
 * @param {any} args
 * @param {string} [job]
 * @returns {Answer}
 */
export function checked({ json, payload }, method, args, job) {
  const answer = answered(JSON.parse(json ?? ""), payload, 0);
  const { outcome, error, value, arrays } = answer;
  let wrong = null;
  if (outcome === "done") wrong = misfit(method, value, arrays, job);
  else if (typeof error?.message !== "string") wrong = "its error has no message";
  if (method === "studio.race" && wrong === null && outcome === "done" && value.racers.length !== args.racers.length)
    wrong = "racers are missing";
  if (wrong !== null) throw new TypeError(`the code replaced what answers are made with: ${wrong}.`);
  return answer;
}

/**
 * @param {any} value
 * @param {Uint8Array | null | undefined} payload
 * @param {number} started
 * @returns {Answer}
 */
export function answered(value, payload, started) {
  const milliseconds = performance.now() - started;
  if (value?.error) return { outcome: "error", error: value.error, milliseconds };
  const { arrays, ...rest } = value;
  return { outcome: "done", value: rest, arrays: namedArrays(arrays, payload), milliseconds };
}
