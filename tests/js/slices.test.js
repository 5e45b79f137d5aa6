import assert from "node:assert/strict";
import { test } from "node:test";

import { shareText } from "../../static/js/base/numbers.js";
import { caption, faithful, members, places, titles } from "../../static/js/pages/compare/slice-texts.js";
import * as library from "../../static/js/plots/contour-library.js";
import { heights, sliceMap } from "../../static/js/plots/slice-map.js";

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

const member = (changes = {}) => ({
  run: 0,
  label: "Adam",
  rule: "adam",
  seed: 3,
  settings: { lr: 0.01 },
  diverged_at: null,
  recorded: { train_loss: 0.5, evaluation: 0.9 },
  again: { train_loss: 0.5, evaluation: 0.9 },
  difference: { train_loss: 0, evaluation: 0 },
  steps: [0, 10],
  x: [1, 0],
  y: [2, 0],
  loss: [2.5, 0.4],
  loss_on_plane: [2.6, 0.4],
  off_plane: { end: 0, largest: 0.1234 },
  ...changes,
});
const found = (changes = {}) => ({
  kind: "paths",
  window: WINDOW,
  grid: 2,
  x: [-2, 2],
  y: [-1, 3],
  loss: [
    [1, 2],
    [3, null],
  ],
  not_finite: 1,
  samples: 1437,
  parameters: 1210,
  centre: { run: 0, label: "Adam", loss: 0.4 },
  explained: [0.8021, 0.0896],
  directions: null,
  members: [member()],
  ...changes,
});

test("the caption says what the axes hold, what is not to be seen, and what every loss is", () => {
  const text = caption(found(), { title: "Small network", steps: 300, asked: { points: 40 } });
  for (const part of [
    "Small network",
    "80.2\u00a0%",
    "9.0\u00a0%",
    "together 89.2\u00a0%",
    "off the plane",
    "1,437 training samples",
    "1,210",
    "seed 3",
    "40 places of 300 steps",
    "1 of 4 places are not finite",
  ]) {
    assert.ok(text.includes(part), `${part} in: ${text}`);
  }
  assert.deepEqual(titles(found()), [
    "first axis: 80.2\u00a0% of the paths’ squared distance",
    "second axis: 9.0\u00a0%",
  ]);
  const random = found({
    kind: "random",
    explained: null,
    directions: { lengths: [8.4, 8.4], cosine: -0.03 },
    not_finite: 0,
  });
  assert.ok(
    caption(random, { title: "Small network", steps: 300, asked: { seed: 7 } }).includes(
      "the cosine between the axes -0.03; directions of seed 7",
    ),
  );
});

test("shares are said with as many digits as they carry", () => {
  assert.deepEqual([0, 3e-17, 1e-4, 0.0123, 0.5, 0.9999, 1, null].map(shareText), [
    "0\u00a0%",
    "0\u00a0%",
    "under 0.1\u00a0%",
    "1.2\u00a0%",
    "50.0\u00a0%",
    "100\u00a0%",
    "100\u00a0%",
    "",
  ]);
});

test("nobody is misled: how far training again came is said, and a large difference is a warning", () => {
  assert.match(faithful(found()).text, /exactly the losses that the comparison recorded/);
  const near = found({
    members: [
      member({ again: { train_loss: 0.500001, evaluation: 0.9 }, difference: { train_loss: 1e-6, evaluation: 0 } }),
    ],
  });
  assert.match(faithful(near).text, /at most 2e-4\u00a0% from those recorded \(Adam: 0\.500001, recorded 0\.5\)/);
  assert.equal(faithful(near).warning, false);
  const far = found({
    members: [
      member(),
      member({
        label: "Lion",
        again: { train_loss: 0.6, evaluation: 0.8 },
        difference: { train_loss: 0.1, evaluation: 0.1 },
      }),
    ],
  });
  assert.match(faithful(far).text, /at most 20\.0\u00a0%.*Lion: 0\.6, recorded 0\.5.*shows the runs as trained again/);
  assert.equal(faithful(far).warning, true);
  const once = found({
    members: [
      member({ again: { train_loss: null, evaluation: null }, difference: { train_loss: null, evaluation: null } }),
    ],
  });
  assert.match(faithful(once).text, /Adam diverged one time and not the other/);
  assert.equal(faithful(once).warning, true);
  const gone = { train_loss: null, evaluation: null };
  assert.equal(
    faithful(found({ members: [member({ recorded: gone, again: gone, difference: gone, diverged_at: 4 })] })).warning,
    false,
  );
});

test("the tables have a cell for every head, and say where a run diverged", () => {
  const wild = member({ label: "Wild", diverged_at: 4, loss: [2.5, null], loss_on_plane: [2.5, null] });
  for (const one of [found({ members: [member(), wild] }), found({ kind: "random" })]) {
    for (const { heads, rows } of [members(one), places(one)])
      for (const row of rows) assert.equal(row.length, heads.length);
  }
  assert.equal(members(found({ members: [wild] })).rows[0][0], "Wild: diverged at step 4");
  assert.deepEqual(members(found()).rows[0].slice(2, 6), ["0\u00a0%", "12.3\u00a0%", "0.4", "0.4"]);
  assert.deepEqual(places(found({ members: [wild] })).rows[1], ["Wild", "10", "0", "0", "not finite", "not finite"]);
});
