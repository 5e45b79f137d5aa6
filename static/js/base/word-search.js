/** The search over a list: every word that is typed must be somewhere in the text, whatever its case. */

import { find } from "./dom.js";

/**
 * @param {string | null} text
 * @param {string} query
 */
export function holdsWords(text, query) {
  const found = (text ?? "").toLowerCase();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => found.includes(word));
}

/**
 * A page's field of search leaves the rows that hold every word, and the groups that have such rows; where none is left, that is said.
 * @param {string} rows a selector
 * @param {string} [groups] the same, of what holds rows
 * @returns {(query: string) => void} searches as if that were typed
 */
export function searchList(rows, groups) {
  const search = find("[data-search]", HTMLInputElement);
  const none = find("[data-none]", HTMLElement);
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(rows)]);
  const around = /** @type {HTMLElement[]} */ (groups ? [...document.querySelectorAll(groups)] : []);
  const show = () => {
    for (const row of all) row.hidden = !holdsWords(row.textContent, search.value);
    for (const group of around) group.hidden = all.every((row) => row.hidden || !group.contains(row));
    none.hidden = all.some((row) => !row.hidden);
  };
  search.hidden = false;
  search.addEventListener("input", show);
  // A browser that comes back puts in what was typed.
  if (search.value) show();
  return (query) => {
    search.value = query;
    show();
  };
}
