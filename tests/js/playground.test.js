import assert from "node:assert/strict";
import { test } from "node:test";

import { pack, unpack } from "../../static/js/pages/playground/link.js";
import { readState } from "../../static/js/pages/playground/state.js";
import { createStore } from "../../static/js/pages/playground/store.js";
import { lineChart, ROW } from "../../static/js/plots/line-chart.js";
import { lossAxes } from "../../static/js/plots/loss.js";
import { line, vertexAt } from "../../static/js/plots/paths.js";

const usual = {
  ground: { name: "rosenbrock" },
  racers: [{ id: "r1", name: "Adam", rule: "adam", settings: { lr: 0.1 }, modifiers: [], colour: 1, trusted: true }],
  ...{ steps: 300, start: null, seed: 0, step: 300, playing: false, speed: 50, panel: null, selected: "r1" },
};
const options = { rules: new Set(["adam", "sgd"]), usual, trusted: false };

test("a link brings back the whole state but trust in typed code", async () => {
  const typed = {
    id: "r2",
    name: "mine ∇",
    source: "def update(p, g, s, t, xp):\n    return -g, s\n",
    settings: {},
    modifiers: ["cautious"],
    colour: 4,
    trusted: true,
  };
  const state = {
    ...usual,
    racers: [...usual.racers, typed],
    start: [-1.5, 2],
    seed: 7,
    step: 12,
    panel: "basins",
    selected: "r2",
  };
  const packed = await pack(state);
  assert.match(packed, /^[\w-]+$/);
  const found = readState(await unpack(packed), options);
  assert.deepEqual(found, { ...state, racers: [usual.racers[0], { ...typed, trusted: false }] });
});

test("what cannot be read is null, and a link that unpacks to too much is given up", async () => {
  for (const text of ["", "%%%", "AAAA", "e30"]) assert.equal(await unpack(text), null);
  const bomb = await pack({ ...usual, panel: "x".repeat(2_000_000) });
  assert.equal(await unpack(bomb), null);
});

test("a state from outside keeps only what is sound", () => {
  const found = readState(
    {
      ground: { name: "sphere", expression: "x" },
      racers: [
        { rule: "nope" },
        { rule: "sgd", settings: { lr: "fast", momentum: NaN, nested: {}, ok: 1 }, colour: 99 },
        null,
        3,
      ],
      ...{ steps: 1e9, start: [1, "2"], step: -4, speed: Infinity },
    },
    options,
  );
  assert.deepEqual(found.ground, usual.ground);
  assert.equal(found.racers.length, 1);
  assert.deepEqual(found.racers[0].settings, { lr: "fast", ok: 1 });
  assert.equal(found.racers[0].colour, 2);
  assert.deepEqual([found.steps, found.start, found.step, found.selected], [300, null, 300, found.racers[0].id]);
  assert.deepEqual(readState(null, options).racers, usual.racers);
});

test("listeners hear of what changed, once, and not of what stayed", () => {
  const store = createStore(usual);
  const heard = [];
  const stop = store.subscribe((_state, changed) => heard.push([...changed]));
  store.set({ step: 5, seed: 0 });
  store.set({ step: 5 });
  stop();
  store.set({ step: 6 });
  assert.deepEqual(heard, [["step"]]);
  assert.equal(store.state.step, 6);
});

test("a path keeps its ends and its steps while what cannot be seen is left out", () => {
  const path = line(1001, (place, out) => {
    out[0] = place * 0.1;
    out[1] = 0;
  });
  assert.ok(path.count < 200);
  assert.equal(path.steps[path.count - 1], 1000);
  assert.equal(path.xy[0], 0);
  assert.ok(Math.abs(path.along[path.count - 1] - 100) < 1e-3);
  assert.equal(vertexAt(path, 0), 0);
  assert.ok(path.steps[vertexAt(path, 500)] <= 500 && path.steps[vertexAt(path, 500) + 1] > 500);
});

test("a path that leaves for infinity stays within reach", () => {
  const path = line(3, (place, out) => out.fill(10 ** (place * 30)), 5000);
  assert.ok(path.xy.every((value) => Math.abs(value) <= 5000));
});

test("the loss axis is logarithmic where it can be, and a divergence does not flatten the rest", () => {
  const axes = lossAxes(
    [
      [100, 10, 1e-3],
      [100, 1e12, 1e250],
    ],
    { steps: 2, least: 0, width: 400, height: 300 },
  );
  assert.ok(axes.log);
  assert.deepEqual(axes.range, [-3, 5]);
  assert.ok(axes.y(1e250) < axes.box.top);
  assert.equal(lossAxes([[3, -2]], { steps: 1, least: null, width: 400, height: 300 }).log, false);
});

test("a straight line across a chart that has a name gets a row over the frame for it", () => {
  const spec = { x: { title: "x" }, y: { title: "y" }, series: [{ id: "a", colour: 1, x: [0, 1], y: [0, 1] }] };
  const plain = lineChart({ ...spec, rules: [{ axis: "x", at: 0.5, text: "" }] }, 400, 200);
  const named = lineChart({ ...spec, rules: [{ axis: "x", at: 0.5, text: "limit" }] }, 400, 200);
  assert.equal(named.frame.top - plain.frame.top, ROW);
});
