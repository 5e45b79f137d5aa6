import assert from "node:assert/strict";
import { test } from "node:test";

import { profiles } from "../../../../static/js/pages/compare/suite-series.js";

test("a profile is the share of each rule over the ratios, with its band", () => {
  const rule = { label: "Adam", share: [0, 0.5], low: [0, 0.4], high: [0, 0.6] };
  assert.deepEqual(profiles({ ratios: [0.5, 1], rules: [rule] }), [
    { label: "Adam", x: [0.5, 1], y: [0, 0.5], low: [0, 0.4], high: [0, 0.6] },
  ]);
});
