import assert from "node:assert/strict";
import { test } from "node:test";

import { ending, shortened } from "../../../static/js/elements/printed-text.js";

const lines = (count) => Array.from({ length: count }, (_, k) => `line ${k}\n`).join("");

test("a short text is shown as it is", () => {
  for (const text of ["", "one", "one\n", "\n\n", lines(200), "x".repeat(16_000)]) {
    assert.equal(shortened(text), text);
    assert.equal(ending(text), text);
  }
});

test("of a long text the latest lines are kept", () => {
  assert.equal(ending(lines(1000)), lines(1000).slice(lines(800).length));
  assert.equal(ending("x".repeat(10 ** 6)).length, 16_000);
});

test("the middle of a long text is counted", () => {
  const shown = shortened(lines(1000)).split("\n");
  assert.equal(shown.length, 202);
  assert.deepEqual(shown.slice(99, 102), ["line 99", "[800 lines are left out here]", "line 900"]);
  assert.match(shortened("x".repeat(20_000)), /\[4000 characters are left out here\]/);
});
