import assert from "node:assert/strict";
import test from "node:test";

import { besideIn } from "../../../../static/js/pages/playground/landscape-sheet.js";

/** Rows of three, three and one. */
const BOXES = [0, 1, 2, 3, 4, 5, 6].map((k) => ({ left: 100 * (k % 3), top: 80 * Math.floor(k / 3) }));

test("down and up go to the nearest picture of the next row", () => {
  assert.equal(besideIn(BOXES, 1, 1), 4);
  assert.equal(besideIn(BOXES, 5, -1), 2);
  assert.equal(besideIn(BOXES, 5, 1), 6);
});

test("beyond the first and the last row nothing is gone to", () => {
  assert.equal(besideIn(BOXES, 2, -1), 2);
  assert.equal(besideIn(BOXES, 6, 1), 6);
});
