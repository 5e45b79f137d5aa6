/** What a person calls a comparison, and its way out of the lists and back. */

import { find } from "../../base/dom.js";
import { tellTimes } from "../../base/when.js";
import { ask } from "./client.js";

/**
 * @param {string} job
 * @param {(error: unknown) => void} told
 * @param {(title: string) => void} onTitle called with what it is called now
 */
export function nameAndRemoval(job, told, onTitle) {
  const page = find("[data-run]", HTMLElement);
  const rename = find("[data-rename]", HTMLButtonElement);
  const form = find("[data-renaming]", HTMLFormElement);
  const field = find("input", HTMLInputElement, form);
  const removed = find("[data-removed]", HTMLElement);
  const remove = find("[data-remove]", HTMLButtonElement);
  const title = find("[data-title]", HTMLElement);
  tellTimes(page);

  const editing = (/** @type {boolean} */ on) => {
    form.hidden = !on;
    rename.hidden = on;
    (on ? field : rename).focus();
  };
  /** @param {object} body */
  const change = async (body) => {
    const now = await ask(`/${job}`, { method: "PATCH", body });
    title.textContent = now.title;
    removed.hidden = now.removed === null;
    remove.hidden = now.removed !== null || now.ended === null;
    onTitle(now.title);
  };
  rename.hidden = false;
  rename.addEventListener("click", () => {
    field.value = title.textContent ?? "";
    editing(true);
    field.select();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change({ name: field.value }).then(() => editing(false), told);
  });
  find("[data-keep]", HTMLButtonElement, form).addEventListener("click", () => editing(false));
  form.addEventListener("keydown", (event) => event.key === "Escape" && editing(false));
  remove.addEventListener("click", () => void change({ removed: true }).catch(told));
  find("[data-restore]", HTMLButtonElement).addEventListener(
    "click",
    () => void change({ removed: false }).catch(told),
  );
}
