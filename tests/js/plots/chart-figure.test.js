import assert from "node:assert/strict";
import { test } from "node:test";

import { chartFigure } from "../../../static/js/plots/chart-figure.js";
import { LOOK } from "./a-look.js";

const HEIGHT = 260;
const LOGS = { x: { title: "rate", log: true }, y: { title: "loss", log: true } };
const LINES = { x: { title: "step" }, y: { title: "loss" } };

const draw = (spec) => chartFigure(spec, HEIGHT, LOOK);
const series = (x, y, more = {}) => ({ id: "a", name: "Adam", colour: 1, x, y, ...more });

/** The traces that can be read out: one a series. */
const lines = ({ data }) => data.filter(({ mode, hovertext }) => mode === "lines" && hovertext);

test("what is not a number breaks a line, what is infinite is a cross at the top border", () => {
  const figure = draw({
    ...LOGS,
    series: [series([1, 10, 100, 1000], [1, NaN, Infinity, 2], { low: [1, NaN, 1, 1], high: [2, 2, Infinity, 2] })],
  });
  const [line] = lines(figure);
  assert.deepEqual(line.y, [1, null, null, 2]);
  const cross = figure.data.find(({ mode }) => mode === "markers");
  assert.deepEqual(cross.x, [100]);
  assert.equal(cross.y[0], 10 ** figure.layout.yaxis.range[1]);
  assert.equal(line.hovertext[2], "Adam<br>rate 100<br>loss diverged (10 to 90 %: 1 to diverged)");
  const bands = figure.data.filter(({ fill }) => fill === "toself");
  assert.equal(bands.length, 1);
  assert.ok(bands[0].y.every(Number.isFinite));
});

test("what is at or below the floor of a logarithmic axis is drawn there and read out as it is", () => {
  const figure = draw({ ...LOGS, y: { title: "loss", log: true, floor: 1e-3 }, series: [series([1, 10], [1, 0])] });
  const [line] = lines(figure);
  assert.ok(line.y[1] > 0 && line.y[1] <= 1e-3);
  assert.match(line.hovertext[1], /loss 0$/);
});

test("an axis shows its whole domain, and a tight one ends where the data end", () => {
  const spec = { x: { title: "step", tight: true }, y: { title: "loss", domain: [0, 5] } };
  const { layout } = draw({ ...spec, series: [series([3, 7], [1, 2])] });
  assert.deepEqual(layout.xaxis.range, [3, 7]);
  assert.deepEqual(layout.yaxis.range, [0, 5]);
});

test("a straight line across that has a name gets room over the frame for it", () => {
  const of = (text) => draw({ ...LINES, series: [series([0, 1], [0, 1])], rules: [{ axis: "x", at: 0.5, text }] });
  assert.ok(of("limit").layout.margin.t > of("").layout.margin.t);
  assert.deepEqual(
    of("limit").layout.annotations.map(({ text }) => text),
    ["limit"],
  );
  assert.equal(of("").layout.annotations.length, 0);
  const [{ x0, x1, y0, y1, yref }] = of("").layout.shapes;
  assert.deepEqual([x0, x1, y0, y1, yref], [0.5, 0.5, 0, 1, "paper"]);
});

test("a racer has its colour and its dashes, a baseline is in ink, a thin line is not in the legend", () => {
  const [own, other] = lines(
    draw({
      ...LINES,
      series: [series([0, 1], [0, 1], { colour: 3, dash: [7, 3] }), series([0, 1], [1, 2], { colour: 0, thin: true })],
    }),
  );
  assert.deepEqual([own.line.color, own.line.dash, own.showlegend], [LOOK.colours.racers[2], "7px,3px", true]);
  assert.deepEqual([other.line.color, other.line.dash, other.showlegend], [LOOK.colours.inkSoft, "solid", false]);
});

test("what a visitor typed is a text, not a tag", () => {
  const [line] = lines(draw({ ...LINES, series: [series([0], [1], { name: "<b>x</b>" })] }));
  assert.ok(line.hovertext[0].startsWith("&lt;b&gt;x&lt;/b&gt;"));
});
