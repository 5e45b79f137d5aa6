import assert from "node:assert/strict";
import test from "node:test";
import { rows } from "../../../static/js/plots/rows.js";

const drawn = (/** @type {object} */ row) =>
  rows(
    [
      { label: "a", look: 0, value: 2, ...row },
      { label: "b", look: 1, value: 4, low: 1, high: 5 },
    ],
    600,
    false,
  );

test("an interval goes from its low to its high end", () => {
  const [first] = drawn({ low: 1, high: 3 }).rows;
  assert.ok(first.from !== null && first.to !== null && first.dot !== null);
  assert.ok(first.from < first.dot && first.dot < first.to);
});

test("an end that diverged is the border, on the side where it lies", () => {
  const above = drawn({ low: 1, high: null });
  assert.equal(above.rows[0].to, above.right);
  const below = drawn({ low: null, high: 3 });
  assert.equal(below.rows[0].from, below.left);
});

test("without an interval there is a dot alone", () => {
  const [first] = drawn({ low: null, high: null }).rows;
  assert.deepEqual([first.from, first.to], [null, null]);
});
