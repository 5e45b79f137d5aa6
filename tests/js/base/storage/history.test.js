import assert from "node:assert/strict";
import { test } from "node:test";

import { History, LIMIT } from "../../../../static/js/base/storage/history.js";
import { SmallStorage } from "./storage.js";

const entry = (code, time = 0) => ({ time, code, passed: 1, total: 2, mistake: null });
const codes = (history) => history.read("adam").map(({ code }) => code);

test("runs are kept newest first, and no more than the limit", () => {
  const history = new History(new SmallStorage());
  for (let k = 0; k < LIMIT + 5; k += 1) history.add("adam", entry(`code ${k}`));
  assert.equal(codes(history).length, LIMIT);
  assert.equal(codes(history)[0], `code ${LIMIT + 4}`);
});

test("the same code run again replaces its newest entry", () => {
  const history = new History(new SmallStorage());
  for (const [code, time] of [["a", 1], ["b", 2], ["b", 3]]) history.add("adam", entry(code, time)); // prettier-ignore
  assert.deepEqual(
    history.read("adam").map(({ code, time }) => [code, time]),
    [
      ["b", 3],
      ["a", 1],
    ],
  );
});

test("where storage is full the oldest runs are given up", () => {
  const history = new History(new SmallStorage(700));
  for (let k = 0; k < 12; k += 1) assert.equal(history.add("adam", entry(`code ${k}`)), "saved");
  assert.equal(codes(history)[0], "code 11");
  assert.ok(codes(history).length < 12);
  assert.equal(history.add("adam", entry("x".repeat(1000))), "full");
  assert.equal(codes(history)[0], "code 11", "nothing is lost over a run that does not fit");
});

test("what cannot be read is an empty history", () => {
  const storage = new SmallStorage();
  storage.setItem("history:adam", "no json");
  storage.setItem("history:lion", JSON.stringify([entry("kept"), { time: 1 }, null]));
  assert.deepEqual(new History(storage).read("adam"), []);
  assert.equal(new History(storage).read("lion").length, 1);
  assert.equal(new History(null).add("adam", entry("a")), "blocked");
});
