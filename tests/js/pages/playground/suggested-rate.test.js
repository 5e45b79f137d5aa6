import assert from "node:assert/strict";
import { test } from "node:test";

import { suggestedRate } from "../../../../static/js/pages/playground/suggested-rate.js";

/** @type {any} */
const lr = { name: "lr", default: 0.001, low: 1e-6, high: 1 };
/** @type {any} */
const momentum = { name: "momentum", default: 0.9, low: 0, high: 0.999 };
const ravine = {
  window: [
    [-2, 2],
    [-1, 3],
  ],
  stable_lr: 0.002,
};

test("a rule that follows the gradient begins at half the stable rate, with momentum at less", () => {
  assert.equal(suggestedRate({ hypers: [lr], follows: "gradient" }, ravine), 0.001);
  assert.equal(suggestedRate({ hypers: [lr, momentum], follows: "gradient" }, ravine), 0.0001);
});

test("a rule whose steps are as long as its rate begins at a hundredth of the window", () => {
  assert.equal(suggestedRate({ hypers: [lr, momentum], follows: "rate" }, ravine), 0.04);
  assert.equal(
    suggestedRate(
      { hypers: [lr], follows: "rate" },
      {
        window: [
          [-500, 500],
          [-300, 300],
        ],
      },
    ),
    1,
  );
});

test("where nothing is known the rate is the usual one, and a rule without a rate has none", () => {
  assert.equal(suggestedRate({ hypers: [lr], follows: null }, ravine), 0.02);
  assert.equal(suggestedRate({ hypers: [lr], follows: "gradient" }, { ...ravine, stable_lr: null }), 0.02);
  assert.equal(suggestedRate({ hypers: [momentum], follows: "rate" }, ravine), null);
});
