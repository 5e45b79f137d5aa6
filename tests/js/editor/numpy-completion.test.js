import assert from "node:assert/strict";
import { test } from "node:test";

import { numpyCompletion } from "../../../static/js/editor/numpy-completion.js";

/** @param {string} text @returns {any} */
const at = (text) => ({ pos: text.length, state: { doc: { lineAt: () => ({ from: 0, text }) } } });

test("after np. stand NumPy's functions with their arguments, fetched once", async () => {
  let asked = 0;
  const source = numpyCompletion(async () => ((asked += 1), { sqrt: "(x, /)", "linalg.norm": "(x, ord=None)" }));
  assert.equal(await source(at("snp = 1; x")), null);
  assert.equal(asked, 0);
  const found = await source(at("y = np.sq"));
  assert.equal(found?.from, "y = np.".length);
  assert.deepEqual(found?.options[0], { label: "sqrt", detail: "(x, /)", type: "function" });
  assert.equal((await source(at("numpy.linalg.n")))?.from, "numpy.".length);
  assert.equal(asked, 1);
});

test("names that could not be fetched are asked for again", async () => {
  let asked = 0;
  const source = numpyCompletion(async () => {
    asked += 1;
    if (asked === 1) throw new Error("offline");
    return { sqrt: "(x, /)" };
  });
  assert.equal(await source(at("np.")), null);
  assert.equal((await source(at("np.")))?.options.length, 1);
});
