import assert from "node:assert/strict";
import { test } from "node:test";

import { lineCsv, rowCsv, signed } from "../../../../static/js/pages/compare/csv.js";

test("a plot's CSV has every number once, and nothing where there is none", () => {
  const series = [
    {
      label: "a, b",
      x: [1, 2],
      y: [3, null],
      low: [2, null],
      high: [4, null],
      thin: [
        [2.5, null],
        [3.5, 1e-20],
      ],
      gone: [false, true],
    },
    { label: "not over", x: [], y: [] },
    { label: "beside", x: [1], y: [Infinity] },
  ];
  assert.equal(
    lineCsv(series, ["step", "training loss"]),
    'rule,step,median training loss,low,high,diverged,run 1,run 2\n"a, b",1,3,2,4,0,2.5,3.5\n"a, b",2,,,,1,,1e-20\nbeside,1,,,,0,,\n',
  );
  assert.equal(lineCsv([{ label: "a", x: [0], y: [0.5] }], ["step", "share"]), "rule,step,share\na,0,0.5\n");
  assert.equal(rowCsv([{ label: "a", look: 0, value: 1, low: 0, high: null }], "loss"), "rule,loss,low,high\na,1,0,\n");
  assert.equal(rowCsv([{ label: 'the "b"', look: 0, value: null }], "µs"), 'rule,µs\n"the ""b""",\n');
});

test("every line says what it was made with", () => {
  assert.equal(
    signed("rule,loss\na,1\nb,\n", "torch, cpu"),
    'rule,loss,made with\na,1,"torch, cpu"\nb,,"torch, cpu"\n',
  );
});
