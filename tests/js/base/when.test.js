import assert from "node:assert/strict";
import { test } from "node:test";

import { whenText } from "../../../static/js/base/when.js";

test("today and yesterday have a clock, older days a date", () => {
  const now = new Date(2026, 10, 1, 9, 30);
  const seconds = (...parts) => new Date(...parts).getTime() / 1000;
  assert.equal(whenText(seconds(2026, 10, 1, 0, 16), now), "today 00:16");
  assert.equal(whenText(seconds(2026, 9, 31, 23, 59), now), "yesterday 23:59");
  assert.equal(whenText(seconds(2026, 9, 30, 23, 59), now), "30 Oct 2026");
  assert.equal(whenText(seconds(2025, 10, 1, 9, 30), now), "1 Nov 2025");
});
