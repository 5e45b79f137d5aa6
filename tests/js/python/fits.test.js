import assert from "node:assert/strict";
import { test } from "node:test";

import { misfit } from "../../../static/js/python/fits.js";

const stop = { kind: "max_steps", sentence: "It took all steps.", step: 2 };
const racer = { id: "a", lr: null, notices: [], stop, steps: 2, loss: 1, starts: [stop] };
const named = (data, ...shape) => ({ data: new Float64Array(data), shape });
const arrays = { "points.0": named(6, 3, 2), "losses.0": named(3, 3) };

test("an answer that is as Python's types say fits", () => {
  assert.equal(misfit("studio.race", { racers: [racer] }, arrays), null);
  assert.equal(misfit("studio.race", { racers: [{ ...racer, lr: 0.1, more: 1 }] }, arrays), null);
});

test("what is missing or of another kind is named with its place", () => {
  const wrong = (value, beside = arrays) => misfit("studio.race", value, beside);
  for (const nothing of [null, undefined, 3, "racers", []]) assert.equal(wrong(nothing), "answer is not an object");
  assert.equal(wrong({}), "answer.racers is not such a list");
  assert.equal(wrong({ racers: [{ ...racer, steps: "2" }] }), "answer.racers[0].steps is not number");
  assert.equal(wrong({ racers: [{ ...racer, stop: null }] }), "answer.racers[0].stop is not an object");
  assert.equal(wrong({ racers: [racer] }, {}), "arrays.0.points is not Float64Array");
  assert.equal(wrong({ racers: [racer, racer] }), "arrays.1.points is not Float64Array");
});

test("a piece of a job has what every piece has, and one of the forms of its kind", () => {
  const piece = (value) => misfit("studio.job.next", value, {}, "report");
  assert.match(piece({ racers: [] }) ?? "", /done|progress/);
  assert.notEqual(piece({ done: true, progress: 1 }), null);
  assert.equal(misfit("studio.job.open", { job: 1 }, {}, "report"), null);
});
