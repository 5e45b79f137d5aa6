import assert from "node:assert/strict";
import { test } from "node:test";

import { cellTexts, matrix } from "../../../../static/js/pages/compare/differences.js";
import { ranked } from "../../../../static/js/pages/compare/strip.js";

const pair = (first, second) => ({ first, second });

test("every pair stands once, in the order of the comparison", () => {
  const rules = [{ label: "a" }, { label: "b" }, { label: "c" }];
  const tests = [pair("a", "b"), pair("a", "c"), pair("b", "c")];
  const { columns, rows } = matrix({ rules, tests });
  assert.deepEqual(columns, ["b", "c"]);
  assert.deepEqual(
    rows.map(({ label, cells }) => [label, cells.map((cell) => cell && cell.first + cell.second)]),
    [
      ["a", ["ab", "ac"]],
      ["b", [null, "bc"]],
    ],
  );
});

test("a cell says the difference with its sign, its interval, p, and how many more seeds show it", () => {
  const open = { difference: 0.0028, interval: [-0.001, null], p_holm: 0.375, better: null, undecided: null };
  assert.deepEqual(cellTexts({ ...open, needs: "needs about 47 more seeds to show 0.0028" }), {
    apart: "+0.0028",
    interval: "-0.001 to diverged",
    p: "p = 0.375",
    said: "needs about 47 more seeds to show 0.0028",
  });
  assert.equal(cellTexts({ ...open, difference: null, interval: null, needs: "" }).apart, "diverged");
  assert.equal(cellTexts({ ...open, needs: "", better: "Adam" }).said, "Adam is better");
  assert.equal(cellTexts({ ...open, needs: "", undecided: "at the edge" }).said, "not decided");
});

test("rules are ranked by the metric, and one that diverged stands last without a mark", () => {
  const rule = (label, median, interval) => ({ label, best: { median, interval, at_edge: [] } });
  const rules = [rule("gone", null, [0.5, null]), rule("good", 0.1, [0, 0.2]), { label: "waits", best: null }];
  const rows = ranked({ rules: [...rules, rule("fair", 0.3, null)], better: "lower" });
  assert.deepEqual(
    rows.map(({ label, at, low, high }) => [label, at, low, high]),
    [
      ["good", 0.2, 0, 0.4],
      ["fair", 0.6, null, null],
      ["gone", null, 1, 1],
    ],
  );
  const upwards = ranked({ rules: [rule("a", 0.5, null), rule("b", 0.9, null)], better: "higher" });
  assert.deepEqual(
    upwards.map(({ label, at }) => [label, at]),
    [
      ["b", 1],
      ["a", 0],
    ],
  );
});
