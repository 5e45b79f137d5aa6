import assert from "node:assert/strict";
import { test } from "node:test";

import * as library from "../../../static/js/plots/contour-library.js";
import { sliceFigure } from "../../../static/js/plots/slice-figure.js";
import { LOOK } from "./a-look.js";

const WINDOW = [
  [-2, 2],
  [-1, 3],
];

const GRID = 41;

const axis = ([low, high]) => Array.from({ length: GRID }, (_, place) => low + (place * (high - low)) / (GRID - 1));

const bowl = (x, y) => x * x + y * y;

const path = (label, xs, ys, diverged = null) => ({ label, diverged_at: diverged, x: xs, y: ys });

const slice = (changes = {}) => ({
  window: WINDOW,
  grid: GRID,
  loss: axis(WINDOW[1]).map((y) => axis(WINDOW[0]).map((x) => bowl(x, y))),
  members: [path("Adam", [1, 0.5, 0], [2, 1, 0])],
  ...changes,
});

const draw = (changes, width = 800) => {
  const given = slice(changes);
  const how = { titles: ["first axis", "second axis"], looks: given.members.map((_, place) => place) };
  return sliceFigure(library, given, how, { ...LOOK, width });
};

/** The lines of one height after another: `[height, points]`. */
const contours = ({ data }) =>
  data.slice(0, 2).flatMap(({ x, y, text }) => {
    const found = new Map();
    for (const [k, a] of x.entries()) {
      if (a !== null) found.set(text[k], [...(found.get(text[k]) ?? []), [a, y[k]]]);
    }
    return [...found].map(([said, points]) => [Number(said.replace("loss ", "")), points]);
  });
const paths = ({ data }) => data.filter(({ showlegend }) => showlegend);
const said = ({ data }) => data.flatMap(({ mode, text }) => (mode === "markers" ? text : []));

test("contour lines of a bowl lie where the bowl has their height", () => {
  const found = contours(draw());
  assert.ok(found.length >= 8);
  for (const [level, points] of found) {
    if (level >= 0.1) assert.ok(points.length > 8, `a line at ${level}`);
    for (const point of points) {
      const height = bowl(...point);
      assert.ok(level < 0.1 || Math.abs(height - level) < 0.12 * level, `${height} on the line of ${level}`);
    }
  }
});

test("no line runs along the border", () => {
  for (const { x, y } of draw().data.slice(0, 2)) {
    for (const k of x.keys()) {
      if (k === 0 || x[k] === null || x[k - 1] === null) continue;
      assert.ok(!(x[k] === x[k - 1] && Math.abs(x[k]) === 2) && !(y[k] === y[k - 1] && [-1, 3].includes(y[k])));
    }
  }
});

test("places that are not finite are marked and bend no line elsewhere", () => {
  const loss = slice().loss.map((row, y) => row.map((value, x) => (x === 0 && y === 0 ? null : value)));
  const { data, layout } = draw({ loss });
  assert.equal(layout.shapes.length, 1);
  assert.equal(layout.shapes[0].path, "M-2,-1L-1.95,-1L-1.95,-0.95L-2,-0.95Z");
  assert.deepEqual(draw().layout.shapes, []);
  assert.ok(data[0].x.every((value) => value === null || Number.isFinite(value)));
});

test("a path begins at the common start and ends with its marker", () => {
  const figure = draw({ members: [slice().members[0], path("SGD", [1, 1.5], [2, 2.5])] });
  const [adam, sgd] = paths(figure);
  assert.deepEqual([adam.x, adam.y], [[1, 0.5, 0], [2, 1, 0]]); // prettier-ignore
  assert.equal(adam.hovertext[2], "Adam, place 3 of 3");
  assert.notEqual(adam.line.color, sgd.line.color);
  assert.deepEqual(said(figure), ["Adam: end", "SGD: end", "start"]);
});

test("a path that diverges ends at the border with the step at which it was lost", () => {
  const figure = draw({ members: [path("Wild", [1, -40, 1e150], [2, 80, -1e200], 3)] });
  const [{ x, y }] = paths(figure);
  assert.deepEqual([x.map((value) => Math.round(10 * value) / 10), y], [[1, 0.5], [2, 3]]); // prettier-ignore
  assert.deepEqual(said(figure), ["Wild: diverged at step 3", "start"]);
  const inside = draw({ members: [path("Wild", [1, 0.9], [2, 1.9], 1)] });
  assert.deepEqual(said(inside), ["Wild: diverged at step 1", "start"]);
});

test("a random plane marks the weights in its middle", () => {
  const figure = draw({ members: [{ label: "Adam", diverged_at: null, x: null, y: null }] });
  const end = figure.data.find(({ text }) => text?.[0] === "Adam: end");
  assert.deepEqual([end.x, end.y], [[0], [0]]);
  assert.deepEqual(said(figure), ["Adam: end"]);
});

test("a narrow picture still has two numbers on each axis, and no two heights stand on one another", () => {
  const window = [[-49, 12], [-12, 3]]; // prettier-ignore
  const { layout } = draw({ window }, 320);
  assert.ok(layout.xaxis.tickvals.length >= 2 && layout.yaxis.tickvals.length >= 2);
  const [wide, high] = [320 - layout.margin.l - layout.margin.r, layout.height - layout.margin.t - layout.margin.b];
  const labels = layout.annotations.map(({ x, y }) => [(x / 61) * wide, (y / 15) * high]);
  assert.ok(labels.length > 0);
  for (const one of labels)
    for (const other of labels) if (one !== other) assert.ok(Math.hypot(one[0] - other[0], one[1] - other[1]) > 40);
});
