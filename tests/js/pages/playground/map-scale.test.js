import assert from "node:assert/strict";
import test from "node:test";

import { keyText } from "../../../../static/js/pages/playground/map-scale.js";

test("the key of a map names the start, minima where there are some, and from where the lines are counted", () => {
  assert.equal(keyText({ dim: 2, minima: [[0, 0]] }), "○ start: drag it  + minimum  lines: equal loss");
  assert.equal(keyText({ dim: 2, minima: [], above: 3 }), "○ start: drag it  lines: loss above 3");
  assert.equal(keyText({ dim: 1, minima: [[1]] }), "○ start: drag it  ─ minimum");
});
