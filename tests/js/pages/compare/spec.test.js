import assert from "node:assert/strict";
import { test } from "node:test";

import { address, field, sentence, spec } from "../../../../static/js/pages/compare/spec.js";

test("a complaint is said beside its field, with the rule it is about", () => {
  assert.equal(field("body.rules.1.name"), "rules");
  assert.equal(field("body.rules.0.grid.lr.range.high"), "grid");
  assert.equal(field("body.lr.range.low"), "grid");
  assert.equal(field("body.seeds"), "seeds");
  assert.equal(field("body.schedule.name"), "schedule");
  assert.equal(field("body"), "all");
  assert.equal(sentence({ place: "body.rules.1", message: "too large" }, ["Adam", "Lion"]), "Lion: too large");
});

const FILLED = {
  rules: ["adam"],
  workload: "landscape",
  options: {},
  trials: 4,
  seeds: 2,
  steps: 101,
  range: /** @type {[number, number]} */ ([0.1, 1]),
  around: {},
  schedule: "constant",
  backend: "compiled",
};

test("a schedule is asked for by its name and the constant rate as none, as before there were others", () => {
  assert.equal(spec(FILLED).schedule, null);
  assert.deepEqual(spec({ ...FILLED, schedule: "warmup_cosine" }).schedule, { name: "warmup_cosine" });
  const own = { ...FILLED, schedule: "step", scheduleSettings: { every: 0.5 } };
  assert.deepEqual(spec(own).schedule, { name: "step", settings: { every: 0.5 } });
  assert.equal(new URLSearchParams(address(own)).get("schedule_settings"), '{"every":0.5}');
  assert.match(address({ ...FILLED, schedule: "step" }), /&schedule=step$/);
  assert.match(address(FILLED), /&schedule=constant$/);
});

test("what stands around a rule is asked for by the fields of the server, and is part of the address", () => {
  const filled = {
    ...FILLED,
    rules: ["adam", "sgd"],
    around: { adam: ["cautious", "clipping", "decay-cautious"], sgd: [] },
  };
  assert.deepEqual(spec(filled).rules, [
    { name: "adam", modifiers: ["cautious", "clipping"], decay: "cautious" },
    { name: "sgd" },
  ]);
  assert.deepEqual(spec({ ...filled, around: { sgd: ["sam-adaptive"] } }).rules[1], { name: "sgd", sam: "adaptive" });
  assert.match(address(filled), /&around=adam.cautious.clipping.decay-cautious$/);
  assert.doesNotMatch(address(FILLED), /around/);
});

test("one range for all is asked for once, so that it is that of the baselines too", () => {
  assert.deepEqual(spec(FILLED).lr, { low: 0.1, high: 1, points: 4, scale: "log" });
  assert.deepEqual(spec(FILLED).rules, [{ name: "adam" }]);
  assert.equal(spec(FILLED).record_every, 3);
  assert.equal(spec({ ...FILLED, range: null }).lr, null);
});
