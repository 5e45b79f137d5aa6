import assert from "node:assert/strict";
import { test } from "node:test";

import { changed, cornersOf, listOf } from "../../../../static/js/pages/compare/schedule-text.js";

test("only settings that differ from the usual ones are asked for", () => {
  const fields = [
    [{ name: "warmup", default: 0.1 }, 0.2],
    [{ name: "end", default: 0 }, 0],
    [{ name: "milestones", default: [0.5, 0.75] }, [0.5, 0.75]],
    [{ name: "staircase", default: false }, true],
  ];
  assert.deepEqual(changed(fields), { warmup: 0.2, staircase: true });
});

test("a list is its numbers, and what is none is left for the server to refuse", () => {
  assert.deepEqual(listOf("0.3, 0.6;0.9"), [0.3, 0.6, 0.9]);
  assert.equal(listOf("0.3, x"), "0.3, x");
  assert.equal(listOf(" "), " ");
});

test("a schedule is drawn from its first step to its last, the peak at the top", () => {
  assert.equal(cornersOf([0, 1, 0.5]), "0,29 50,1 100,15");
  assert.equal(cornersOf([1]), "0,1");
});
