import assert from "node:assert/strict";
import { test } from "node:test";

import { matches } from "../../../../static/js/pages/compare/rule-chips.js";

test("a rule is found by the words of its title and by its name in code", () => {
  const box = { value: "nesterov", dataset: { title: "Nesterov momentum" } };
  for (const typed of ["nesterov", "MOMENTUM nest", "nesterov"]) assert.ok(matches(box, typed), typed);
  assert.ok(!matches(box, "adam"));
  assert.ok(matches({ value: "adamw", dataset: {} }, "adamw"));
});
