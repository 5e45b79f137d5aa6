import assert from "node:assert/strict";
import { test } from "node:test";

import { along, axisOf, perStep } from "../../../../static/js/pages/compare/axes.js";
import { targetOf, timesTo } from "../../../../static/js/pages/compare/targets-panel.js";

const STEPS = { name: "steps", title: "step", said: "" };
const FLOPS = { name: "flops", title: "FLOPs of one run", said: "Counted." };
/** @type {any} */
const FOUND = {
  axes: [STEPS, FLOPS],
  rules: [
    { label: "Adam", per_step: { steps: 1, flops: 10 } },
    { label: "Sophia", per_step: { steps: 1, flops: null } },
  ],
  reaching: {
    stop: 100,
    targets: [0.5, 0.1],
    usual: 1,
    rules: [
      {
        label: "Adam",
        share: [1, 0.5],
        median: [20, null],
        median_interval: [[10, 40], null],
        expected: [25, 150],
        expected_interval: [
          [20, 30],
          [90, null],
        ],
      },
    ],
  },
};

test("a curve goes along another axis by what a step of its rule is there", () => {
  const series = [
    { label: "Adam", x: [0, 5], y: [2, 1] },
    { label: "Sophia", x: [0, 5], y: [2, 1] },
  ];
  assert.deepEqual(along(series, FOUND, STEPS), series);
  const [adam, sophia] = along(series, FOUND, FLOPS);
  assert.deepEqual(
    [adam.x, adam.y],
    [
      [0, 50],
      [2, 1],
    ],
  );
  assert.deepEqual([sophia.x, sophia.said], [[], "Sophia: not counted"]);
});

test("an axis that the comparison does not have is steps", () => {
  assert.equal(axisOf(FOUND, "flops"), FLOPS);
  assert.equal(axisOf(FOUND, "time"), STEPS);
  assert.equal(perStep(FOUND, "Sophia", FLOPS), null);
});

test("running times go along the axis too, and what is not known stays so", () => {
  assert.deepEqual(timesTo(FOUND, 1, FLOPS), [
    {
      label: "Adam",
      look: 0,
      share: 0.5,
      median: null,
      medianEnds: null,
      expected: 1500,
      expectedEnds: [900, null],
    },
  ]);
  assert.equal(targetOf(FOUND.reaching, "0.5"), 0);
  assert.equal(targetOf(FOUND.reaching, "7"), 1);
});
