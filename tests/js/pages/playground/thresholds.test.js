import assert from "node:assert/strict";
import { test } from "node:test";

import { passedSentence } from "../../../../static/js/pages/playground/thresholds.js";

test("the sentence names the rate, the limit that it is above and where", () => {
  const passed = { lr: 1e9, formula: "2/λ", limit: 0.02483, curvature: 80.55, where: "minimum", repair: 0.012 };
  assert.equal(
    passedSentence({ kind: "left_window", step: 1 }, passed),
    "Left the map at step 1: the learning rate 1e9 is above 2/λ = 0.025, with a curvature λ of 80.5 at the minimum.",
  );
});
