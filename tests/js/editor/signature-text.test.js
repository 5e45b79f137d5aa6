import assert from "node:assert/strict";
import { test } from "node:test";

import { signaturesIn, splitSignature, whichParameter } from "../../../static/js/editor/signature-text.js";

test("a signature is taken apart at its own commas only", () => {
  const parts = splitSignature("(x, /, *, axes=(0, 1), sep=', ', out: dict[str, int] = {}) -> None");
  assert.deepEqual(parts, ["x", "/", "*", "axes=(0, 1)", "sep=', '", "out: dict[str, int] = {}"]);
  assert.deepEqual(splitSignature("()"), []);
  assert.deepEqual(splitSignature("(p,  # where\n    g)"), ["p", "g"]);
});

test("functions, classes and methods of a source have their signatures", () => {
  const found = signaturesIn(`def step(p, g,
    *, lr=0.1):
    return p

class Adam:
    def __init__(self, params, lr=1e-3): pass
    def step(self, grads): pass

def done(self): pass
`);
  assert.deepEqual(
    [...found],
    [
      ["step", "(p, g, *, lr=0.1)"],
      ["Adam", "(params, lr=1e-3)"],
      [".step", "(grads)"],
      ["done", "(self)"],
    ],
  );
});

test("an argument belongs to a parameter by its place or by its name", () => {
  const parts = ["a", "/", "b=1", "*", "lr=0.1", "**rest"];
  assert.deepEqual(
    [0, 1, 2].map((given) => whichParameter(parts, given, null)),
    [0, 2, -1],
  );
  assert.equal(whichParameter(parts, 2, "lr"), 4);
  assert.equal(whichParameter(parts, 2, "other"), 5);
  assert.equal(whichParameter(["*arrays", "axis=0"], 7, null), 0);
});
