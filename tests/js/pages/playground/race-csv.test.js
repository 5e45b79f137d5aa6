import assert from "node:assert/strict";
import { test } from "node:test";

import { raceCsv } from "../../../../static/js/pages/playground/race-csv.js";

test("a race is one row per racer and step, with names that no spreadsheet takes for a formula", () => {
  const state = { racers: [{ id: "a", name: '=SUM("x")' }, { id: "b", name: "gone" }] }; // prettier-ignore
  const run = { steps: 1, dim: 2, points: [0, 1, 2, 3], losses: [5, 0.25] };
  assert.equal(
    raceCsv({ state, racing: { runs: new Map([["a", run]]) } }),
    `racer,step,x,y,loss\n"'=SUM(""x"")",0,0,1,5\n"'=SUM(""x"")",1,2,3,0.25\n`,
  );
});

test("beyond the plane coordinates are numbered", () => {
  const run = { steps: 0, dim: 3, points: [1, 2, 3], losses: [6] };
  const csv = raceCsv({ state: { racers: [{ id: "a", name: "Adam" }] }, racing: { runs: new Map([["a", run]]) } });
  assert.equal(csv.split("\n")[0], "racer,step,x1,x2,x3,loss");
});
