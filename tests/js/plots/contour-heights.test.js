import assert from "node:assert/strict";
import { test } from "node:test";

import { heights } from "../../../static/js/plots/contour-heights.js";

test("heights are round, ascending and between the lowest and the highest, however far those are apart", () => {
  const cases = [
    [0.08, 12],
    [3.05, 3.2],
    [1e-9, 5e5],
    [-78, 240],
    [-1, -0.2],
    [1e-300, 1e300],
    [0, 4],
  ];
  for (const [low, high] of cases) {
    const { levels } = heights([low, (low + high) / 2, high]);
    const found = levels.map(({ level }) => level);
    assert.ok(found.length >= 5 && found.length <= 24, `${found.length} lines from ${low} to ${high}`);
    assert.ok(
      found.every((level, place) => level > low && level < high && (place === 0 || level > found[place - 1])),
      `${found}`,
    );
    assert.ok(levels.some(({ strong }) => strong));
  }
  assert.deepEqual(heights([]).levels, []);
  assert.deepEqual(heights([2, 2]).levels, []);
});
