import assert from "node:assert/strict";
import { test } from "node:test";

import { field, sentence, spec } from "../../static/js/pages/compare/spec.js";
import { lineCsv, rowCsv } from "../../static/js/pages/compare/csv.js";
import { looks } from "../../static/js/pages/compare/panels.js";
import { byRate, costs, losses, sensitivity } from "../../static/js/pages/compare/series.js";
import { folded } from "../../static/js/draw/svg-file.js";
import { lines } from "../../static/js/plots/lines.js";
import { logTicks, logarithmic } from "../../static/js/plots/log-axis.js";

const AXES = { titles: ["x", "y"], logX: true, logY: true, worst: "top" };
const draw = (...series) => lines({ ...AXES, series }, 600, 400);

test("a logarithmic scale puts equal ratios at equal distances", () => {
  const at = logarithmic([1e-4, 1], [0, 400]);
  assert.deepEqual(
    [1e-4, 1e-3, 1e-2, 1].map((value) => Math.round(at(value))),
    [0, 100, 200, 400],
  );
});

test("ticks of a logarithmic axis are powers of ten, and finer where there are few", () => {
  assert.deepEqual(logTicks(1e-4, 1, 6), [1e-4, 1e-3, 1e-2, 0.1, 1]);
  assert.deepEqual(logTicks(0.9, 6, 6), [1, 2, 5]);
});

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

const band = (lr, median, more = {}) => ({
  settings: { lr, ...more },
  n: 2,
  diverged: median === null ? 2 : 0,
  low: null,
  median,
  high: null,
  values: [],
});

test("of several settings with one learning rate the best is drawn, and one that diverged never wins", () => {
  const rule = {
    sensitivity: [
      band(0.2, null, { beta: 0 }),
      band(0.1, 3, { beta: 0 }),
      band(0.1, 2, { beta: 1 }),
      band(0.2, 5, { beta: 1 }),
      band(0.3, 4),
      band(0.3, null),
    ],
  };
  assert.deepEqual(
    byRate(rule, "lower").map((each) => each.median),
    [2, 5, 4],
  );
  assert.deepEqual(
    byRate(rule, "higher").map((each) => each.median),
    [3, 5, 4],
  );
});

test("a learning rate at which most runs diverged is marked, one that is not over is left out", () => {
  const rule = { label: "a", sensitivity: [band(0.1, null), { ...band(0.2, null), n: 0, diverged: 0 }] };
  const [series] = sensitivity({ rules: [rule], better: "lower" });
  assert.deepEqual([series.x, series.gone], [[0.1], [true]]);
});

test("cost is measured on finished parts only", () => {
  const part = { label: "a", runs: 10, steps: 100, seconds: 2 };
  assert.deepEqual(costs(["a", "b"], [part, { ...part, seconds: null }]), [
    { label: "a", look: 0, value: 2000 },
    { label: "b", look: 1, value: null },
  ]);
});

test("a complaint is said beside its field, with the rule it is about", () => {
  assert.equal(field("body.rules.1.name"), "rules");
  assert.equal(field("body.rules.0.grid.lr.range.high"), "grid");
  assert.equal(field("body.seeds"), "seeds");
  assert.equal(field("body"), "all");
  assert.equal(sentence({ place: "body.rules.1", message: "too large" }, ["Adam", "Lion"]), "Lion: too large");
});

test("one range for all gives every rule the same grid", () => {
  const filled = {
    rules: ["adam"],
    workload: "landscape",
    options: {},
    trials: 4,
    seeds: 2,
    steps: 101,
    range: [0.1, 1],
    backend: "compiled",
  };
  assert.deepEqual(spec(filled).rules, [
    { name: "adam", grid: { lr: { low: 0.1, high: 1, points: 4, scale: "log" } } },
  ]);
  assert.equal(spec(filled).record_every, 3);
  assert.deepEqual(spec({ ...filled, range: null }).rules, [{ name: "adam" }]);
});

test("a rule looks the same in both comparisons, and no two rules look alike", () => {
  assert.deepEqual(looks(["Adam", "SGD"], ["Adam", "Lion", "SGD"]), [0, 1, 0, 2, 1]);
});

test("a plot's CSV has every number once, and nothing where there is none", () => {
  const series = [
    {
      label: "a, b",
      x: [1, 2],
      y: [3, null],
      low: [2, null],
      high: [4, null],
      thin: [
        [2.5, null],
        [3.5, 1e-20],
      ],
      gone: [false, true],
    },
    { label: "not over", x: [], y: [] },
    { label: "beside", x: [1], y: [Infinity] },
  ];
  assert.equal(
    lineCsv(series, ["step", "training loss"]),
    'rule,step,median training loss,low,high,diverged,run 1,run 2\n"a, b",1,3,2,4,0,2.5,3.5\n"a, b",2,,,,1,,1e-20\nbeside,1,,,,0,,\n',
  );
  assert.equal(lineCsv([{ label: "a", x: [0], y: [0.5] }], ["step", "share"]), "rule,step,share\na,0,0.5\n");
  assert.equal(rowCsv([{ label: "a", look: 0, value: 1, low: 0, high: null }], "loss"), "rule,loss,low,high\na,1,0,\n");
  assert.equal(rowCsv([{ label: 'the "b"', look: 0, value: null }], "µs"), 'rule,µs\n"the ""b""",\n');
});

test("a rule that is being trained shows its loss so far, one that is over its own, one that waits nothing", () => {
  const loss = { low: [1, null], median: [2, null], high: [3, null], runs: [[2, null]] };
  const found = {
    steps: [0, 10],
    rules: [
      { label: "over", best: { loss } },
      { label: "running", best: null },
      { label: "waits", best: null },
    ],
  };
  const now = { label: "running", step: 4, steps: 10, at: [0, 4], loss, n: 1, part: 2, settings: {} };
  const [over, running, waits] = losses(found, [now, { ...now, label: "over" }]);
  assert.equal(over.provisional, undefined);
  assert.deepEqual(over.x, [0, 10]);
  assert.equal(running.provisional, true);
  assert.equal(running.said, "running: so far, step 4 of 10");
  assert.deepEqual(
    [running.x, running.gone],
    [
      [0, 4],
      [false, true],
    ],
  );
  assert.deepEqual(waits.x, []);
});

test("words are folded into lines that hold them", () => {
  assert.deepEqual(folded("one two three four", 9), ["one two", "three", "four"]);
  assert.deepEqual(folded("incomprehensibilities", 5), ["incomprehensibilities"]);
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
