/** What a pack's judge says is taken for an answer only if it has the shape and the size of one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { packAnswer } from "../../../static/js/python/pack-answer.js";

const TEST = { id: "one", title: "One", visibility: "named", timeout: 5 };

/** @param {unknown} value @param {string} method */
const read = (value, method) => packAnswer({ json: JSON.stringify(value), payload: null }, method);

test("an answer of the right shape is read, and so is an error", () => {
  assert.deepEqual(read({ tests: [TEST] }, "judge.open"), { tests: [TEST] });
  assert.deepEqual(read({ error: { kind: "BrokenProblem", message: "x".repeat(5000) } }, "judge.open"), {
    error: { kind: "BrokenProblem", message: "x".repeat(2000) },
  });
});

for (const [what, value, method] of /** @type {[string, unknown, string][]} */ ([
  ["no object", 7, "judge.open"],
  ["a title that is none", { tests: [{ ...TEST, title: 7 }] }, "judge.open"],
  ["two tests of one id", { tests: [TEST, TEST] }, "judge.open"],
  ["an endless test", { tests: [{ ...TEST, timeout: 1e9 }] }, "judge.open"],
  ["a long name", { tests: [{ ...TEST, title: "x".repeat(1000) }] }, "judge.open"],
  ["too many tests", { tests: Array.from({ length: 201 }, (_, id) => ({ ...TEST, id: String(id) })) }, "judge.open"],
  ["a verdict without an outcome", { id: "one" }, "judge.verdict"],
  ["examples that are no texts", { examples: [{}] }, "judge.examples"],
]))
  test(`${what} is no answer`, () => {
    assert.throws(() => read(value, method), /is none/);
  });

test("what is no text, or has a payload of another kind, is no answer", () => {
  for (const answer of [null, { json: 7, payload: null }, { json: "{}", payload: "bytes" }])
    assert.throws(() => packAnswer(answer, "judge.close"), /is none/);
});
