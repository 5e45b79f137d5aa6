/**
 * What the judge of a pack answers, checked: its interpreter runs Python of somebody else, so it may say anything. What has
 * another shape than the engine's answers, or is longer than any may be, is none.
 */

import { ChannelError } from "./channel.js";
import { misfit } from "./fits.js";
import { MOST_BYTES, MOST_CHARACTERS } from "./worker-answer.js";

const MOST_TESTS = 200;
const LONGEST_NAME = 200;
const LONGEST_MESSAGE = 2000;
/** Seconds that a test of a pack may ask for. */
const LONGEST_TEST = 60;

/**
 * The object that an answer holds; throws `ChannelError` at one that is none.
 * @param {any} answer
 * @param {string} method
 */
export function packAnswer(answer, method) {
  const { json, payload } = answer ?? {};
  if (typeof json !== "string" || !(payload === null || payload instanceof Uint8Array))
    throw refused(method, "no text");
  if (json.length > MOST_CHARACTERS || (payload?.byteLength ?? 0) > MOST_BYTES) throw refused(method, "too long");
  const value = parsed(json, method);
  if (value.error && Object.keys(value).length === 1) {
    const { kind, message } = value.error;
    return { error: { kind: String(kind).slice(0, LONGEST_NAME), message: String(message).slice(0, LONGEST_MESSAGE) } };
  }
  const wrong = misfit(method, value, {}) ?? (method === "judge.open" ? oddTests(value.tests) : null);
  if (wrong !== null) throw refused(method, wrong);
  return value;
}

/**
 * @param {string} json
 * @param {string} method
 */
function parsed(json, method) {
  let value = null;
  try {
    value = JSON.parse(json);
  } catch {
    // Told below, with answers that are JSON and no object.
  }
  if (value === null || typeof value !== "object") throw refused(method, "no object");
  return value;
}

/**
 * What is wrong with a list of tests; null where nothing is.
 * @param {import("./seam.d.ts").ListedTest[]} tests
 */
function oddTests(tests) {
  if (tests.length > MOST_TESTS) return `${tests.length} tests; at most ${MOST_TESTS} are possible`;
  if (new Set(tests.map(({ id }) => id)).size < tests.length) return "two tests with one id";
  const odd = tests.find(
    ({ id, title, timeout }) =>
      id.length > LONGEST_NAME || title.length > LONGEST_NAME || !(timeout > 0 && timeout <= LONGEST_TEST),
  );
  return odd ? `a test with a long name, or with ${odd.timeout} seconds; at most ${LONGEST_TEST} are possible` : null;
}

/**
 * @param {string} method
 * @param {string} why
 */
function refused(method, why) {
  return new ChannelError({ kind: "crash", message: `its answer to '${method}' is none: ${why}.` });
}
