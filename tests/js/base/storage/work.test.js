import assert from "node:assert/strict";
import { test } from "node:test";

import { Drafts } from "../../../../static/js/base/storage/drafts.js";
import { History } from "../../../../static/js/base/storage/history.js";
import { exportWork, importWork } from "../../../../static/js/base/storage/work.js";
import { SmallStorage } from "./storage.js";

const entry = (code, time) => ({ time, code, passed: 0, total: 2, mistake: null });

/** A storage with this draft and these runs of one problem. */
function worked(code, runs = []) {
  const storage = new SmallStorage();
  new Drafts(storage).save("adam", code, "hash", 0, 1);
  for (const run of runs) new History(storage).add("adam", run);
  storage.setItem("theme", "dark");
  return storage;
}

test("all work goes out and comes in again on another browser", () => {
  const there = worked("mine", [entry("first", 1), entry("second", 2)]);
  const work = exportWork(there);
  assert.deepEqual(Object.keys(work.drafts), ["adam"]);
  const here = new SmallStorage();
  assert.deepEqual(importWork(here, JSON.stringify(work), 5), { taken: 1, kept: [] });
  assert.deepEqual(exportWork(here), work);
});

test("a draft that differs is not replaced: the imported code is in the history", () => {
  const here = worked("mine", [entry("mine before", 1)]);
  const work = exportWork(worked("theirs", [entry("theirs before", 2)]));
  assert.deepEqual(importWork(here, JSON.stringify(work), 9), { taken: 0, kept: ["adam"] });
  assert.equal(new Drafts(here).read("adam").code, "mine");
  const codes = new History(here).read("adam").map(({ code }) => code);
  assert.deepEqual(codes, ["theirs", "theirs before", "mine before"]);
  importWork(here, JSON.stringify(work), 9);
  assert.equal(new History(here).read("adam").length, 3, "taking it in again adds nothing");
});

test("what is no export is refused in words", () => {
  const storage = new SmallStorage();
  assert.throws(() => importWork(storage, "no json", 0), /no JSON/);
  assert.throws(() => importWork(storage, "{}", 0), /not a file that was exported here/);
  const later = { ...exportWork(storage), version: 2 };
  assert.throws(() => importWork(storage, JSON.stringify(later), 0), /version 2; this page reads version 1/);
});

test("a browser without room says so", () => {
  const work = exportWork(worked("x".repeat(500)));
  assert.throws(() => importWork(new SmallStorage(100), JSON.stringify(work), 0), /storage is full/);
});
