import assert from "node:assert/strict";
import { test } from "node:test";

import {
  changeChosen,
  chosen,
  chosenToRun,
  failureOf,
  mayRun,
  racerOf,
  remarks,
  runOf,
  waiting,
} from "../../../../static/js/panels/kit/requests.js";

const built = { id: "r1", name: "Adam", rule: "adam", settings: { lr: 0.1 }, modifiers: [], colour: 1, trusted: true };
const linked = { ...built, id: "r2", name: "Linked", rule: undefined, source: "def update(): ...", trusted: false };
const state = (selected) => ({
  ...{ ground: { name: "rosenbrock" }, racers: [built, linked], steps: 9, start: null, seed: 4, selected },
});

test("Python is told what it needs of a racer and of the run, and nothing of how they look", () => {
  assert.deepEqual(racerOf(built), { id: "r1", rule: "adam", settings: { lr: 0.1 }, modifiers: [] });
  assert.deepEqual(Object.keys(racerOf(linked)).sort(), ["id", "modifiers", "settings", "source"]);
  assert.deepEqual(runOf(state("r1")), { ground: { name: "rosenbrock" }, steps: 9, seed: 4 });
  assert.deepEqual(runOf({ ...state("r1"), start: [1, 2] }).start, [1, 2]);
});

test("code from a link waits until the visitor lets it run", () => {
  assert.deepEqual([built, linked, { ...linked, trusted: true }].map(mayRun), [true, false, true]);
  assert.deepEqual(
    waiting([built, linked]).map(({ name }) => name),
    ["Linked"],
  );
  const said = [];
  const frame = { failed: (list) => said.push(list.length), blank: (words) => said.push(words) };
  assert.equal(chosenToRun(state("r1"), frame, "none"), built);
  assert.equal(chosenToRun(state("r2"), frame, "none"), null);
  assert.equal(chosenToRun({ racers: [] }, frame, "Add one."), null);
  assert.deepEqual(said, [1, "", 0, "Add one."]);
});

test("the first racer stands in for one that is gone, and settings change of the chosen one alone", () => {
  assert.equal(chosen(state("nobody")), built);
  const store = { state: state("r2"), set: (patch) => Object.assign(store.state, patch) };
  changeChosen(store, { lr: 0.5 });
  assert.deepEqual(
    store.state.racers.map(({ settings }) => settings.lr),
    [0.1, 0.5],
  );
});

test("what went wrong is a sentence with its line; what was superseded is no failure", () => {
  assert.equal(failureOf({ outcome: "done" }), null);
  assert.equal(failureOf({ outcome: "superseded" }), null);
  assert.equal(failureOf({ outcome: "timeout", message: "Too slow." }), "Too slow.");
  const error = { kind: "BadRule", message: "no", failure: { frames: [{ line: 1 }, { line: 3 }] } };
  assert.equal(failureOf({ outcome: "error", error }), "line 3: no");
  assert.deepEqual(remarks("Adam", { notices: [{ message: "slow" }] }), [{ name: "Adam", text: "slow", warn: true }]);
  assert.deepEqual(remarks("Adam", null), []);
});
