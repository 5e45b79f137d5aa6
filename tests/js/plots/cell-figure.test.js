import assert from "node:assert/strict";
import { test } from "node:test";

import { cellFigure } from "../../../static/js/plots/cell-figure.js";
import { LOOK } from "./a-look.js";

const SPEC = { x: { title: "learning rate", log: true, domain: [1e-4, 1] }, y: { title: "beta1", domain: [0, 2] } };

test("the picture lies from border to border, on a logarithmic axis too", () => {
  const { layout } = cellFigure(SPEC, "data:,", 300, LOOK);
  const [{ x, y, sizex, sizey }] = layout.images;
  assert.deepEqual([x, y, sizex, sizey], [-4, 2, 4, 2]);
  assert.deepEqual([layout.xaxis.range, layout.yaxis.range], [[-4, 0], [0, 2]]); // prettier-ignore
});

test("each mark in sight is read out by name and place, one out of sight is not there", () => {
  const marks = [
    { x: 0.1, y: 1, text: "A", kind: "minimum" },
    { x: 0.1, y: 3, text: "B", kind: "minimum" },
    { x: 0.01, y: 1, kind: "here" },
  ];
  const { data } = cellFigure({ ...SPEC, marks }, "data:,", 300, LOOK);
  assert.deepEqual(
    data.flatMap(({ hovertext }) => hovertext ?? []),
    ["minimum A<br>learning rate 0.1<br>beta1 1", "what runs on the map<br>learning rate 0.01<br>beta1 1"],
  );
});

test("a line of theory has its name beside it", () => {
  const points = [0.001, 0.01, 0.1].map((x) => [x, 1]);
  const { data, layout } = cellFigure({ ...SPEC, lines: [{ points, text: "stable" }] }, "data:,", 300, LOOK);
  assert.deepEqual(data[0].x, [0.001, 0.01, 0.1]);
  assert.deepEqual([layout.annotations[0].text, layout.annotations[0].x], ["stable", -3]);
});
