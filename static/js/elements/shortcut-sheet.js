/** The sheet of a page's keys, in a dialog; it is written from the tables that bind them. */

import { element } from "../base/dom.js";

/** @typedef {Pick<import("../base/shortcuts.js").Shortcut, "keys" | "says">} Listed */
/** @typedef {{where: string, table: Listed[]}} Group keys that work in one place */

const NAMES = /** @type {Record<string, string>} */ ({
  ...{ ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" },
  ...{ Shift: "Shift", Backspace: "Backspace", Delete: "Delete", Space: "Space" },
});

/**
 * A key as it is written on the keyboard.
 * @param {string} key as a table names it, with `Mod+` and `Shift+` before it
 * @param {boolean} mac
 */
export function keyText(key, mac) {
  const parts = key.split("+").map((part) => (part === "Mod" ? (mac ? "⌘" : "Ctrl") : (NAMES[part] ?? part)));
  return parts.map((part) => (part.length === 1 ? part.toUpperCase() : part)).join(mac ? " " : "+");
}

/**
 * Opens the sheet. Esc, Close and a press beside it close it, and the focus goes back to where it was.
 * @param {Group[]} groups
 */
export function openShortcutSheet(groups) {
  const mac = /Mac|iP(hone|ad)/.test(navigator.userAgent);
  const close = element("button", { type: "button", class: "quiet" }, "Close");
  const heading = element("h2", { id: "shortcuts-heading" }, "Keyboard shortcuts");
  const dialog = element(
    "dialog",
    { class: "sheet", "aria-labelledby": heading.id, "data-shortcuts": true },
    element("div", { class: "sheet-head" }, heading, close),
    ...groups.flatMap(({ where, table }) => [
      element("h3", {}, where),
      element(
        "dl",
        { class: "keys" },
        ...table.flatMap(({ keys, says }) => [
          element("dt", {}, ...keys.map((key) => element("kbd", {}, keyText(key, mac)))),
          element("dd", {}, says),
        ]),
      ),
    ]),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
