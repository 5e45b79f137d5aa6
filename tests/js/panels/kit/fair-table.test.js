import assert from "node:assert/strict";
import { test } from "node:test";

import { compared, lossText } from "../../../../static/js/panels/kit/fair-table.js";

const nameOf = (id) => ({ a: "Adam", b: "Lion" })[id];
const pair = { a: "a", b: "b", lower: 16, higher: 16, same: 32, p_holm: 0.002, better: "a" };

test("ties count for neither, from either side", () => {
  assert.equal(compared(pair, "b", nameOf), "better on 16, worse on 16, same on 32; p = 0.002: worse");
  assert.equal(
    compared({ ...pair, higher: 48, same: 0 }, "a", nameOf),
    "better on 16, worse on 48; p = 0.002: Adam better",
  );
  assert.equal(
    compared({ ...pair, higher: 0, same: 48 }, "b", nameOf),
    "better on 0, worse on 16, same on 48; p = 0.002: worse",
  );
  assert.equal(
    compared({ ...pair, lower: 0, higher: 0, same: 64, p_holm: 1, better: null }, "b", nameOf),
    "the same on all 64",
  );
  assert.match(compared({ ...pair, p_holm: 1e-5, better: null }, "b", nameOf), /p < 0.001: open$/);
});

test("a loss below rounding is no number", () => {
  assert.equal(lossText(1e-16, 1e-12), "below rounding");
  assert.equal(lossText(1e-11, 1e-12), "1e-11");
  assert.equal(lossText(-3, 0), "-3");
  assert.equal(lossText(Infinity, 1e-12), "diverged");
});
