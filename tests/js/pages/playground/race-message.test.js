/** What is told of a race to the page around a frame: numbers of runs that are good, each under a name of its own. */

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = /** @type {any} */ ({});
const { runsOf } = await import("../../../../static/js/pages/playground/race-message.js");

const memory = new Float64Array([9, 0, 1, 2, 3, Infinity]);
const run = {
  dim: 2,
  steps: 1,
  stop: { kind: "max_steps" },
  points: memory.subarray(1, 5),
  losses: memory.subarray(4),
};

/** @param {string[]} names @param {Record<string, any>} runs @param {string[]} [troubled] */
function told(names, runs, troubled = []) {
  const racers = names.map((name, place) => ({ name, id: `r${place}` }));
  const racing = { runs: new Map(Object.entries(runs)), troubles: new Map(troubled.map((id) => [id, {}])) };
  return runsOf(/** @type {any} */ ({ racers }), /** @type {any} */ (racing));
}

test("a run is told whole, in memory of its own", () => {
  const [one] = told(["Adam"], { r0: { ...run, question: "asked" } });
  assert.deepEqual(
    { ...one, points: [...one.points], losses: [...one.losses] },
    {
      label: "Adam",
      dim: 2,
      steps: 1,
      stop: "max_steps",
      points: [0, 1, 2, 3],
      losses: [3, Infinity],
    },
  );
  assert.equal(one.points.buffer.byteLength, 32);
});

test("nothing is told of what did not run here or failed since", () => {
  assert.deepEqual(told(["rounded", "gone"], { r0: run }), []);
  assert.deepEqual(told(["failed"], { r0: { ...run, question: "asked" } }, ["r0"]), []);
});

test("racers of one name are told apart", () => {
  const asked = { ...run, question: "asked" };
  const labels = told(["a", "a", "a (2)", "a"], { r0: asked, r1: asked, r2: asked, r3: asked }).map(
    ({ label }) => label,
  );
  assert.equal(new Set(labels).size, 4);
  assert.deepEqual(labels.slice(0, 2), ["a", "a (2)"]);
});
