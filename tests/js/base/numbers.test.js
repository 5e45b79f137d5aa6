import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  countText,
  durationText,
  memoryText,
  numberText,
  percentText,
  rounded,
  shareText,
  tickText,
  valueText,
} from "../../../static/js/base/numbers.js";

const EXAMPLES = JSON.parse(readFileSync(new URL("../../number-texts.json", import.meta.url), "utf8"));
const NAMED = { inf: Infinity, "-inf": -Infinity, nan: NaN };

test("numbers are written as the examples that Python shares say", () => {
  for (const { value, digits, text } of EXAMPLES) {
    const number = typeof value === "string" ? NAMED[value] : value;
    assert.equal(numberText(number, digits), text, `${value} with ${digits ?? "the usual"} digits`);
  }
});

test("what is not there is said as the caller wants", () => {
  assert.equal(numberText(undefined), "–");
  assert.equal(numberText(null, 4, "not known yet"), "not known yet");
  assert.equal(valueText(null), "diverged");
  assert.equal(valueText(null, ""), "");
});

test("ticks lose what arithmetic left behind and keep what tells them apart", () => {
  assert.deepEqual([0.1 + 0.2, 100.05, 1.0005, 250, 1e-4, 1e5].map(tickText), [
    "0.3",
    "100.05",
    "1.0005",
    "250",
    "1e-4",
    "1e5",
  ]);
});

test("shares, counts, times and sizes are written in words of their own", () => {
  assert.equal(percentText(0.255), "26 %");
  assert.equal(percentText(0.2551, 1), "25.5 %");
  assert.deepEqual(
    [null, 0, 1e-12, 0.0004, 0.0234, 0.5, 0.12345, 0.9996].map(shareText),
    ["", "0 %", "0 %", "under 0.1 %", "2.3 %", "50.0 %", "12.3 %", "100 %"].map((text) =>
      text.replace(" %", "\u00a0%"),
    ),
  );
  assert.equal(countText(1234567.4), "1,234,567");
  assert.deepEqual([0.2, 89, 90, 3600, 5400, 9000].map(durationText), [
    "1 s",
    "89 s",
    "2 min",
    "60 min",
    "1.5 h",
    "2.5 h",
  ]);
  assert.deepEqual([12, 4096, 5_300_000, 2_250_000_000].map(memoryText), ["1 kB", "4 kB", "5 MB", "2.3 GB"]);
  assert.equal(rounded(123456, 2), 120000);
});
