import assert from "node:assert/strict";
import { test } from "node:test";

import { createStore } from "../../../../static/js/pages/playground/store.js";
import { MOST_CHANGES, Undo } from "../../../../static/js/pages/playground/undo.js";
import { usual } from "./catalog.js";

const lion = { ...usual.racers[0], id: "r2", name: "Lion", rule: "lion" };

/** A page with two racers, and a clock that stands until it is moved. */
function page() {
  const store = createStore({ ...usual, racers: [...usual.racers, lion] });
  const time = { now: 0 };
  const undo = new Undo(store, () => time.now);
  const rate = (value) => {
    const [adam, ...others] = store.state.racers;
    store.set({ racers: [{ ...adam, settings: { ...adam.settings, lr: value } }, ...others] });
  };
  return { store, undo, rate, time, lr: () => store.state.racers[0].settings.lr };
}

test("what was changed is undone in turn, named, and done again", () => {
  const { store, undo, rate, lr } = page();
  assert.deepEqual([undo.past, undo.future, undo.undo(), undo.redo()], [null, null, null, null]);
  rate(0.5);
  store.set({ start: [1, 2] });
  store.set({ ground: { name: "booth" }, start: null });
  store.set({ racers: store.state.racers.slice(0, 1), selected: "r1" });
  assert.equal(undo.undo(), "Lion removed");
  assert.deepEqual(store.state.racers[1], lion);
  assert.equal(undo.undo(), "another landscape");
  assert.deepEqual([store.state.ground, store.state.start], [{ name: "rosenbrock" }, [1, 2]]);
  assert.equal(undo.undo(), "start moved");
  assert.equal(undo.undo(), "Adam: lr");
  assert.equal(lr(), 0.1);
  assert.equal(undo.undo(), null);
  assert.deepEqual(
    [1, 2, 3, 4, 5].map(() => undo.redo()),
    ["Adam: lr", "start moved", "another landscape", "Lion removed", null],
  );
  assert.deepEqual([lr(), store.state.racers.length, store.state.start], [0.5, 1, null]);
});

test("a drag is one change, however long it takes, and two drags are two", () => {
  const { undo, rate, lr } = page();
  for (const rates of [
    [0.2, 0.3, 0.4],
    [0.5, 0.6],
  ]) {
    undo.hold();
    rates.forEach(rate);
    undo.release();
  }
  undo.undo();
  assert.equal(lr(), 0.4);
  undo.undo();
  assert.deepEqual([lr(), undo.past], [0.1, null]);
});

test("a drag back to where it began is no change", () => {
  const { undo, rate } = page();
  undo.hold();
  [0.2, 0.1].forEach(rate);
  undo.release();
  assert.equal(undo.past, null);
});

test("a key that repeats is one change, until it rests or something else is changed", () => {
  const { undo, rate, store, time, lr } = page();
  for (const value of [0.2, 0.3, 0.4]) {
    time.now += 500;
    rate(value);
  }
  time.now += 5000;
  rate(0.5);
  store.set({ seed: 7 });
  rate(0.6);
  const seen = [];
  while (undo.undo() !== null) seen.push(lr());
  assert.deepEqual(seen, [0.5, 0.5, 0.4, 0.1]);
});

test("a consequence goes with the change that it follows from, and does not cost what can be done again", () => {
  const { store, undo, rate } = page();
  const typed = { ...lion, source: "def update(): ..." };
  store.set({ racers: [store.state.racers[0], typed] });
  store.set({ racers: [store.state.racers[0], { ...typed, settings: {} }] }, { follows: true });
  rate(0.5);
  undo.undo();
  assert.deepEqual(store.state.racers[1].settings, {});
  store.set({ racers: [...store.state.racers] }, { follows: true });
  assert.equal(undo.future, "Adam: lr");
  assert.equal(undo.undo(), "Lion: code");
  assert.deepEqual([store.state.racers[1], undo.past], [lion, null]);
});

test("another change takes away what could be done again, and 50 are kept", () => {
  const { store, undo } = page();
  for (let seed = 1; seed <= MOST_CHANGES + 10; seed += 1) {
    undo.hold();
    store.set({ seed });
    undo.release();
  }
  for (let count = 0; count < MOST_CHANGES; count += 1) assert.equal(undo.undo(), "seed of the noise");
  assert.deepEqual([undo.undo(), store.state.seed], [null, 10]);
  store.set({ steps: 100 });
  assert.equal(undo.future, null);
});

test("the clock and the open panel are not undone, and the clock stays within the race", () => {
  const { store, undo } = page();
  store.set({ steps: 1000, step: 1000 });
  store.set({ step: 700, panel: "fair", selected: "r2", speed: 5 });
  undo.undo();
  const { steps, step, panel, selected, speed } = store.state;
  assert.deepEqual(
    { steps, step, panel, selected, speed },
    { steps: 300, step: 300, panel: "fair", selected: "r2", speed: 5 },
  );
  undo.redo();
  assert.equal(store.state.step, 1000, "a race that is shown at its end stays there");
});

test("a press is a change of its own, however soon after a key", () => {
  const { undo, rate, lr } = page();
  rate(1000);
  undo.hold();
  undo.release();
  rate(0.01);
  undo.undo();
  assert.equal(lr(), 1000);
});
