/** The list of problems: search, progress from this browser's storage, and all work as one file. */

import { find } from "../base/dom.js";
import { download } from "../base/download.js";
import { openStorage } from "../base/storage/drafts.js";
import { History } from "../base/storage/history.js";
import { exportWork, importWork } from "../base/storage/work.js";
import { packsOnPage } from "./open-pack.js";

const storage = openStorage();
/** The rows of all problems, those of packs among them. */
const listed = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-problem]"))];
const search = find("[data-search]", HTMLInputElement);
const none = find("[data-none]", HTMLElement);
const message = find("[data-said]", HTMLElement);

const WORDS = { solved: "solved", tried: "tried", new: "" };

function showProgress() {
  const history = new History(storage);
  let solved = 0;
  const rows = listed().filter((row) => !row.closest(".pack"));
  for (const row of listed()) {
    const runs = history.read(row.dataset.problem ?? "");
    const passed = runs.some((run) => run.total > 0 && run.passed === run.total);
    const state = passed ? "solved" : runs.length > 0 ? "tried" : "new";
    if (passed && rows.includes(row)) solved++;
    row.dataset.progress = state;
    find("[data-progress-word]", HTMLElement, row).textContent = WORDS[state];
  }
  find("[data-solved]", HTMLElement).textContent = solved > 0 ? `${solved} of ${rows.length} solved` : "";
  const next = rows.find((row) => row.dataset.progress !== "solved");
  for (const row of rows) row.toggleAttribute("data-next", row === next && solved > 0);
}

search.addEventListener("input", () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = listed();
  for (const row of rows) {
    const text = (row.textContent ?? "").toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
  }
  none.hidden = rows.some((row) => !row.hidden);
});

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
showProgress();
packsOnPage(showProgress);
