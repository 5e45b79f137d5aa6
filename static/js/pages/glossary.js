/** The glossary: typing leaves the terms that hold every word. */

import { find } from "../base/dom.js";
import { holdsWords } from "../base/word-search.js";

const search = find("[data-search]", HTMLInputElement);
const none = find("[data-none]", HTMLElement);
const terms = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-term]"));

const show = () => {
  let left = 0;
  for (const term of terms) {
    term.hidden = !holdsWords(term.textContent, search.value);
    left += Number(!term.hidden);
  }
  none.hidden = left > 0;
};
search.hidden = false;
search.addEventListener("input", show);
// A link to a term shows it, whatever was typed before.
addEventListener("hashchange", () => {
  search.value = "";
  show();
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
});
// A browser that comes back puts in what was typed.
if (search.value) show();
