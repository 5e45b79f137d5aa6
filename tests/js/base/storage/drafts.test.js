import assert from "node:assert/strict";
import { test } from "node:test";

import { Drafts, parseDraft } from "../../../../static/js/base/storage/drafts.js";
import { SmallStorage } from "./storage.js";

test("a draft comes back as it was saved, one revision higher with each save", () => {
  const drafts = new Drafts(new SmallStorage());
  assert.equal(drafts.read("adam"), null);
  assert.deepEqual(drafts.save("adam", "one", "hash", 0, 10), { outcome: "saved", revision: 1 });
  assert.deepEqual(drafts.save("adam", "two", "hash", 1, 20), { outcome: "saved", revision: 2 });
  assert.deepEqual(drafts.read("adam"), { code: "two", revision: 2, starter: "hash", time: 20 });
});

test("what another tab saved meanwhile is not overwritten", () => {
  const storage = new SmallStorage();
  const [here, there] = [new Drafts(storage), new Drafts(storage)];
  here.save("adam", "first", "", 0, 1);
  there.save("adam", "theirs", "", 1, 2);
  assert.deepEqual(here.save("adam", "mine", "", 1, 3), { outcome: "conflict", revision: 1 });
  assert.equal(here.read("adam").code, "theirs");
  assert.equal(here.save("adam", "theirs", "", 1, 4).outcome, "saved", "the same code is no conflict");
});

test("full and blocked storage are told apart and lose nothing that was there", () => {
  const drafts = new Drafts(new SmallStorage(120));
  drafts.save("adam", "short", "", 0, 1);
  assert.deepEqual(drafts.save("adam", "x".repeat(200), "", 1, 2), { outcome: "full", revision: 1 });
  assert.equal(drafts.read("adam").code, "short");
  assert.deepEqual(new Drafts(null).save("adam", "code", "", 0, 1), { outcome: "blocked", revision: 0 });
});

test("what is no draft reads as none; one of an older form is completed", () => {
  for (const text of [null, "no json", "null", "{}", '{"code": 1, "revision": 1}', '{"code": "x", "revision": 0.5}'])
    assert.equal(parseDraft(text), null, String(text));
  assert.deepEqual(parseDraft('{"code": "x", "revision": 3}'), { code: "x", revision: 3, starter: "", time: 0 });
});
