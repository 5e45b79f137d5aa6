import assert from "node:assert/strict";
import test from "node:test";

import { chartFigure } from "../../../static/js/plots/chart-figure.js";
import { lossSpec } from "../../../static/js/plots/loss-spec.js";
import { LOOK } from "./a-look.js";

const WORN = { id: "a", name: "Adam", colour: 1, dash: [] };

test("losses are counted from the least where it is known, on a logarithmic axis", () => {
  const spec = lossSpec([{ ...WORN, losses: [13, 4, 3.1] }], { steps: 2, least: 3 });
  assert.ok(spec.y.log);
  assert.equal(spec.y.title, "loss above the minimum");
  assert.deepEqual(
    Array.from(spec.series[0].y, (loss) => Number(loss.toFixed(6))),
    [10, 1, 0.1],
  );
});

test("losses below zero stand on a straight axis", () => {
  const spec = lossSpec([{ ...WORN, losses: [2, -5] }], { steps: 1, least: null });
  assert.ok(!spec.y.log);
  assert.deepEqual(spec.series[0].y, [2, -5]);
});

test("a run that diverges is crosses at the border, and leaves the others their room", () => {
  const wild = { ...WORN, id: "b", losses: [100, 1e12, Infinity] };
  const spec = lossSpec([{ ...WORN, losses: [100, 10, 1] }, wild], { steps: 2, least: 0 });
  assert.deepEqual(spec.y.domain, [1, 1e5]);
  const { data } = chartFigure(spec, 300, LOOK);
  assert.deepEqual(
    data.filter(({ legendgroup, mode }) => legendgroup === "b" && mode === "markers").map(({ x }) => x),
    [[2]],
  );
});
