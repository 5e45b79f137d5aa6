import assert from "node:assert/strict";
import test from "node:test";

import { mapScales, pinched, shareScales, shifted, zoomed } from "../../../static/js/plots/map.js";

/** @type {import("../../../static/js/plots/map.js").Window} */
const WHOLE = [
  [-4, 4],
  [0, 2],
];

test("a closer look leaves the place that it is about where it is", () => {
  const near = zoomed(WHOLE, WHOLE, 2, [2, 0.5]);
  assert.deepEqual(near, [
    [-1, 3],
    [0.25, 1.25],
  ]);
  assert.ok(near);
  const [before, after] = [WHOLE, near].map((window) => mapScales(window, 800, 600));
  assert.equal(before.x(2), after.x(2));
  assert.equal(before.y(0.5), after.y(0.5));
});

test("from farther than the whole there is the whole, and nothing is nearer than a sixteenth of it", () => {
  assert.equal(zoomed(WHOLE, WHOLE, 0.5, [0, 0]), null);
  const near = zoomed(WHOLE, WHOLE, 1000, [0, 1]);
  assert.deepEqual(near, [
    [-0.25, 0.25],
    [0.9375, 1.0625],
  ]);
  assert.ok(near);
  assert.deepEqual(zoomed(near, WHOLE, 1.5, [0, 1]), near);
});

test("a place out of sight is looked at from the border, and a moved map ends at the border of the whole", () => {
  assert.deepEqual(zoomed(WHOLE, WHOLE, 4, [100, 1])?.[0], [2, 4]);
  assert.deepEqual(shifted([[-1, 1], [0, 0.5]], WHOLE, [9, -1]), [[2, 4], [0, 0.5]]); // prettier-ignore
});

test("shares of the whole and pixels agree with places, however close one looks, and back", () => {
  const scales = mapScales([[0, 2], [0, 0.5]], 400, 300); // prettier-ignore
  const shares = shareScales(WHOLE, scales);
  assert.equal(shares.x(0.625), scales.x(1));
  assert.equal(shares.y(0.125), scales.y(0.25));
  assert.deepEqual(scales.at(scales.x(1), scales.y(0.25)), [1, 0.25]);
});

test("what lies beneath two fingers stays beneath them, unless the whole ends there", () => {
  const size = { width: 800, height: 600 };
  const near = pinched(WHOLE, WHOLE, size, [[300, 300], [500, 300]], [[250, 250], [650, 250]]); // prettier-ignore
  assert.ok(near);
  const [before, after] = [WHOLE, near].map((window) => mapScales(window, size.width, size.height));
  assert.deepEqual(after.at(250, 250), before.at(300, 300));
  assert.equal(after.at(650, 250)[0], before.at(500, 300)[0]);
  const moved = pinched(near, WHOLE, size, [[0, 0], [100, 0]], [[9000, 0], [9100, 0]]); // prettier-ignore
  assert.deepEqual(moved?.[0], [-4, 0]);
  assert.equal(pinched(near, WHOLE, size, [[0, 0], [400, 0]], [[0, 0], [100, 0]]), null); // prettier-ignore
});
