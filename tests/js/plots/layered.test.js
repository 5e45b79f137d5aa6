import assert from "node:assert/strict";
import { test } from "node:test";
import { apart, layered } from "../../../static/js/plots/layered.js";

/** Adam: g, t, m, v, then m, v, m_hat, root, step. */
const ADAM = [[], [], [], [], [2, 0], [3, 0], [4, 1], [5, 1], [6, 7]];

test("every node stands right of all that feed it, and what feeds nothing at the end", () => {
  const { spots, columns } = layered([...ADAM, [0]]);
  for (const [to, feeders] of ADAM.entries())
    for (const from of feeders) assert.ok(spots[from].column < spots[to].column, `${from} to ${to}`);
  assert.equal(columns, 4);
  assert.deepEqual([spots[8].column, spots[9].column], [3, 3]);
});

test("no two nodes of a column are closer than one", () => {
  const { spots, rows } = layered(ADAM);
  for (const [place, one] of spots.entries())
    for (const other of spots.slice(place + 1))
      if (one.column === other.column) assert.ok(Math.abs(one.row - other.row) > 1 - 1e-9);
  assert.ok(spots.every(({ row }) => row >= 0 && row <= rows - 1));
});

test("a line that passes columns has a place in each of them, away from their nodes", () => {
  const { spots, lines } = layered(ADAM);
  const long = lines.filter(({ through }) => through.length > 0);
  assert.deepEqual(
    long.map(({ from, to }) => [from, to]),
    [
      [1, 6],
      [1, 7],
    ],
  );
  for (const { through } of long)
    for (const { column, row } of through)
      for (const spot of spots) if (spot.column === column) assert.ok(Math.abs(spot.row - row) > 0.6);
});

test("lines that cross as they were given are put in order", () => {
  const crossed = [[], [], [], [2], [1], [0]];
  const { spots, lines } = layered(crossed);
  const ends = lines.map(({ from, to }) => [spots[from].row, spots[to].row]).sort(([one], [other]) => one - other);
  assert.deepEqual(
    ends,
    [...ends].sort(([, one], [, other]) => one - other),
  );
});

test("heights are the nearest that keep their distance", () => {
  assert.deepEqual(apart([0, 0, 10], [0, 1, 2]), [-0.5, 0.5, 10]);
  assert.deepEqual(apart([3, 1, 2], [0, 1, 2]), [1, 2, 3]);
});

test("nothing makes an empty picture", () => {
  assert.deepEqual(layered([]), { spots: [], lines: [], columns: 1, rows: 1 });
});
