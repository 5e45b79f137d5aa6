import assert from "node:assert/strict";
import { test } from "node:test";

import { smoothed, windowOf } from "../../../static/js/plots/smoothed.js";

test("each value is the mean of as many before it as after it, and the ends stay", () => {
  assert.deepEqual(smoothed([1, 5, 3, 7, 9], 3), [1, 3, 5, 19 / 3, 9]);
  assert.deepEqual(smoothed([1, 5, 3, 7, 9], 5), [1, 3, 5, 19 / 3, 9]);
  const line = Array.from({ length: 50 }, (_, k) => 2 * k);
  assert.deepEqual(smoothed(line, 9), line);
});

test("what is not there stays so, and nothing is taken from beyond it", () => {
  assert.deepEqual(smoothed([1, 2, 6, null, 100, 4, 1], 5), [1, 3, 6, null, 100, 35, 1]);
});

test("the window is an odd number of about a twentieth of the line", () => {
  assert.deepEqual([2, 60, 200, 1000].map(windowOf), [3, 5, 11, 51]);
});
