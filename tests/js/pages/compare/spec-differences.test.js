import assert from "node:assert/strict";
import { test } from "node:test";

import { specDifferences } from "../../../../static/js/pages/compare/spec-differences.js";

test("only what differs between two comparisons is listed, with what stands in each", () => {
  const mine = {
    rules: [{ name: "adam", modifiers: [] }, { name: "sgd" }],
    workload: { name: "mlp_digits", options: { batch: 8 } },
    schedule: { name: "warmup_cosine", settings: {} },
    steps: 100,
  };
  const theirs = {
    ...mine,
    rules: [
      { name: "adam", modifiers: ["cautious"] },
      { name: "typed", label: "Mine", graphs: ["…"] },
    ],
    workload: { name: "mlp_digits", options: {} },
    schedule: null,
    steps: 300,
  };
  assert.deepEqual(specDifferences(mine, mine), []);
  assert.deepEqual(specDifferences(mine, theirs), [
    ["rules", "adam, sgd", 'adam (modifiers ["cautious"]), Mine'],
    ["workload · options · batch", "8", "–"],
    ["schedule", "warmup_cosine", "–"],
    ["steps", "100", "300"],
  ]);
});

test("a rule that is searched is another than the rule with a grid", () => {
  const one = {
    rules: [
      { name: "adam", grid: {} },
      { name: "adam", search: {} },
    ],
  };
  const other = { rules: [{ name: "adam", search: { eps: { low: 1, high: 2 } } }] };
  assert.deepEqual(specDifferences(one, other), [
    ["rules", "adam, adam (searched)", 'adam (search {"eps":{"low":1,"high":2}})'],
  ]);
});
