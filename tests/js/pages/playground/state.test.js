import assert from "node:assert/strict";
import { test } from "node:test";

import { readState } from "../../../../static/js/pages/playground/state.js";

const usual = {
  ground: { name: "rosenbrock" },
  racers: [{ id: "r1", name: "Adam", rule: "adam", settings: { lr: 0.1 }, modifiers: [], colour: 1, trusted: true }],
  ...{ steps: 300, start: null, seed: 0, step: 300, playing: false, speed: 50, panel: null, selected: "r1" },
};

const options = { rules: new Set(["adam", "sgd"]), usual, trusted: false };

test("a state from outside keeps only what is sound", () => {
  const found = readState(
    {
      ground: { name: "sphere", expression: "x" },
      racers: [
        { rule: "nope" },
        { rule: "sgd", settings: { lr: "fast", momentum: NaN, nested: {}, ok: 1 }, colour: 99 },
        null,
        3,
      ],
      ...{ steps: 1e9, start: [1, "2"], step: -4, speed: Infinity },
    },
    options,
  );
  assert.deepEqual(found.ground, usual.ground);
  assert.equal(found.racers.length, 1);
  assert.deepEqual(found.racers[0].settings, { lr: "fast", ok: 1 });
  assert.equal(found.racers[0].colour, 2);
  assert.deepEqual([found.steps, found.start, found.step, found.selected], [300, null, 300, found.racers[0].id]);
  assert.deepEqual(readState(null, options).racers, usual.racers);
});
