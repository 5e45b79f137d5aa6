import assert from "node:assert/strict";
import { test } from "node:test";

import { isOwn, noteOwn } from "../../../static/js/base/storage/own-code.js";
import { ownRace } from "../../../static/js/pages/problem/own-race.js";

/** @returns {any} */
function storage() {
  const kept = new Map();
  return {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
  };
}

test("the learner's code comes first, with what makes a rule of it behind, in place of the rule itself", () => {
  const race = {
    code: "\nRULE = 1\n",
    state: {
      ground: { name: "rosenbrock" },
      steps: 500,
      racers: [{ settings: { lr: 0.1 } }, { rule: "adam", name: "Adam" }],
    },
  };
  const { source, state } = ownRace("def f(): pass\n\n", race);
  assert.equal(source, "def f(): pass\n\nRULE = 1\n");
  assert.deepEqual(state.racers, [
    { modifiers: [], colour: 1, settings: { lr: 0.1 }, name: "Your code", source },
    { modifiers: [], colour: 2, rule: "adam", name: "Adam" },
  ]);
  assert.deepEqual([state.steps, state.selected], [500, "r1"]);
});

test("only the very code that was noted here is the visitor's own", () => {
  const kept = storage();
  noteOwn(kept, "a = 1");
  assert.equal(isOwn(kept, "a = 1"), true);
  assert.equal(isOwn(kept, "a = 2"), false);
  assert.equal(isOwn(null, "a = 1"), false);
  for (let count = 0; count < 20; count += 1) noteOwn(kept, `b = ${count}`);
  assert.equal(isOwn(kept, "a = 1"), false);
  assert.equal(isOwn(kept, "b = 19"), true);
});
