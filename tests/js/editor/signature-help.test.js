import assert from "node:assert/strict";
import { test } from "node:test";

import { python } from "@codemirror/lang-python";
import { syntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";

import { callAt, helpFor } from "../../../static/js/editor/signature-help.js";

/** The call at the mark `|`. @param {string} text */
function at(text) {
  const head = text.indexOf("|");
  const doc = text.replace("|", "");
  return callAt(EditorState.create({ doc, selection: { anchor: head }, extensions: [python()] }), { syntaxTree });
}

test("the innermost call around the cursor is found, with what was given before", () => {
  assert.deepEqual(at("y = np.clip(|)"), { name: "np.clip", from: 11, given: 0, keyword: null });
  assert.deepEqual(at("y = np.clip(f(1, 2), (3, 4), |"), { name: "np.clip", from: 11, given: 2, keyword: null });
  assert.equal(at("np.clip(np.sqrt(a|), 1)")?.name, "np.sqrt");
  assert.equal(at("np.clip(np.sqrt(a)|, 1)")?.name, "np.clip");
  assert.equal(at("step(p, g, lr=|")?.keyword, "lr");
  assert.equal(at("step(p, g, lr == |")?.keyword, null);
});

test("outside of parentheses of a call there is none", () => {
  for (const text of ["np.clip|(a)", "np.clip(a)|", "x = (1, |2)", "def step(p, |g): pass", "# f(|"])
    assert.equal(at(text), null, text);
});

test("NumPy's functions and those of the sources have help, others none", () => {
  const names = { "linalg.norm": "(x, ord=None)" };
  const sources = [
    "def mine(p, lr=1):\n  pass\nclass A:\n  def step(self, grads): pass",
    "def mine(q): pass\ndef beside(r): pass",
  ];
  const help = (/** @type {string} */ text) => {
    const call = at(text);
    return call && helpFor(call, sources, names);
  };
  assert.deepEqual(help("np.linalg.norm(x, |)")?.parameters, ["x", "ord=None"]);
  assert.equal(help("np.linalg.norm(x, |)")?.active, 1);
  assert.deepEqual(help("mine(|)")?.parameters, ["p", "lr=1"]);
  assert.deepEqual(help("beside(|)")?.parameters, ["r"]);
  assert.deepEqual(help("adam.step(|)")?.parameters, ["grads"]);
  assert.equal(help("step(|)"), null);
  assert.equal(help("np.nothing(|)"), null);
  assert.equal(help("print(|)"), null);
});
