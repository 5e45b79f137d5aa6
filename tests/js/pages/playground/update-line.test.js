import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { updateLine } from "../../../../static/js/pages/playground/update-line.js";

const RULES = new URL("../../../../pyodide_pkgs/descent/rules/", import.meta.url);

test("the step of every built-in rule is found, below its docstring and imports", () => {
  const files = readdirSync(RULES).filter((name) => name.endsWith(".py") && !name.startsWith("_"));
  assert.ok(files.length > 30);
  for (const name of files) {
    const source = readFileSync(new URL(name, RULES), "utf8");
    const line = updateLine(source);
    if (/^def update\(/m.test(source)) assert.match(source.split("\n")[line - 1], /^def update\(/, name);
    else assert.equal(line, 1, name);
  }
});

test("code without a step is shown from its first line", () => {
  assert.equal(updateLine("x = 1\n# def update(\n"), 1);
});
