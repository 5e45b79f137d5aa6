import assert from "node:assert/strict";
import { test } from "node:test";

import { keepForScale, keptForScale } from "../../../../static/js/base/storage/scale-rules.js";

class Memory {
  /** @type {Map<string, string>} */
  kept = new Map();
  /** @param {string} key */
  getItem(key) {
    return this.kept.get(key) ?? null;
  }
  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.kept.set(key, value);
  }
}

test("rules come back as they were kept, with names that a comparison takes", () => {
  const storage = /** @type {any} */ (new Memory());
  const rules = ["Mine", "Mine", "=SUM(A1)", "a\u0000b", "", "n".repeat(60)].map((name) => ({ name, source: "def" }));
  assert.equal(keepForScale(rules, storage), true);
  const names = keptForScale(storage).map(({ name }) => name);
  assert.deepEqual(names, ["Mine", "Mine 2", "SUM(A1)", "a b", "typed rule", "n".repeat(40)]);
});

test("what stands around a rule and its settings go along", () => {
  const storage = /** @type {any} */ (new Memory());
  const rule = { name: "Mine", source: "def", modifiers: ["clipping"], settings: { clip_at: 0.5 } };
  keepForScale([rule], storage);
  assert.deepEqual(keptForScale(storage), [rule]);
});

test("what cannot be read is nothing, and a browser that keeps nothing says so", () => {
  const storage = /** @type {any} */ (new Memory());
  for (const text of [
    "{",
    "7",
    '[{"name": "a", "source": "x", "modifiers": 1}]',
    '[{"name": 1, "source": "x"}]',
    '[{"name": "a"}]',
  ]) {
    storage.setItem("rules-for-scale", text);
    assert.deepEqual(keptForScale(storage), []);
  }
  assert.equal(keepForScale([], null), false);
  const full = { setItem: () => assert.fail("full") };
  assert.equal(keepForScale([{ name: "a", source: "b" }], /** @type {any} */ (full)), false);
});
