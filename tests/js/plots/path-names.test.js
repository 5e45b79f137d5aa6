import assert from "node:assert/strict";
import { test } from "node:test";

import { nameSpots } from "../../../static/js/plots/path-names.js";

const SIZE = { width: 400, height: 300 };
/** @param {number} x @param {number} y */
const end = (x, y) => ({ x, y, wide: 60 });

test("a name stands right of its end, or left of it at the right border", () => {
  assert.deepEqual(nameSpots([end(100, 100), end(380, 200)], SIZE, 15), [
    { x: 110, y: 100, align: "left" },
    { x: 370, y: 200, align: "right" },
  ]);
});

test("names of paths that end at one place stand below each other, in the map", () => {
  const high = nameSpots([end(100, 100), end(101, 100), end(102, 101)], SIZE, 15);
  assert.deepEqual(high.map(({ y }) => y), [100, 115, 130]); // prettier-ignore
  const low = nameSpots([end(100, 299), end(101, 299), end(102, 299)], SIZE, 15);
  assert.deepEqual(low.map(({ y }) => y), [262.5, 277.5, 292.5]); // prettier-ignore
});

test("names beside each other stay where they are", () => {
  assert.deepEqual(nameSpots([end(100, 100), end(200, 104)], SIZE, 15).map(({ y }) => y), [100, 104]); // prettier-ignore
});
