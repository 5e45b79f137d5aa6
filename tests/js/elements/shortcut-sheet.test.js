import assert from "node:assert/strict";
import { test } from "node:test";

import { keyText } from "../../../static/js/elements/shortcut-sheet.js";

test("a key is written as on the keyboard", () => {
  const keys = ["Mod+Shift+z", "Mod+y", "Shift+ArrowUp", "Space", "?", "1"];
  assert.deepEqual(
    keys.map((key) => keyText(key, false)),
    ["Ctrl+Shift+Z", "Ctrl+Y", "Shift+↑", "Space", "?", "1"],
  );
  assert.equal(keyText("Mod+Shift+z", true), "⌘ Shift Z");
});
