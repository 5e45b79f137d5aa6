import assert from "node:assert/strict";
import { test } from "node:test";

import { holdsWords } from "../../../static/js/base/word-search.js";

test("every word must be somewhere, in any order and case; no word asks for nothing", () => {
  assert.equal(holdsWords("Newton-Schulz and Muon hard", "muon  HARD"), true);
  assert.equal(holdsWords("Newton-Schulz and Muon hard", "muon easy"), false);
  assert.equal(holdsWords("anything", "  "), true);
  assert.equal(holdsWords(null, "word"), false);
});
