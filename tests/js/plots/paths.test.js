import assert from "node:assert/strict";
import { test } from "node:test";

import { line, vertexAt } from "../../../static/js/plots/paths.js";

test("a path keeps its ends and its steps while what cannot be seen is left out", () => {
  const path = line(1001, (place, out) => {
    out[0] = place * 0.1;
    out[1] = 0;
  });
  assert.ok(path.count < 200);
  assert.equal(path.steps[path.count - 1], 1000);
  assert.equal(path.xy[0], 0);
  assert.ok(Math.abs(path.along[path.count - 1] - 100) < 1e-3);
  assert.equal(vertexAt(path, 0), 0);
  assert.ok(path.steps[vertexAt(path, 500)] <= 500 && path.steps[vertexAt(path, 500) + 1] > 500);
});

test("a path that leaves for infinity stays within reach", () => {
  const path = line(3, (place, out) => out.fill(10 ** (place * 30)), 5000);
  assert.ok(path.xy.every((value) => Math.abs(value) <= 5000));
});
