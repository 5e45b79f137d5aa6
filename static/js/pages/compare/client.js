/** Asks the server about comparisons and turns what went wrong into sentences. */

import { readConfig } from "../../base/config.js";

/** @typedef {{ place: string, message: string }} Complaint */

/** A refusal of the server, with every place that does not fit. */
export class Refused extends Error {
  /**
   * @param {string} message
   * @param {Complaint[]} complaints
   */
  constructor(message, complaints) {
    super(message);
    this.complaints = complaints;
  }
}

/** @param {string} path below the address of all comparisons */
export function addressOf(path) {
  return readConfig().api + path;
}

/** @param {string} state of a comparison or a slice */
export function isOver(state) {
  return ["finished", "failed", "cancelled"].includes(state);
}

/**
 * The answer as data; `Refused` for an error of the server, or where it cannot be reached.
 * @param {string} path below the address of all comparisons
 * @param {{ method?: string, body?: unknown, signal?: AbortSignal }} [options]
 * @returns {Promise<any>}
 */
export async function ask(path, { method = "GET", body, signal } = {}) {
  const headers = body === undefined ? undefined : { "Content-Type": "application/json" };
  let response;
  try {
    response = await fetch(addressOf(path), {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refused(
      "The server does not answer. Is it still running? What was started goes on without this page.",
      [],
    );
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  const again = response.headers.get("Retry-After");
  const later = again ? ` Try again in ${again} s.` : "";
  throw new Refused(`${answer?.detail ?? `The server answered ${response.status}.`}${later}`, answer?.errors ?? []);
}
