/** The rules of the form as chips, and a field that finds a rule among fifty. */

import { element } from "../../base/dom.js";
import { holdsWords } from "../../base/word-search.js";

/**
 * @param {HTMLElement} list
 * @param {HTMLInputElement[]} picked the boxes that are ticked and possible
 */
export function showChips(list, picked) {
  const held = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.chip : undefined;
  const chips = picked.map((box) => {
    const called = box.dataset.title ?? box.value;
    const chip = element(
      "button",
      { type: "button", "data-chip": box.value, "aria-label": `Leave ${called} out` },
      called,
      element("span", { "aria-hidden": "true" }, " ×"),
    );
    chip.addEventListener("click", () => {
      box.click();
      const next = list.querySelector("button") ?? box;
      /** @type {HTMLElement} */ (next).focus();
    });
    return element("li", {}, chip);
  });
  list.replaceChildren(...chips);
  if (held) /** @type {HTMLElement | null} */ (list.querySelector(`[data-chip="${CSS.escape(held)}"]`))?.focus();
}

/**
 * While something is typed only rules that match are shown, their groups open; Enter picks one that stands alone.
 * @param {HTMLInputElement} field
 * @param {HTMLInputElement[]} boxes
 * @param {HTMLElement} said how many there are
 */
export function findRules(field, boxes, said) {
  const groups = [...new Set(boxes.map((box) => /** @type {HTMLDetailsElement} */ (box.closest("details"))))];
  /** @type {Map<HTMLDetailsElement, boolean> | null} which were open before */
  let before = null;
  const choose = () => {
    const typed = field.value.trim();
    if (typed && !before) before = new Map(groups.map((group) => [group, group.open]));
    const found = boxes.filter((box) => !typed || matches(box, typed));
    for (const box of boxes) if (box.parentElement) box.parentElement.hidden = !found.includes(box);
    for (const group of groups) {
      const some = found.some((box) => group.contains(box));
      group.hidden = !some;
      group.open = typed ? some : (before?.get(group) ?? group.open);
    }
    if (!typed) before = null;
    said.textContent = typed ? `${found.length || "No"} ${found.length === 1 ? "rule" : "rules"}` : "";
    return found;
  };
  field.addEventListener("input", (event) => {
    event.stopPropagation(); // the comparison is still the same
    choose();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const found = choose().filter((box) => !box.disabled);
    if (field.value.trim() && found.length === 1) {
      found[0].click();
      field.value = "";
      choose();
    }
  });
}

/**
 * Whether a rule has all words that were typed in its title or its name.
 * @param {{ value: string, dataset: DOMStringMap }} box
 * @param {string} typed
 */
export function matches(box, typed) {
  return holdsWords(`${box.dataset.title ?? ""} ${box.value}`, typed);
}
