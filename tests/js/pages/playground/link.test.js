import assert from "node:assert/strict";
import { test } from "node:test";

import { pack, unpack } from "../../../../static/js/pages/playground/link.js";
import { readState } from "../../../../static/js/pages/playground/state.js";

const usual = {
  ground: { name: "rosenbrock" },
  racers: [{ id: "r1", name: "Adam", rule: "adam", settings: { lr: 0.1 }, modifiers: [], colour: 1, trusted: true }],
  ...{ steps: 300, start: null, seed: 0, step: 300, playing: false, speed: 50, panel: null, selected: "r1" },
};

const options = { rules: new Set(["adam", "sgd"]), usual, trusted: false };

test("a link brings back the whole state but trust in typed code", async () => {
  const typed = {
    id: "r2",
    name: "mine ∇",
    source: "def update(p, g, s, t, xp):\n    return -g, s\n",
    settings: {},
    modifiers: ["cautious"],
    colour: 4,
    trusted: true,
  };
  const state = {
    ...usual,
    racers: [...usual.racers, typed],
    start: [-1.5, 2],
    seed: 7,
    step: 12,
    panel: "basins",
    selected: "r2",
  };
  const packed = await pack(state);
  assert.match(packed, /^[\w-]+$/);
  const found = readState(await unpack(packed), options);
  assert.deepEqual(found, { ...state, racers: [usual.racers[0], { ...typed, trusted: false }] });
});

test("what cannot be read is null, and a link that unpacks to too much is given up", async () => {
  for (const text of ["", "%%%", "AAAA", "e30"]) assert.equal(await unpack(text), null);
  const bomb = await pack({ ...usual, panel: "x".repeat(2_000_000) });
  assert.equal(await unpack(bomb), null);
});
