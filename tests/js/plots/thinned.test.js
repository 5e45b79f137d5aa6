import assert from "node:assert/strict";
import { test } from "node:test";

import { thinned } from "../../../static/js/plots/thinned.js";

const counted = (count) => Array.from({ length: count }, (_, k) => k);

test("a short line stays as it is", () => {
  const line = { x: [0, 1], y: [3, 4] };
  assert.equal(thinned(line, 10), line);
});

test("a long line keeps its ends, its peaks and its breaks, in order", () => {
  const y = counted(10000).map((k) => Math.sin(k / 700));
  [y[4321], y[5678], y[7000]] = [50, -50, Infinity];
  const { x, y: shown } = thinned({ x: counted(10000), y }, 600);
  assert.ok(x.length <= 602);
  assert.deepEqual(
    x,
    [...x].sort((a, b) => a - b),
  );
  assert.deepEqual([x[0], x.at(-1)], [0, 9999]);
  for (const kept of [4321, 5678, 7000]) assert.ok(x.includes(kept), `${kept} is gone`);
  assert.deepEqual(
    shown,
    x.map((k) => y[k]),
  );
});

test("the edges of a band are thinned with its line", () => {
  const numbers = counted(3000);
  const { x, low, high } = thinned({ x: numbers, y: numbers, low: numbers, high: numbers.map((k) => 2 * k) }, 300);
  assert.deepEqual(low, x);
  assert.deepEqual(
    high,
    x.map((k) => 2 * k),
  );
});
