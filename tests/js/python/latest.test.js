import assert from "node:assert/strict";
import { test } from "node:test";

import { Latest } from "../../../static/js/python/latest.js";

/** A call that is answered when `answer` is called. */
function call() {
  const made = { begun: false, answer: () => {} };
  made.run = () => {
    made.begun = true;
    return new Promise((resolve) => (made.answer = resolve));
  };
  return made;
}

test("of the calls that wait only the newest is made; the one that runs is answered", async () => {
  const latest = new Latest();
  const calls = [call(), call(), call()];
  const results = calls.map(({ run }) => latest.submit("slider", run));
  assert.deepEqual(await results[1], { outcome: "superseded" });
  assert.deepEqual(calls.map(({ begun }) => begun), [true, false, false]); // prettier-ignore
  calls[0].answer("first");
  assert.equal(await results[0], "first");
  await new Promise((resolve) => setImmediate(resolve));
  calls[2].answer("third");
  assert.equal(await results[2], "third");
});

test("calls of different keys do not wait for one another, and a key is free again afterwards", async () => {
  const latest = new Latest();
  const [one, other] = [call(), call()];
  const first = latest.submit("one", one.run);
  const second = latest.submit("other", other.run);
  assert.ok(one.begun && other.begun);
  other.answer(2);
  one.answer(1);
  assert.deepEqual([await first, await second], [1, 2]);
  assert.equal(await latest.submit("one", async () => 3), 3);
});
