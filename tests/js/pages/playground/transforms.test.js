import assert from "node:assert/strict";
import { test } from "node:test";

import { plain, reshaped, shapeOf, shapeWords, unshaped } from "../../../../static/js/pages/playground/transforms.js";

const VALLEY = { name: "rosenbrock" };
const NUMBERS = { condition: 100, turn: 30, across: 0.5, up: -1, noise: 0.2, jitter: 0.1 };

test("every number that is put into a landscape is read from it again", () => {
  let landscape = VALLEY;
  for (const [name, value] of Object.entries(NUMBERS)) landscape = reshaped(landscape, name, value);
  assert.deepEqual(shapeOf(landscape), NUMBERS);
  assert.deepEqual(
    landscape.transforms.map(({ kind }) => kind),
    ["rescale", "rotate", "shift", "noise"],
  );
});

test("the order in which sliders move does not matter", () => {
  const forth = Object.entries(NUMBERS).reduce((made, [name, value]) => reshaped(made, name, value), VALLEY);
  const back = Object.entries(NUMBERS)
    .toReversed()
    .reduce((made, [name, value]) => reshaped(made, name, value), VALLEY);
  assert.deepEqual(shapeOf(back), shapeOf(forth));
  assert.deepEqual(back.transforms, forth.transforms);
});

test("a usual value leaves nothing behind", () => {
  const usual = { condition: 1, turn: 0, across: 0, up: 0, noise: 0, jitter: 0 };
  for (const [name, value] of Object.entries(usual))
    assert.deepEqual(reshaped(reshaped(VALLEY, name, NUMBERS[name]), name, value), VALLEY, name);
});

test("taking the shape away leaves the noise, and what holds for the plane alone goes with the coordinates", () => {
  const shaped = Object.entries(NUMBERS).reduce((made, [name, value]) => reshaped(made, name, value), VALLEY);
  assert.deepEqual(plain(shaped), { name: "rosenbrock", transforms: [{ kind: "noise", spread: 0.2 }] });
  assert.deepEqual(
    unshaped(shaped).transforms.map(({ kind }) => kind),
    ["noise"],
  );
});

test("what was done is said in words", () => {
  assert.deepEqual(shapeWords(VALLEY), []);
  const shaped = reshaped(reshaped({ family: "quadratic", parameters: { kappa: 20 } }, "turn", 45), "jitter", 0.25);
  assert.deepEqual(shapeWords(shaped), ["condition 20", "turned by 45°", "start jittered by up to 25 %"]);
});
