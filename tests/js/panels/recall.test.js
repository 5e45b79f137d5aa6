import assert from "node:assert/strict";
import { test } from "node:test";

import { byOctave } from "../../../static/js/panels/recall.js";

test("pairs are put together by doublings of their rank, the last as far as there are any", () => {
  const found = byOctave([5, 4, 3, 2, 1], [0, 0.1, 0.2, 0.4, 1]);
  assert.deepEqual(found.x, [5, 4, 2.5, 1]);
  assert.deepEqual(
    found.y.map((value) => Number(value.toFixed(6))),
    [0, 0.1, 0.3, 1],
  );
});
