import assert from "node:assert/strict";
import { test } from "node:test";

import { folded } from "../../../static/js/base/folded.js";

test("words are folded into lines that hold them", () => {
  assert.deepEqual(folded("one two three four", 9), ["one two", "three", "four"]);
  assert.deepEqual(folded("incomprehensibilities", 5), ["incomprehensibilities"]);
});
