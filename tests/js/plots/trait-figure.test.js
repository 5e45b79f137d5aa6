import assert from "node:assert/strict";
import test from "node:test";

import { traitFigure } from "../../../static/js/plots/trait-figure.js";
import { LOOK } from "./a-look.js";

const ENTRIES = [
  { landscape: "a", title: "Steep & narrow", trait: "ravine", score: 1 },
  { landscape: "b", title: "", trait: "noise", score: 0.2 },
  { landscape: "c", title: "Turned", trait: "ravine", score: 0.5 },
];

test("a report card has one row a trait, the weakest on top, with its mean", () => {
  const { data, layout } = traitFigure(ENTRIES, LOOK);
  assert.deepEqual(layout.yaxis.ticktext, ["noise", "ravine"]);
  assert.ok(layout.yaxis.range[0] > layout.yaxis.range[1]);
  assert.deepEqual(data[0].x, [0.2, 0.75]);
});

test("each landscape is a dot in the row of its trait and says its score", () => {
  const [, dots] = traitFigure(ENTRIES, LOOK).data;
  assert.deepEqual(dots.x, [0.2, 1, 0.5]);
  assert.deepEqual(dots.y, [0, 1, 1]);
  assert.deepEqual(dots.hovertext, ["b: 0.2", "Steep &amp; narrow: 1", "Turned: 0.5"]);
});

test("the whole score is in sight whatever the scores are", () => {
  const [low, high] = traitFigure([ENTRIES[1]], LOOK).layout.xaxis.range;
  assert.ok(low === 0 && high > 1);
});
