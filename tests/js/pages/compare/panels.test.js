import assert from "node:assert/strict";
import { test } from "node:test";

import { looks } from "../../../../static/js/pages/compare/series.js";

test("a rule looks the same in both comparisons, and no two rules look alike", () => {
  assert.deepEqual(looks(["Adam", "SGD"], ["Adam", "Lion", "SGD"]), [0, 1, 0, 2, 1]);
});
