/** Keys of a page: one table binds them, and the same table is what a sheet of shortcuts lists. */

/**
 * @typedef {object} Shortcut
 * @property {string[]} keys each does it: a `KeyboardEvent.key`, letters small, "Space" for the space bar; `Shift+` before a letter,
 *   and before both `Mod+` for Ctrl, or Cmd on a Mac
 * @property {string} says what it does
 * @property {(key: string) => void} act
 */

/** Where letters are typed and undone by the browser or an editor. */
const TEXT =
  "input:not([type=range], [type=checkbox], [type=radio]), textarea, code-editor, [contenteditable]:not([contenteditable=false])";
/** Where a letter looks for an entry. */
const LISTS = `${TEXT}, select`;
/** What the space bar presses or moves when it has the focus. */
const CONTROLS = `${LISTS}, input, button, summary, a, [role=tab]`;

/**
 * What was pressed, as a table names it.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey">} event
 */
export function pressed({ key, ctrlKey, metaKey, shiftKey }) {
  const name = key === " " ? "Space" : key.length === 1 ? key.toLowerCase() : key;
  // Of other signs Shift is a part: no keyboard has a question mark where every other has it.
  const letter = name.length > 1 || name !== key.toUpperCase() || key !== name;
  return `${ctrlKey || metaKey ? "Mod+" : ""}${shiftKey && letter ? "Shift+" : ""}${name}`;
}

/**
 * Whether the place that has the focus takes that key itself.
 * @param {EventTarget | null} target
 * @param {string} key as `pressed` names it
 */
function takes(target, key) {
  if (!(target instanceof Element)) return false;
  return target.closest(key.startsWith("Mod+") ? TEXT : key === "Space" ? CONTROLS : LISTS) !== null;
}

/**
 * What of a table was pressed; null where it is none of it.
 * @template {Pick<Shortcut, "keys">} Kind
 * @param {Kind[]} table
 * @param {KeyboardEvent} event
 * @returns {Kind | null}
 */
export function shortcutOf(table, event) {
  if (event.defaultPrevented || event.altKey || event.isComposing) return null;
  return table.find(({ keys }) => keys.includes(pressed(event))) ?? null;
}

/**
 * Binds the keys of the table for the whole page; not while somebody types, nor below an open dialog.
 * @param {Shortcut[]} table
 */
export function bindShortcuts(table) {
  window.addEventListener("keydown", (event) => {
    const found = shortcutOf(table, event);
    const key = pressed(event);
    if (!found || takes(event.target, key) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    found.act(key);
  });
}
