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

test("another precision of products is asked for beside the backend, and float32 as before there were others", () => {
  assert.equal(spec(FILLED).backend, "compiled");
  assert.ok(!("precision" in spec(FILLED)));
  const { backend, precision } = spec({ ...FILLED, backend: "compiled-bfloat16" });
  assert.deepEqual([backend, precision], ["compiled", "bfloat16"]);
  assert.ok(!("precision" in spec({ ...FILLED, backend: "reference" })));
});

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

test("a search takes the place of the grid or stands beside it, with spaces of one's own in the address", () => {
  const search = { ...FILLED, range: null, tuning: /** @type {const} */ ("search"), spaces: { adam: null } };
  assert.deepEqual(spec(search).rules, [{ name: "adam", search: {} }]);
  const beside = { ...search, tuning: /** @type {const} */ ("beside"), typed: [{ label: "mine" }] };
  assert.deepEqual(spec(beside).rules, [
    { name: "adam" },
    { name: "adam", search: {} },
    { label: "mine" },
    { label: "mine, searched", search: {} },
  ]);
  assert.match(address(search), /&tuning=search$/);
  assert.doesNotMatch(address({ ...FILLED, tuning: "grid" }), /tuning/);
  const own = { ...search, spaces: { adam: /** @type {Record<string, [number, number]>} */ ({ eps: [1e-9, 0.1] }) } };
  assert.deepEqual(spec(own).rules, [{ name: "adam", search: { eps: { low: 1e-9, high: 0.1 } } }]);
  assert.equal(new URLSearchParams(address(own)).get("spaces"), '{"adam":{"eps":[1e-9,0.1]}}');
  assert.equal(field("body.rules.0.search.eps.low"), "spaces");
});
