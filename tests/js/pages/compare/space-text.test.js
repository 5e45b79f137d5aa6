import assert from "node:assert/strict";
import { test } from "node:test";

import { differing, searchOf, spaceText } from "../../../../static/js/pages/compare/space-text.js";

const OFFERED = {
  beta1: { low: 0, high: 0.999, usual: true, doc: "" },
  eps: { low: 1e-12, high: 1, usual: false, doc: "" },
};
const set = (changes = {}) => ({
  beta1: { ticked: true, low: 0, high: 0.999 },
  eps: { ticked: false, low: 1e-12, high: 1 },
  ...changes,
});

test("the usual spaces are none of one's own, and the ends of what is not searched do not matter", () => {
  assert.equal(differing(OFFERED, set()), null);
  assert.equal(differing(OFFERED, set({ eps: { ticked: false, low: 1, high: 2 } })), null);
});

test("what is ticked is searched between its ends", () => {
  const eps = { ticked: true, low: 1e-10, high: 0.01 };
  assert.deepEqual(differing(OFFERED, set({ eps })), { beta1: [0, 0.999], eps: [1e-10, 0.01] });
  assert.deepEqual(differing(OFFERED, set({ beta1: { ticked: true, low: 0.5, high: 0.999 } })), {
    beta1: [0.5, 0.999],
  });
  assert.deepEqual(differing(OFFERED, set({ beta1: { ticked: false, low: 0, high: 0.999 } })), {});
});

test("the server takes ends by name, and the usual spaces as an empty search", () => {
  assert.deepEqual(searchOf({ eps: [1e-10, 0.01] }), { eps: { low: 1e-10, high: 0.01 } });
  assert.deepEqual(searchOf(null), {});
});

test("a space is said with its scale", () => {
  const said = spaceText({ lr: [0.001, 1, "log"], beta1: [0, 0.999, "log_from_1"] }, String);
  assert.equal(said, "lr 0.001 to 1 (log), beta1 0 to 0.999 (log of 1 − beta1)");
});
