import assert from "node:assert/strict";
import { test } from "node:test";

import { packText, unpackText } from "../../../static/js/base/packed-text.js";

test("a text comes back from the letters of a link", async () => {
  const text = "def f(x):\n    return x  # ∇ ü 🎈\n".repeat(40);
  const packed = await packText(text);
  assert.match(packed, /^[A-Za-z0-9_-]+$/);
  assert.ok(packed.length < text.length / 4);
  assert.equal(await unpackText(packed, 1e6), text);
});

test("what is cut, is no text, or is too large is refused", async () => {
  const packed = await packText("a".repeat(1000));
  await assert.rejects(unpackText(packed, 999));
  await assert.rejects(unpackText(packed.slice(0, -3), 1e6));
  await assert.rejects(unpackText("?%", 1e6));
});
