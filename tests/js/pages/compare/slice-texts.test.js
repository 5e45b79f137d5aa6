import assert from "node:assert/strict";
import { test } from "node:test";

import { caption, faithful, members, places, titles } from "../../../../static/js/pages/compare/slice-texts.js";

const WINDOW = [
  [-2, 2],
  [-1, 3],
];

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
