/** The list of problems: search, progress from this browser's storage, and all work as one file. */

import { find } from "../base/dom.js";
import { download } from "../base/download.js";
import { openStorage } from "../base/storage/drafts.js";
import { History } from "../base/storage/history.js";
import { nextOf, progressOf } from "../base/storage/progress.js";
import { exportWork, importWork } from "../base/storage/work.js";
import { preparesNext } from "../base/next-page.js";
import { holdsWords } from "../base/word-search.js";
import { packsOnPage } from "./open-pack.js";

const storage = openStorage();
/** The rows of all problems, those of packs among them. */
const listed = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-problem]"))];
const search = find("[data-search]", HTMLInputElement);
const filters = [.../** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-filter]"))];
const chapters = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-chapter]"));
const none = find("[data-none]", HTMLElement);
const message = find("[data-said]", HTMLElement);

const WORDS = { solved: "solved", tried: "tried", new: "" };

function showProgress() {
  const history = new History(storage);
  const all = listed().map((row) => ({ row, progress: progressOf(history, row.dataset.problem ?? "") }));
  for (const { row, progress } of all) {
    row.dataset.progress = progress;
    find("[data-progress-word]", HTMLElement, row).textContent = WORDS[progress];
  }
  const course = all.filter(({ row }) => row.closest("[data-chapter]"));
  find("[data-solved]", HTMLElement).textContent = solvedOf(course, "solved");
  for (const chapter of chapters()) {
    const members = course.filter(({ row }) => chapter.contains(row));
    find("[data-chapter-solved]", HTMLElement, chapter).textContent = solvedOf(members, "");
  }
  goOn(course);
  choose();
}

/**
 * @param {{ progress: string }[]} problems
 * @param {string} word
 */
function solvedOf(problems, word) {
  const solved = problems.filter(({ progress }) => progress === "solved").length;
  return solved > 0 ? `${solved} of ${problems.length} ${word}` : "";
}

/**
 * Names what comes next at the top, and marks its row.
 * @param {{ row: HTMLElement, progress: import("../base/storage/progress.js").Progress }[]} course
 */
function goOn(course) {
  const next = nextOf(course);
  const begun = course.some(({ progress }) => progress !== "new");
  for (const { row } of course) row.toggleAttribute("data-next", row === next?.row && begun);
  find(".go-on", HTMLElement).hidden = next === null;
  if (!next) return;
  const from = find("a", HTMLAnchorElement, next.row);
  const link = find("[data-go-on]", HTMLAnchorElement);
  link.href = from.href;
  link.textContent = from.textContent;
  find("[data-go-on-word]", HTMLElement).textContent = begun ? "Go on with" : "Begin with";
  find("[data-go-on-level]", HTMLElement).textContent = next.row.dataset.level ?? "";
}

/** Hides what the search or the filter leaves out. */
function choose() {
  const wanted = filters.find((filter) => filter.ariaPressed === "true")?.dataset.filter ?? "all";
  const rows = listed();
  for (const row of rows) {
    const { level, progress } = row.dataset;
    const passes = wanted === "all" || (wanted === "unsolved" ? progress !== "solved" : level === wanted);
    row.hidden = !passes || !holdsWords(row.textContent, search.value);
  }
  for (const chapter of chapters()) chapter.hidden = rows.every((row) => row.hidden || !chapter.contains(row));
  none.hidden = rows.some((row) => !row.hidden);
}

search.addEventListener("input", choose);
for (const filter of filters) {
  filter.addEventListener("click", () => {
    for (const other of filters) other.ariaPressed = String(other === filter);
    choose();
  });
}

find("[data-export]", HTMLButtonElement).addEventListener("click", () => {
  if (!storage) return;
  download("optimizer-playground-work.json", JSON.stringify(exportWork(storage), null, 1), "application/json");
});

const file = find("[data-import-file]", HTMLInputElement);
find("[data-import]", HTMLButtonElement).addEventListener("click", () => file.click());
file.addEventListener("change", async () => {
  const chosen = file.files?.[0];
  if (!chosen || !storage) return;
  try {
    const { taken, kept } = importWork(storage, await chosen.text(), Date.now());
    const aside =
      kept.length > 0 ? ` Yours differ in ${kept.join(", ")}: there the imported code is in the history.` : "";
    message.textContent = `Taken in: ${taken} ${taken === 1 ? "draft" : "drafts"}.${aside}`;
    showProgress();
  } catch (error) {
    message.textContent = error instanceof Error ? error.message : String(error);
  }
  file.value = "";
});

for (const tool of document.querySelectorAll("[data-tools]")) /** @type {HTMLElement} */ (tool).hidden = !storage;
search.hidden = false;
find("[data-filters]", HTMLElement).hidden = false;
showProgress();
packsOnPage(showProgress);
preparesNext("/problems/");
