import assert from "node:assert/strict";
import { test } from "node:test";

import { clockText, doingText, tabTitle } from "../../../../static/js/pages/compare/running.js";

const shard = (label, state, step = 0) => ({ label, state, step, steps: 200 });

test("what is being trained is said with its place, and that it is prepared before its first step", () => {
  assert.equal(doingText([shard("Adam", "running"), shard("SGD", "queued")]), "Preparing Adam (1 of 2): data, weights, compiling"); // prettier-ignore
  assert.equal(doingText([shard("Adam", "finished", 200), shard("SGD", "running", 40)]), "Training SGD (2 of 2): step 40 of 200"); // prettier-ignore
  assert.equal(doingText([shard("Adam", "queued")]), "");
});

test("the clock stands beside the plan until there is a rate, and is never negative", () => {
  const now = { state: "running", started: 100, seconds_left: null, done: 0, total: 10 };
  assert.equal(clockText(now, 11, 107.2), "7 s so far, planned for about 11 s");
  assert.equal(clockText({ ...now, seconds_left: 4 }, 11, 107.2), "7 s so far");
  assert.equal(clockText(now, 11, 90), "1 s so far, planned for about 11 s");
  assert.equal(clockText({ ...now, state: "finished" }, 11, 120), "");
});

test("the tab's title says the share, the state while it waits, and the end until it was seen", () => {
  const now = { state: "running", started: 1, seconds_left: null, done: 37, total: 100 };
  assert.equal(tabTitle(now, "Adam", false), "37 % · Adam · Optimizer Playground");
  assert.equal(tabTitle({ ...now, state: "queued" }, "Adam", false), "queued · Adam · Optimizer Playground");
  assert.equal(tabTitle({ ...now, state: "finished" }, "Adam", true), "finished · Adam · Optimizer Playground");
  assert.equal(tabTitle({ ...now, state: "finished" }, "Adam", false), "Adam · Optimizer Playground");
});
