import assert from "node:assert/strict";
import { test } from "node:test";

import { lines, sentence } from "../../../../static/js/pages/compare/graph-text.js";

const GRAPH = {
  scope: "element",
  shape: [4, 3],
  hypers: { lr: 0.01, beta: 0.9 },
  state: { m: { shape: ["runs", 4, 3] } },
  inputs: [
    { name: "g", shape: ["runs", 4, 3] },
    { name: "hyper.lr", shape: null },
    { name: "state.m", shape: ["runs", 4, 3] },
  ],
  nodes: [
    { op: "constant", args: [], attrs: { value: 2 } },
    { op: "multiply", args: [3, 2], attrs: {} },
    { op: "add", args: [4, 0], attrs: {}, name: "m" },
    { op: "sum", args: [5], attrs: { axis: [1], keepdims: true } },
    { op: "negative", args: [1], attrs: {} },
    { op: "multiply", args: [7, 6], attrs: {} },
  ],
  outputs: { step: 8, state: { m: 5 } },
};

test("every operation is a line with the author's names, and no two values have one name", () => {
  assert.deepEqual(lines(GRAPH), [
    "v1 = 2 × m",
    "m′ = v1 + g",
    "v3 = sum(m′, axis=[1], keepdims=true)",
    "v4 = negative(lr)",
    "v5 = v4 × v3",
    "step: v5",
    "next m: m′",
  ]);
});

test("a sentence says how much leaves the browser", () => {
  assert.equal(
    sentence([GRAPH, { ...GRAPH, shape: [3] }]),
    "5 operations a step, for tensors of 4×3, 3; settings lr, beta; state m",
  );
});
