import assert from "node:assert/strict";
import { test } from "node:test";

import { History } from "../../../../static/js/base/storage/history.js";
import { nextOf, progressOf } from "../../../../static/js/base/storage/progress.js";
import { SmallStorage } from "./storage.js";

test("a problem is new, tried or, once all its tests have passed, solved for good", () => {
  const history = new History(new SmallStorage());
  const run = (passed, code) => history.add("adam-step", { time: 1, code, passed, total: 3, mistake: null });
  assert.equal(progressOf(history, "adam-step"), "new");
  run(2, "a");
  assert.equal(progressOf(history, "adam-step"), "tried");
  run(3, "b");
  run(0, "c");
  assert.equal(progressOf(history, "adam-step"), "solved");
  assert.equal(progressOf(history, "lamb"), "new");
});

test("a run without tests solves nothing", () => {
  const history = new History(new SmallStorage());
  history.add("adam-step", { time: 1, code: "a", passed: 0, total: 0, mistake: null });
  assert.equal(progressOf(history, "adam-step"), "tried");
});

test("the first that is not solved comes next, even before solved ones", () => {
  const [one, two, three] = [{ progress: "solved" }, { progress: "tried" }, { progress: "solved" }];
  assert.equal(nextOf([one, two, three]), two);
  assert.equal(nextOf([one, three]), null);
  assert.equal(nextOf([]), null);
});
