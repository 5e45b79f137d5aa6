import assert from "node:assert/strict";
import test from "node:test";

import { rowFigure } from "../../../static/js/plots/row-figure.js";
import { LOOK } from "./a-look.js";

const drawn = (/** @type {object} */ row, bars = false) =>
  rowFigure(
    [
      { label: "a", look: 0, value: 2, ...row },
      { label: "b", look: 1, value: 4, low: 1, high: 5 },
    ],
    { title: "loss", bars },
    LOOK,
  );

const interval = ({ data }) => data.find(({ legendgroup, mode }) => legendgroup === "a" && mode === "lines");

test("an interval goes from its low to its high end", () => {
  assert.deepEqual(interval(drawn({ low: 1, high: 3 })).x, [1, 3]);
});

test("an end that diverged is the border, on the side where it lies", () => {
  const above = drawn({ low: 1, high: null });
  assert.deepEqual(interval(above).x, [1, above.layout.xaxis.range[1]]);
  const below = drawn({ low: null, high: 3 });
  assert.deepEqual(interval(below).x, [below.layout.xaxis.range[0], 3]);
});

test("without an interval there is a mark alone, which says so much", () => {
  const figure = drawn({ low: null, high: null });
  assert.equal(interval(figure), undefined);
  assert.deepEqual(figure.data[0].hovertext, ["a<br>loss 2"]);
});

test("bars begin at zero", () => {
  const { data, layout } = drawn({}, true);
  assert.equal(layout.xaxis.range[0], 0);
  assert.deepEqual(data[0].x, [2]);
  assert.equal(data[0].type, "bar");
});

test("what diverged is said in its row", () => {
  assert.deepEqual(
    drawn({ value: null }).layout.annotations.map(({ y, text }) => [y, text]),
    [[0, "diverged"]],
  );
});
