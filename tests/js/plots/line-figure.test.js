import assert from "node:assert/strict";
import { test } from "node:test";

import { lines } from "../../../static/js/plots/lines.js";

const AXES = { titles: ["x", "y"], logX: true, logY: true, worst: "top" };

const draw = (...series) => lines({ ...AXES, series }, 600, 400);

test("a number that is not there breaks the line and never reaches a path", () => {
  const [drawn] = draw({
    label: "a",
    x: [1, 10, 100, 1000],
    y: [1, null, 2, Number.NaN],
    low: [1, null, 1, 1],
    high: [2, 2, 3, 3],
  }).series;
  assert.equal(drawn.line.match(/M/g).length, 2);
  assert.ok(!/NaN|null|Infinity/.test(JSON.stringify(drawn.line) + drawn.bands.join("")));
});

test("what diverged stands at the border and is counted there", () => {
  const shapes = draw({ label: "a", x: [1, 10], y: [1, null], gone: [false, true] });
  assert.equal(shapes.series[0].gone[0][1], shapes.frame.top);
  assert.equal(shapes.series[0].gone.length, 1);
});

test("a run that explodes stands at the border and does not press the others flat", () => {
  const shapes = draw({ label: "a", x: [1, 10, 100], y: [1, 100, 1e30] });
  const [one, other, exploded] = shapes.series[0].dots.map(([, y]) => y);
  assert.equal(exploded, shapes.frame.top);
  assert.ok(one - other > 250);
});

test("nothing at all draws an empty frame", () => {
  const shapes = draw({ label: "a", x: [], y: [] });
  assert.equal(shapes.series[0].line, "");
});

test("the axis across reaches as far as a curve will go", () => {
  const { series, frame } = lines(
    {
      series: [{ label: "a", x: [0, 10], y: [1, 2] }],
      titles: ["", ""],
      logX: false,
      logY: true,
      worst: "top",
      reach: [40],
    },
    600,
    300,
  );
  assert.ok(series[0].dots[1][0] < frame.left + (frame.right - frame.left) / 2);
});
