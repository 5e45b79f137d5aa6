import assert from "node:assert/strict";
import { test } from "node:test";

import { noteLesson, openedLessons } from "../../../../static/js/base/storage/opened-lessons.js";
import { SmallStorage } from "./storage.js";

test("the lesson that was opened last comes last, and each is there once", () => {
  const storage = new SmallStorage();
  for (const name of ["momentum", "eps", "momentum"]) noteLesson(storage, name);
  assert.deepEqual(openedLessons(storage), ["eps", "momentum"]);
});

test("what cannot be read, stored or reached is no lesson and no error", () => {
  const storage = new SmallStorage();
  for (const text of ["{", "3", "null", '[1,"eps"]']) {
    storage.setItem("lessons:opened", text);
    assert.deepEqual(openedLessons(storage), text.includes("eps") ? ["eps"] : []);
  }
  noteLesson(null, "eps");
  assert.deepEqual(openedLessons(null), []);
});
