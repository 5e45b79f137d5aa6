import assert from "node:assert/strict";
import { test } from "node:test";

import { Job } from "../../../static/js/python/job.js";

/** Python that has `count` pieces for every job and notes what it was asked. */
function python(count, answers = {}) {
  const asked = [];
  let piece = 0;
  const ask = async (method, args) => {
    asked.push(method.split(".").at(-1));
    if (answers[method]) return answers[method];
    if (method === "studio.job.open") return { outcome: "done", value: { job: 7, ...args } };
    piece += 1;
    return { outcome: "done", value: { piece, done: piece === count, progress: piece / count }, arrays: {} };
  };
  return { asked, ask };
}

test("a job asks for piece after piece and ends with the last", async () => {
  const { ask, asked } = python(3);
  const pieces = [];
  const job = new Job(ask, { kind: "basins" }, (value, _arrays, progress) => pieces.push([value.piece, progress]));
  const ended = await job.ended;
  assert.deepEqual(pieces, [[1, 1 / 3], [2, 2 / 3], [3, 1]]); // prettier-ignore
  assert.equal(ended.outcome, "done");
  assert.equal(ended.value.piece, 3);
  assert.equal(job.progress, 1);
  assert.deepEqual(asked, ["open", "next", "next", "next"]);
});

test("a cancelled job shows no further piece and is closed in Python", async () => {
  const { ask, asked } = python(9);
  const pieces = [];
  const job = new Job(ask, {}, (value) => {
    pieces.push(value.piece);
    if (value.piece === 2) job.cancel();
  });
  assert.equal((await job.ended).outcome, "stopped");
  assert.deepEqual(pieces, [1, 2]);
  assert.equal(asked.at(-1), "close");
});

test("what goes wrong ends the job as it is", async () => {
  const error = { outcome: "error", error: { kind: "BadRule", message: "no" } };
  const opened = python(3, { "studio.job.open": error });
  assert.equal(await new Job(opened.ask, {}, () => {}).ended, error);
  const next = python(3, { "studio.job.next": error });
  assert.equal(await new Job(next.ask, {}, () => {}).ended, error);
});
