import assert from "node:assert/strict";
import { test } from "node:test";

import * as library from "../../../static/js/plots/contour-library.js";
import { sliceMap } from "../../../static/js/plots/slice-map.js";

const WINDOW = [
  [-2, 2],
  [-1, 3],
];

const GRID = 41;

const axis = ([low, high]) => Array.from({ length: GRID }, (_, place) => low + (place * (high - low)) / (GRID - 1));

const bowl = (x, y) => x * x + y * y;

const path = (label, xs, ys, diverged = null) => ({ label, diverged_at: diverged, x: xs, y: ys });

const slice = (changes = {}) => ({
  window: WINDOW,
  grid: GRID,
  loss: axis(WINDOW[1]).map((y) => axis(WINDOW[0]).map((x) => bowl(x, y))),
  members: [path("Adam", [1, 0.5, 0], [2, 1, 0])],
  ...changes,
});

const numbers = (d) => [...d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, a, b]) => [Number(a), Number(b)]);

/** From pixels back to the window. */

const back = (map, [a, b]) => {
  const { left, right, top, bottom } = map.frame;
  return [-2 + (4 * (a - left)) / (right - left), -1 + (4 * (bottom - b)) / (bottom - top)];
};

test("contour lines of a bowl lie where the bowl has their height", () => {
  const map = sliceMap(library, slice(), 800, 560);
  assert.ok(map.contours.length >= 8);
  for (const { level, d } of map.contours) {
    const points = numbers(d);
    if (level >= 0.1) assert.ok(points.length > 8, `a line at ${level}`);
    for (const point of points) {
      const height = bowl(...back(map, point));
      assert.ok(level < 0.1 || Math.abs(height - level) < 0.12 * level, `${height} on the line of ${level}`);
    }
  }
});

test("no line runs along the border", () => {
  const map = sliceMap(library, slice(), 800, 560);
  const { left, right, top, bottom } = map.frame;
  for (const { d } of map.contours) {
    for (const piece of d.split("M").filter(Boolean)) {
      const points = numbers(piece);
      for (const [place, [x, y]] of points.entries()) {
        if (place === 0) continue;
        const [a, b] = points[place - 1];
        assert.ok(!(x === a && (x === left || x === right)) && !(y === b && (y === top || y === bottom)));
      }
    }
  }
});

test("places that are not finite are marked and bend no line elsewhere", () => {
  const loss = slice().loss.map((row, y) => row.map((value, x) => (x === 0 && y === 0 ? null : value)));
  const map = sliceMap(library, slice({ loss }), 800, 560);
  const { left, bottom } = map.frame;
  assert.match(map.holes, new RegExp(`^M${left} [\\d.]+H[\\d.]+V${bottom}H${left}Z$`));
  assert.ok(!map.contours.some(({ d }) => d.includes("NaN")));
});

test("a path begins at the common start and ends with its marker", () => {
  const other = path("SGD", [1, 1.5], [2, 2.5]);
  const map = sliceMap(library, slice({ members: [slice().members[0], other] }), 800, 560);
  assert.equal(map.starts.length, 1);
  const [adam, sgd] = map.members;
  assert.deepEqual(back(map, adam.end), [0, 0]);
  assert.equal(adam.dots.length, 3);
  assert.equal(sgd.gone, null);
});

test("a path that diverges has no end and a mark within the frame where it was last seen", () => {
  const wild = path("Wild", [1, -40, 1e150], [2, 80, -1e200], 3);
  const map = sliceMap(library, slice({ members: [wild] }), 800, 560);
  const [{ end, gone, d }] = map.members;
  assert.equal(end, null);
  assert.ok(
    gone[0] > map.frame.left && gone[0] < map.frame.right && gone[1] > map.frame.top && gone[1] < map.frame.bottom,
  );
  assert.ok(!/e\d|NaN|Infinity/.test(d));
  assert.deepEqual(
    back(map, numbers(d).at(-1)).map((value) => Math.round(10 * value) / 10),
    [0.5, 3],
  ); // on the way, at the top
  const inside = sliceMap(library, slice({ members: [path("Wild", [1, 0.9], [2, 1.9], 1)] }), 800, 560);
  assert.ok(inside.members[0].gone);
});

test("a random plane marks the weights in its middle", () => {
  const map = sliceMap(
    library,
    slice({
      window: [
        [-1, 1],
        [-1, 1],
      ],
      members: [{ label: "Adam", diverged_at: null, x: null, y: null }],
    }),
    800,
    560,
  );
  assert.deepEqual(map.members[0].end, [
    (map.frame.left + map.frame.right) / 2,
    (map.frame.top + map.frame.bottom) / 2,
  ]);
  assert.deepEqual(map.starts, []);
});

test("a narrow picture still has two numbers on each axis, and no two heights stand on one another", () => {
  const map = sliceMap(
    library,
    slice({
      window: [
        [-49, 12],
        [-12, 3],
      ],
    }),
    320,
    320,
  );
  assert.ok(map.across.length >= 2 && map.up.length >= 2);
  const labels = map.contours.flatMap(({ label }) => (label ? [label] : []));
  assert.ok(labels.length > 0);
  for (const one of labels)
    for (const other of labels) if (one !== other) assert.ok(Math.hypot(one.x - other.x, one.y - other.y) > 40);
});
