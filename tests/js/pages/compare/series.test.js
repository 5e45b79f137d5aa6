import assert from "node:assert/strict";
import { test } from "node:test";

import { byRate, costs, losses, runsAt, sensitivity } from "../../../../static/js/pages/compare/series.js";

const band = (lr, median, more = {}) => ({
  settings: { lr, ...more },
  n: 2,
  diverged: median === null ? 2 : 0,
  low: null,
  median,
  high: null,
  values: [],
});

test("of several settings with one learning rate the best is drawn, and one that diverged never wins", () => {
  const rule = {
    sensitivity: [
      band(0.2, null, { beta: 0 }),
      band(0.1, 3, { beta: 0 }),
      band(0.1, 2, { beta: 1 }),
      band(0.2, 5, { beta: 1 }),
      band(0.3, 4),
      band(0.3, null),
    ],
  };
  assert.deepEqual(
    byRate(rule, "lower").map((each) => each.median),
    [2, 5, 4],
  );
  assert.deepEqual(
    byRate(rule, "higher").map((each) => each.median),
    [3, 5, 4],
  );
});

test("a learning rate at which most runs diverged is marked, one that is not over is left out", () => {
  const rule = { label: "a", sensitivity: [band(0.1, null), { ...band(0.2, null), n: 0, diverged: 0 }] };
  const [series] = sensitivity({ rules: [rule], better: "lower" });
  assert.deepEqual([series.x, series.gone], [[0.1], [true]]);
});

test("cost is measured on finished parts only", () => {
  const part = { label: "a", runs: 10, steps: 100, step_seconds: 0.02 };
  assert.deepEqual(costs(["a", "b"], [part, { ...part, step_seconds: null }]), [
    { label: "a", look: 0, value: 2000 },
    { label: "b", look: 1, value: null },
  ]);
});

test("a rule that is being trained shows its loss so far, one that is over its own, one that waits nothing", () => {
  const loss = { low: [1, null], median: [2, null], high: [3, null], runs: [[2, null]] };
  const found = {
    steps: [0, 10],
    rules: [
      { label: "over", best: { loss } },
      { label: "running", best: null },
      { label: "waits", best: null },
    ],
  };
  const now = { label: "running", step: 4, steps: 10, at: [0, 4], loss, n: 1, part: 2, settings: {} };
  const [over, running, waits] = losses(found, [now, { ...now, label: "over" }]);
  assert.equal(over.provisional, undefined);
  assert.deepEqual(over.x, [0, 10]);
  assert.equal(running.provisional, true);
  assert.equal(running.said, "running: so far, step 4 of 10");
  assert.deepEqual(
    [running.x, running.gone],
    [
      [0, 4],
      [false, true],
    ],
  );
  assert.deepEqual(waits.x, []);
});

test("the runs at a point are those of its rule's best setting there, best first, and diverged ones last", () => {
  const tried = (b, values) => ({ ...band(0.1, values[1], { b }), values });
  const rules = /** @type {any} */ ([{ label: "A", sensitivity: [tried(1, [3, 2, null]), tried(2, [9, 9, 9])] }]);
  const at = (/** @type {"lower" | "higher"} */ better, label = "A", x = 0.1) =>
    runsAt(/** @type {any} */ ({ rules, better }), { label, x });
  assert.deepEqual(at("lower"), [
    { seed: 2, value: 2 },
    { seed: 1, value: 3 },
    { seed: 3, value: null },
  ]);
  assert.deepEqual(at("higher").map(({ value }) => value), [9, 9, 9]); // prettier-ignore
  assert.deepEqual(at("lower", "A", 0.2), []);
  assert.deepEqual(at("lower", "A", 0.05), []);
  assert.deepEqual(at("lower", "B"), []);
});
