import assert from "node:assert/strict";
import { test } from "node:test";

import { pack, unpack } from "../../../../static/js/pages/playground/link.js";
import { readState } from "../../../../static/js/pages/playground/state.js";
import { from, usual } from "./catalog.js";

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
  const { state: found, lost } = readState(await unpack(packed), from);
  assert.deepEqual(lost, []);
  assert.deepEqual(found, { ...state, racers: [usual.racers[0], { ...typed, trusted: false }] });
});

test("what cannot be read is null, and a link that unpacks to too much is given up", async () => {
  const packed = await pack(usual);
  for (const text of ["", "%%%", "AAAA", "e30", packed.slice(0, -9), packed.slice(3)])
    assert.equal(await unpack(text), null);
  const bomb = await pack({ ...usual, panel: "x".repeat(2_000_000) });
  assert.equal(await unpack(bomb), null);
});
