import assert from "node:assert/strict";
import { test } from "node:test";

import { pressed } from "../../../static/js/base/shortcuts.js";

const plain = { ctrlKey: false, metaKey: false, shiftKey: false };

test("a key is named the same on every keyboard", () => {
  const named = (given) => pressed({ ...plain, ...given });
  assert.equal(named({ key: " " }), "Space");
  assert.equal(named({ key: "R" }), "r", "with the lock of capitals");
  assert.equal(named({ key: "R", shiftKey: true }), "Shift+r");
  assert.equal(named({ key: "?", shiftKey: true }), "?");
  assert.equal(named({ key: "1", shiftKey: true }), "1");
  assert.equal(named({ key: "z", metaKey: true }), named({ key: "z", ctrlKey: true }));
  assert.equal(named({ key: "Z", shiftKey: true, ctrlKey: true }), "Mod+Shift+z");
});
