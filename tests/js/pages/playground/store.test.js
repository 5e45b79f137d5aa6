import assert from "node:assert/strict";
import { test } from "node:test";

import { createStore } from "../../../../static/js/pages/playground/store.js";

const usual = {
  ground: { name: "rosenbrock" },
  racers: [{ id: "r1", name: "Adam", rule: "adam", settings: { lr: 0.1 }, modifiers: [], colour: 1, trusted: true }],
  ...{ steps: 300, start: null, seed: 0, step: 300, playing: false, speed: 50, panel: null, selected: "r1" },
};

test("listeners hear of what changed, once, and not of what stayed", () => {
  const store = createStore(usual);
  const heard = [];
  const stop = store.subscribe((_state, changed) => heard.push([...changed]));
  store.set({ step: 5, seed: 0 });
  store.set({ step: 5 });
  stop();
  store.set({ step: 6 });
  assert.deepEqual(heard, [["step"]]);
  assert.equal(store.state.step, 6);
});
