import assert from "node:assert/strict";
import { test } from "node:test";

import { namedArrays } from "../../../static/js/python/arrays.js";

test("each array lies over its own bytes, with its shape and kind", () => {
  const payload = new Uint8Array(64).subarray(8);
  new Float64Array(payload.buffer, 8, 2).set([1.5, -2]);
  new Int32Array(payload.buffer, 24, 3).set([7, 8, 9]);
  const arrays = namedArrays({ losses: ["float64", [2], 0], cells: ["int32", [1, 3], 16] }, payload);
  assert.deepEqual([...arrays.losses.data], [1.5, -2]);
  assert.deepEqual([...arrays.cells.data], [7, 8, 9]);
  assert.deepEqual(arrays.cells.shape, [1, 3]);
  assert.ok(arrays.losses.data instanceof Float64Array && arrays.cells.data instanceof Int32Array);
  assert.equal(arrays.losses.data.buffer, payload.buffer, "nothing is copied");
});

test("an answer without arrays has none", () => {
  assert.deepEqual(namedArrays(undefined, new Uint8Array(8)), {});
  assert.deepEqual(namedArrays({ losses: ["float64", [1], 0] }, null), {});
});
