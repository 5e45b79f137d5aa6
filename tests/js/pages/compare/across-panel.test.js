import assert from "node:assert/strict";
import { test } from "node:test";

import { numbersIn, outside } from "../../../../static/js/pages/compare/across-field.js";
import { acrossSeries, slopeText } from "../../../../static/js/pages/compare/across-panel.js";
import { laidOut } from "../../../../static/js/pages/compare/layout.js";
import { profileSeries } from "../../../../static/js/pages/compare/profile-panel.js";

test("numbers of a text stand between commas or spaces, and what is none is said", () => {
  assert.deepEqual(numbersIn("8, 16 32,"), [8, 16, 32]);
  assert.deepEqual(numbersIn(""), []);
  assert.deepEqual(numbersIn("8, wide"), [8, NaN]);
});

test("a value that an option cannot have is told with what it can", () => {
  const depth = { min: "1", max: "6", step: "1" };
  assert.equal(outside(depth, [1, 6]), null);
  assert.equal(outside(depth, [2, 8]), "a whole number from 1 to 6, given 8.");
  assert.equal(outside(depth, [2, 2.5]), "a whole number from 1 to 6, given 2.5.");
  assert.equal(outside({ min: "1.1", max: "3", step: "any" }, [1.5, 0]), "a number from 1.1 to 3, given 0.");
});

test("a rule that is not complete has no line across, and a place in the legend", () => {
  const rule = { medians: [], at_edge: [], slope: -0.5, slope_interval: null };
  const rules = [
    { ...rule, label: "Adam", rates: [0.1, 0.05], intervals: /** @type {[number, number][]} */ ([[0.05, 0.2], [0.02, 0.1]]) }, // prettier-ignore
    { ...rule, label: "SGD", rates: [null, null], intervals: null },
  ];
  const [adam, sgd] = acrossSeries({ option: "width", values: [8, 16], rules });
  assert.deepEqual(
    [adam.x, adam.low, adam.high],
    [
      [8, 16],
      [0.05, 0.02],
      [0.2, 0.1],
    ],
  );
  assert.deepEqual([sgd.label, sgd.x], ["SGD", []]);
});

test("an exponent is told with its interval, where there is one", () => {
  const rule = { label: "Adam", rates: [], intervals: null, medians: [], at_edge: [] };
  assert.equal(slopeText({ ...rule, slope: -0.781, slope_interval: [-1.29, -0.17] }), "-0.78 (-1.29 to -0.17)");
  assert.equal(slopeText({ ...rule, slope: -0.781, slope_interval: null }), "-0.78");
  assert.equal(slopeText({ ...rule, slope: null, slope_interval: null }), "");
});

test("the profile of a rule stands where its rule stands in the comparison", () => {
  const muon = { label: "Muon", median: [0, null], low: [0, 0.5], high: [0.1, null], runs: [[0, null]] };
  const found = profileSeries({ question: "?", across: "a", up: "b", at: [0.4, 0.1], rules: [muon] }, ["Adam", "Muon"]);
  assert.deepEqual(found[0], { label: "Adam", x: [], y: [] });
  assert.deepEqual(
    [found[1].x, found[1].y, found[1].gone],
    [
      [0.4, 0.1],
      [0, null],
      [false, true],
    ],
  );
});

test("options of width and depth give the shapes of hidden layers, as the server has them", () => {
  const layout = { inputs: 64, outputs: 10 };
  /** @type {[string, number[]][]} */
  const usual = [["w1", [16, 64]], ["b1", [16]], ["w2", [10, 16]], ["b2", [10]]]; // prettier-ignore
  assert.deepEqual(laidOut(layout, usual, {}), { shapes: [[16, 64], [16], [10, 16], [10]], matrices: [[16, 64]] });
  assert.deepEqual(laidOut(layout, usual, { width: 5, depth: 2 }), {
    shapes: [[5, 64], [5], [5, 5], [5], [10, 5], [10]],
    matrices: [
      [5, 64],
      [5, 5],
    ],
  });
  const square = laidOut({ name: "memory" }, [["memory", [32, 32]]], { width: 8 });
  assert.deepEqual(square, { shapes: [[8, 8]], matrices: [[8, 8]] });
});
