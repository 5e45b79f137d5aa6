/** Asks `/api/runs` and turns what went wrong into sentences. */

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

/**
 * The answer as data; `Refused` for an error of the server, or where it cannot be reached.
 * @param {string} path below `/api/runs`
 * @param {{ method?: string, body?: unknown, signal?: AbortSignal }} [options]
 * @returns {Promise<any>}
 */
export async function ask(path, { method = "GET", body, signal } = {}) {
  const headers = body === undefined ? undefined : { "Content-Type": "application/json" };
  let response;
  try {
    response = await fetch(`/api/runs${path}`, {
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

/**
 * Data that the server put into the page.
 * @returns {any}
 */
export function pageConfig() {
  const element = document.getElementById("config");
  if (!element) throw new Error("this page carries no configuration");
  return JSON.parse(element.textContent ?? "");
}
