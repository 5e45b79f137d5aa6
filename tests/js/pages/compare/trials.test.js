import assert from "node:assert/strict";
import { test } from "node:test";

import { sensitivity } from "../../../../static/js/pages/compare/series.js";
import { bestOf, influences, searchedNames, trials } from "../../../../static/js/pages/compare/trials.js";

const band = (settings, median) => ({
  ...{ settings, n: 2, median, low: median, high: median, values: [] },
  diverged: median === null ? 2 : 0,
});
const FOUND = {
  better: "lower",
  rules: [
    { label: "Adam", sensitivity: [band({ lr: 0.1 }, 3)], search: { space: {}, influence: {}, best_of: null } },
    {
      label: "Adam, searched",
      sensitivity: [band({ lr: 0.1, beta1: 0.99 }, null), band({ lr: 0.2, beta1: 0.9 }, 2)],
      best: { settings: { lr: 0.2, beta1: 0.9 } },
      search: {
        space: { lr: [0.1, 1, "log"], beta1: [0, 0.999, "log_from_1"] },
        influence: { lr: { share: 0.5, by_chance: 0.4 }, beta1: { share: 0.1, by_chance: 0.4 } },
        best_of: { low: [2, 2], median: [2, 2], high: [null, 2], mean: [null, 2] },
      },
    },
  ],
};

test("every setting of a search is a point on the scale of its space, and the best is marked", () => {
  assert.deepEqual(searchedNames(FOUND), ["lr", "beta1"]);
  const { series, wear, title, log } = trials(FOUND, "beta1");
  assert.deepEqual([title, log], ["1 − beta1", true]);
  assert.deepEqual(
    [series[0].x, series[0].y, series[0].gone],
    [
      [0.01, 0.1],
      [null, 2],
      [true, false],
    ],
  );
  assert.equal(series[0].best, 1);
  assert.equal(series[0].points, true);
  assert.deepEqual([series.length, wear], [1, [1]], "its look is that of its place among all rules");
});

test("the best of n settings is a line from 1 on, of rules that are complete", () => {
  assert.deepEqual(
    bestOf(FOUND).map(({ x, high }) => [x, high]),
    [
      [[], undefined],
      [
        [1, 2],
        [null, 2],
      ],
    ],
  );
});

test("influences stand beside what chance gives, with the best value", () => {
  assert.deepEqual(influences(FOUND)[0], { label: "Adam, searched", name: "lr", best: 0.2, share: 0.5, chance: 0.4 });
  assert.equal(influences(FOUND).length, 2);
});

test("a rule that is searched has no line by learning rate, and one of an earlier version has", () => {
  assert.deepEqual(
    sensitivity(FOUND).map(({ x }) => x),
    [[0.1], []],
  );
  assert.equal(sensitivity({ ...FOUND, rules: [{ ...FOUND.rules[0], search: undefined }] })[0].x.length, 1);
});
