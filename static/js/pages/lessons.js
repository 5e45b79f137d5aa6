/** The list of lessons: says which have been opened in this browser. */

import { find } from "../base/dom.js";
import { preparesNext } from "../base/next-page.js";
import { openStorage } from "../base/storage/drafts.js";
import { openedLessons } from "../base/storage/opened-lessons.js";

const opened = new Set(openedLessons(openStorage()));
for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-lesson]"))) {
  find("[data-seen]", HTMLElement, row).hidden = !opened.has(row.dataset.lesson ?? "");
}

preparesNext("/playground");
