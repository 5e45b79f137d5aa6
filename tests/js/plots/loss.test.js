import assert from "node:assert/strict";
import { test } from "node:test";

import { lossAxes } from "../../../static/js/plots/loss.js";

test("the loss axis is logarithmic where it can be, and a divergence does not flatten the rest", () => {
  const axes = lossAxes(
    [
      [100, 10, 1e-3],
      [100, 1e12, 1e250],
    ],
    { steps: 2, least: 0, width: 400, height: 300 },
  );
  assert.ok(axes.log);
  assert.deepEqual(axes.range, [-3, 5]);
  assert.ok(axes.y(1e250) < axes.box.top);
  assert.equal(lossAxes([[3, -2]], { steps: 1, least: null, width: 400, height: 300 }).log, false);
});
