import assert from "node:assert/strict";
import { test } from "node:test";

import { lineChart, ROW } from "../../../static/js/plots/line-chart.js";

test("a straight line across a chart that has a name gets a row over the frame for it", () => {
  const spec = { x: { title: "x" }, y: { title: "y" }, series: [{ id: "a", colour: 1, x: [0, 1], y: [0, 1] }] };
  const plain = lineChart({ ...spec, rules: [{ axis: "x", at: 0.5, text: "" }] }, 400, 200);
  const named = lineChart({ ...spec, rules: [{ axis: "x", at: 0.5, text: "limit" }] }, 400, 200);
  assert.equal(named.frame.top - plain.frame.top, ROW);
});
