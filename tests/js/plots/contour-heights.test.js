import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { even, evenInLog, heightOnLine, heights } from "../../../static/js/plots/contour-heights.js";

const EXAMPLES = JSON.parse(readFileSync(new URL("../../contour-levels.json", import.meta.url), "utf8"));

test("lines of equal height are those of the examples, which Python keeps too", () => {
  for (const { low, high, log, values, thick } of EXAMPLES) {
    const found = (log ? evenInLog : even)(low, high);
    assert.equal(found.length, values.length);
    for (const [place, { level }] of found.entries())
      assert.ok(Math.abs(level - values[place]) <= 1e-12 * Math.abs(level), `${level} for ${values[place]}`);
    assert.deepEqual(
      found.filter(({ strong }) => strong).map(({ level }) => level),
      thick,
    );
  }
});

test("a height that is counted from the lowest value says so", () => {
  assert.deepEqual([heightOnLine(10, 0), heightOnLine(10, 3)], ["10", "+10"]);
});

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
    const { levels, above } = heights([low, (low + high) / 2, high]);
    const found = levels.map(({ level }) => above + level);
    assert.ok(found.length >= 5 && found.length <= 26, `${found.length} lines from ${low} to ${high}`);
    assert.ok(
      found.every((level, place) => level > low && level < high && (place === 0 || level > found[place - 1])),
      `${found}`,
    );
    assert.ok(levels.some(({ strong }) => strong));
  }
  assert.deepEqual(heights([]).levels, []);
  assert.deepEqual(heights([2, 2]).levels, []);
});
