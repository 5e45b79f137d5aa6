/** The keys of the playground, and the sheet that lists them. */

import { bindShortcuts } from "../../base/shortcuts.js";
import { element } from "../../base/dom.js";
import { openShortcutSheet } from "../../elements/shortcut-sheet.js";
import { fullScreen, toggleProjector } from "./projector.js";
import { MOST_RACERS } from "./state.js";

/** @typedef {import("../../elements/shortcut-sheet.js").Group} Group */

/**
 * Binds them; the sheet opens with "?" and with a button in `host`.
 * @param {HTMLElement} host
 * @param {object} parts
 * @param {import("./transport.js").Clock} parts.clock
 * @param {{back: () => void, forth: () => void}} parts.undo
 * @param {(place: number) => void} parts.select a racer by its place, from 0
 * @param {Group[]} parts.elsewhere keys that work only where the focus is
 */
export function shortcuts(host, { clock, undo, select, elsewhere }) {
  const racers = Array.from({ length: MOST_RACERS }, (_, place) => String(place + 1));
  /** @type {import("../../base/shortcuts.js").Shortcut[]} */
  const table = [
    { keys: ["Space"], says: "Play or pause", act: clock.toggle },
    { keys: ["r"], says: "Play from the start", act: clock.restart },
    { keys: [","], says: "One step back", act: () => clock.by(-1) },
    { keys: ["."], says: "One step on", act: () => clock.by(1) },
    { keys: ["Mod+z"], says: "Undo", act: undo.back },
    { keys: ["Mod+Shift+z", "Mod+y"], says: "Redo", act: undo.forth },
    { keys: racers, says: "Choose a racer", act: (key) => select(Number(key) - 1) },
    { keys: ["f"], says: "Full screen", act: fullScreen },
    { keys: ["p"], says: "Projector: large type, for a class", act: toggleProjector },
    { keys: ["?"], says: "This sheet", act: () => open() },
  ];
  const open = () => openShortcutSheet([{ where: "Wherever nothing is typed", table }, ...elsewhere]);
  const title = "Keyboard shortcuts";
  const button = element(
    "button",
    { type: "button", class: "quiet", title, "aria-label": title, "data-shortcuts-button": true },
    "?",
  );
  button.addEventListener("click", open);
  host.append(button);
  bindShortcuts(table);
}
