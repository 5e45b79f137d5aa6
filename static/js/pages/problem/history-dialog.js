/** The dialog of earlier runs: a list, the difference to the code now, and Restore (undo brings the present code back). */

import { element } from "../../base/dom.js";

/** @typedef {import("../../base/storage/history.js").Entry} Entry */

/**
 * Opens the dialog.
 * @param {HTMLDialogElement} dialog
 * @param {object} options
 * @param {Entry[]} options.entries newest first
 * @param {string} options.current the code in the editor
 * @param {string} options.module the editor's module, for the comparison
 * @param {(code: string) => void} options.restore
 */
export function openHistory(dialog, { entries, current, module, restore }) {
  const close = element("button", { type: "button", class: "quiet" }, "Close");
  close.addEventListener("click", () => dialog.close());
  const head = element(
    "div",
    { class: "history-head" },
    element("h2", { id: "history-heading" }, "History"),
    element("span", { class: "push" }),
    close,
  );
  const list = element("ol", { class: "history-runs", "aria-label": "Runs, newest first" });
  const view = element("div", { class: "history-view" });
  if (entries.length === 0)
    view.append(element("p", { class: "note history-empty" }, "Every run is kept here; there is none yet."));
  const buttons = entries.map((entry) => {
    const button = element(
      "button",
      { type: "button" },
      element("span", {}, when(entry.time)),
      element("span", {}, `${entry.passed}/${entry.total}`),
    );
    button.addEventListener("click", () => show(entry, button));
    list.append(element("li", {}, button));
    return button;
  });

  /** @param {Entry} entry @param {HTMLButtonElement} button */
  const show = (entry, button) => {
    for (const other of buttons) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    const take = element("button", { type: "button", class: "primary" }, "Restore this code");
    take.addEventListener("click", () => {
      restore(entry.code);
      dialog.close();
    });
    const diff = element(/** @type {any} */ ("code-diff"), { "data-module": module });
    view.replaceChildren(
      element(
        "div",
        { class: "toolbar" },
        element("span", { class: "note" }, "This run, compared with the code now"),
        element("span", { class: "push" }),
        take,
      ),
      diff,
    );
    diff.show(current, entry.code);
  };

  dialog.replaceChildren(element("div", { class: "history-body" }, head, list, view));
  dialog.showModal();
  if (entries[0]) show(entries[0], buttons[0]);
}

/** @param {number} time */
function when(time) {
  const date = new Date(time);
  const today = new Date().toDateString() === date.toDateString();
  return today
    ? date.toLocaleTimeString([], { timeStyle: "short" })
    : date.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}
