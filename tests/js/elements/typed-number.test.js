import assert from "node:assert/strict";
import { test } from "node:test";

import { readNumber } from "../../../static/js/elements/typed-number.js";

const value = (text, bounds = {}) => readNumber(text, bounds).value;
const refused = (text, bounds = {}) => readNumber(text, bounds).refused;

test("numbers are read as people write them", () => {
  assert.deepEqual(
    ["0.02", "0,02", " 2 ", "1e-3", "2E5", ".5", "5.", "\u22121.5", "+3", "-0"].map((text) => value(text)),
    [0.02, 0.02, 2, 1e-3, 2e5, 0.5, 5, -1.5, 3, 0],
  );
});

test("what is no number is refused with what was typed", () => {
  assert.equal(refused(""), "A number is needed");
  assert.equal(refused("   "), "A number is needed");
  for (const text of ["abc", "5%", "1/3", "0x10", "Infinity", "NaN", "1e", "--1", "1.2.3", "1 2"])
    assert.equal(refused(text), `“${text}” is no number`);
  assert.equal(refused("1e999"), "“1e999” is too large for a number here");
  assert.equal(refused("x".repeat(60)), `“${"x".repeat(24)}…” is no number`);
});

test("bounds are said", () => {
  const steps = { low: 1, high: 20_000, whole: true };
  assert.equal(refused("-1", steps), "“-1” is below 1, the least");
  assert.equal(refused("1000000", steps), "“1000000” is above 20,000, the most");
  assert.equal(refused("2.5", steps), "“2.5” is no whole number");
  assert.equal(value("1", steps), 1);
  assert.equal(value("20000", steps), 20_000);
  assert.equal(value("2e3", steps), 2000);
});

test("marks between thousands are not guessed at", () => {
  assert.match(refused("1,000"), /without marks between thousands/);
  assert.match(refused("1.000", { whole: true }), /without marks between thousands/);
  assert.equal(value("1.000"), 1);
});
