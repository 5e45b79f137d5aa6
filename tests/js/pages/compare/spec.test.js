import assert from "node:assert/strict";
import { test } from "node:test";

import { field, sentence, spec } from "../../../../static/js/pages/compare/spec.js";

test("a complaint is said beside its field, with the rule it is about", () => {
  assert.equal(field("body.rules.1.name"), "rules");
  assert.equal(field("body.rules.0.grid.lr.range.high"), "grid");
  assert.equal(field("body.lr.range.low"), "grid");
  assert.equal(field("body.seeds"), "seeds");
  assert.equal(field("body"), "all");
  assert.equal(sentence({ place: "body.rules.1", message: "too large" }, ["Adam", "Lion"]), "Lion: too large");
});

test("one range for all is asked for once, so that it is that of the baselines too", () => {
  const filled = {
    rules: ["adam"],
    workload: "landscape",
    options: {},
    trials: 4,
    seeds: 2,
    steps: 101,
    range: [0.1, 1],
    backend: "compiled",
  };
  assert.deepEqual(spec(filled).lr, { low: 0.1, high: 1, points: 4, scale: "log" });
  assert.deepEqual(spec(filled).rules, [{ name: "adam" }]);
  assert.equal(spec(filled).record_every, 3);
  assert.equal(spec({ ...filled, range: null }).lr, null);
});
