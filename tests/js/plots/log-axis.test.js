import assert from "node:assert/strict";
import { test } from "node:test";

import { logTicks, logarithmic } from "../../../static/js/plots/log-axis.js";

test("a logarithmic scale puts equal ratios at equal distances", () => {
  const at = logarithmic([1e-4, 1], [0, 400]);
  assert.deepEqual(
    [1e-4, 1e-3, 1e-2, 1].map((value) => Math.round(at(value))),
    [0, 100, 200, 400],
  );
});

test("ticks of a logarithmic axis are powers of ten, and finer where there are few", () => {
  assert.deepEqual(logTicks(1e-4, 1, 6), [1e-4, 1e-3, 1e-2, 0.1, 1]);
  assert.deepEqual(logTicks(0.9, 6, 6), [1, 2, 5]);
});
