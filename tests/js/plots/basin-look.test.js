import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { BASINS, basinColour } from "../../../static/js/plots/basin-look.js";

const TOKENS = readFileSync(new URL("../../../static/css/tokens.css", import.meta.url), "utf8");
const SIDE = 12;

/** The colours of tokens in the light and in the dark. @param {RegExp} name @returns {number[][]} */
const colours = (name) =>
  [...TOKENS.matchAll(name)].flatMap((found) =>
    found.slice(1).map((hex) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))),
  );

/** How far a colour is from grey. @param {number[]} colour */
const vivid = (colour) => Math.max(...colour) - Math.min(...colour);

test("basins are greyer than any racer, in the light and in the dark", () => {
  const basins = colours(/--basin-\d: light-dark\(#(\w{6}), #(\w{6})\)/g);
  const racers = colours(/--racer-\d: light-dark\(#(\w{6}), #(\w{6})\)/g);
  assert.equal(basins.length, 2 * BASINS.length);
  assert.ok(Math.max(...basins.map(vivid)) < Math.min(...racers.map(vivid)) / 1.5);
});

test("six basins have six hatchings, though all were of one colour", () => {
  const given = {
    ...{ tints: /** @type {any} */ (BASINS.map(() => [100, 100, 100])) },
    ...{ paper: /** @type {any} */ ([255, 255, 255]), ink: /** @type {any} */ ([0, 0, 0]) },
  };
  const patterns = BASINS.map((_, index) =>
    Array.from({ length: SIDE * SIDE }, (_, cell) =>
      basinColour(index, cell % SIDE, Math.floor(cell / SIDE), given).join(),
    ).join(" "),
  );
  assert.equal(new Set(patterns).size, BASINS.length);
});

test("from the seventh on the colours come again, paler", () => {
  const tints = /** @type {any} */ (BASINS.map((_, place) => [10 * place, 0, 0]));
  const given = { tints, paper: /** @type {any} */ ([255, 255, 255]), ink: /** @type {any} */ ([0, 0, 0]) };
  assert.ok(basinColour(6, 0, 0, given)[1] > basinColour(0, 0, 0, given)[1]);
});
