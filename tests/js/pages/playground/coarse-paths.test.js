import assert from "node:assert/strict";
import { test } from "node:test";

import { packPaths, readPaths } from "../../../../static/js/pages/playground/coarse-paths.js";

/** @param {number} count @returns {[number, number][]} */
const spiral = (count) =>
  Array.from({ length: count }, (_, k) => [
    0.5 + (0.4 * Math.sin(k / 9) * k) / count,
    0.5 + (0.4 * Math.cos(k / 9) * k) / count,
  ]);

test("paths come back coarse, with both ends, and a racer without one stays without", () => {
  const paths = [spiral(500), null, spiral(3)];
  const text = packPaths(paths);
  const found = readPaths(text, 3);
  assert.ok(found);
  assert.deepEqual(found.map(({ length }) => length), [40, 0, 3]); // prettier-ignore
  for (const place of [0, 2])
    for (const [one, other] of [
      [0, 0],
      [-1, -1],
    ])
      // prettier-ignore
      for (const axis of [0, 1])
        assert.ok(Math.abs(found[place].at(one)[axis] - paths[place].at(other)[axis]) < 1e-4);
});

test("four racers add less than a thousand letters", () => {
  assert.ok(packPaths([spiral(5000), spiral(5000), spiral(5000), spiral(5000)]).length < 1000);
});

test("a path ends where its numbers do, and what is far outside ends at the border of what is told", () => {
  assert.equal(readPaths(packPaths([[...spiral(4), [NaN, 0], [0, 0]]]), 1)?.[0].length, 4);
  assert.equal(packPaths([[[NaN, 1], [0, 0]]]), "AA"); // prettier-ignore
  assert.deepEqual(readPaths(packPaths([[[0, 0], [1e9, -1e9]]]), 1)?.[0][1], [1.5, -0.5]); // prettier-ignore
});

test("what this page would not have written is nothing", () => {
  const good = packPaths([spiral(9)]);
  assert.ok(readPaths(good, 1));
  for (const bad of [null, "", "%%%", "AA", good.slice(0, -3), `${good}AAAA`, `${good}<svg>`, "_".repeat(9999), "A"])
    assert.equal(readPaths(bad, 1), null, String(bad));
  assert.equal(readPaths(good, 2), null);
  assert.equal(readPaths(packPaths([spiral(9), spiral(9)]), 1), null);
});
