import assert from "node:assert/strict";
import { test } from "node:test";

import { lineFigure } from "../../../static/js/plots/line-figure.js";
import { LOOK } from "./a-look.js";

const AXES = { titles: ["x", "y"], logX: true, logY: true, worst: "top" };

const draw = (...series) =>
  lineFigure(
    { ...AXES, series },
    series.map((_, place) => place),
    LOOK,
  );

/** The traces that can be read out: one a series. */
const lines = ({ data }) => data.filter(({ hovertext }) => hovertext);
const bands = ({ data }) => data.filter(({ fill }) => fill === "toself");

test("a number that is not there breaks the line, and a band ends there", () => {
  const figure = draw({
    label: "a",
    x: [1, 10, 100, 1000, 10000],
    y: [1, 2, null, 2, 3],
    low: [1, 1, null, 1, 1],
    high: [2, 2, 3, 3, 3],
  });
  assert.deepEqual(lines(figure)[0].y, [1, 2, null, 2, 3]);
  assert.deepEqual(
    bands(figure).map(({ x, y }) => [x, y]),
    [
      [
        [1, 10, 10, 1],
        [2, 2, 1, 1],
      ],
      [
        [1000, 10000, 10000, 1000],
        [3, 3, 1, 1],
      ],
    ],
  );
});

test("what diverged stands at the border, on a logarithmic axis at the power of ten", () => {
  const { layout } = draw({ label: "a", x: [1, 10], y: [1, null], gone: [false, true] });
  assert.deepEqual(
    layout.annotations.map(({ x, y, yref, text, hovertext }) => [x, y, yref, text, hovertext]),
    [[1, 1, "paper", "×", "a: diverged"]],
  );
});

test("a run that explodes stands at the border and does not press the others flat", () => {
  const { layout } = draw({ label: "a", x: [1, 10, 100], y: [1, 100, 1e30] });
  assert.ok(layout.yaxis.range[1] < 3);
  assert.deepEqual(
    layout.annotations.map(({ x, text, hovertext }) => [x, text, hovertext]),
    [[2, "▲", "a: 1e30"]],
  );
});

test("nothing at all draws empty axes", () => {
  const { data, layout } = draw({ label: "a", x: [], y: [] });
  assert.deepEqual(data[0].x, []);
  assert.equal(layout.yaxis.type, "log");
});

test("the axis across reaches as far as a curve will go", () => {
  const { layout } = lineFigure(
    { series: [{ label: "a", x: [0, 10], y: [1, 2] }], ...AXES, logX: false, reach: [40] },
    [0],
    LOOK,
  );
  assert.ok(layout.xaxis.range[1] >= 40);
});

test("single runs are one trace behind, broken between them", () => {
  const runs = draw({
    label: "a",
    x: [1, 2],
    y: [1, 2],
    thin: [
      [1, 3],
      [2, null],
    ],
  }).data[0];
  assert.deepEqual(
    [runs.x, runs.y],
    [
      [1, 2, null, 1, 2, null],
      [1, 3, null, 2, null, null],
    ],
  );
});

test("a point says what it is, and no label becomes a tag", () => {
  const [line] = lines(draw({ label: "<b>a</b>", x: [0.1], y: [0.25], low: [0.2], high: [0.3] }));
  assert.deepEqual(line.hovertext, ["&lt;b&gt;a&lt;/b&gt;<br>x 0.1<br>y 0.25 (10 to 90 %: 0.2 to 0.3)"]);
  assert.equal(line.name, "&lt;b&gt;a&lt;/b&gt;");
});

test("numbers on an axis are written as in the tables", () => {
  const { layout } = draw({ label: "a", x: [1e-5, 1e-2], y: [1, 2] });
  assert.ok(layout.xaxis.ticktext.includes("1e-4"));
});

test("series seven has the first colour with dashes of its own", () => {
  const found = lines(draw(...Array.from({ length: 7 }, (_, place) => ({ label: `${place}`, x: [1], y: [1] }))));
  assert.equal(found[6].line.color, found[0].line.color);
  assert.notEqual(found[6].line.dash, found[0].line.dash);
  assert.notEqual(found[6].marker.symbol, found[0].marker.symbol);
});

test("points stand without lines, the best of them larger, and it says so", () => {
  const [points, line] = lines(
    draw({ label: "a", points: true, best: 1, x: [1, 2, 3], y: [3, 1, 2] }, { label: "b", x: [1, 2], y: [1, 2] }),
  );
  assert.deepEqual([points.mode, line.mode], ["markers", "lines+markers"]);
  const [first, best, last] = points.marker.size;
  assert.ok(first < best && first === last);
  assert.deepEqual(
    points.hovertext.map((text) => text.split("<br>")[0]),
    ["a", "a: the best", "a"],
  );
  assert.equal(new Set(line.marker.size).size, 1);
});

test("a pressed point has its single runs marked at its place and their lines before the others", () => {
  const one = { label: "a", x: [1, 10], y: [2, 3], thin: [[1, 2], [3, null]] }; // prettier-ignore
  const other = { ...one, label: "b" };
  const before = lineFigure({ ...AXES, series: [one, other] }, [0, 1], LOOK).data;
  const shown = (/** @type {number} */ x, label = "b") =>
    lineFigure({ ...AXES, series: [one, other], pressed: { label, x } }, [0, 1], LOOK).data.slice(before.length);
  const [runs, marks] = shown(1);
  assert.deepEqual([runs.y, runs.legendgroup], [[1, 2, null, 3, null, null], "b"]);
  assert.deepEqual([marks.x, marks.y], [[1, 1], [1, 3]]); // prettier-ignore
  assert.deepEqual(shown(10)[1].hovertext, ["b, seed 1: 2"]);
  assert.deepEqual(shown(1, "c"), []);
});
