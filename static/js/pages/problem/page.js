/** The problem page: editor, runs, results, drafts. Wires the parts together; each part knows only its own work. */

import "../../elements/code-diff.js";
import "../../elements/split-bar.js";
import { CodeEditor } from "../../elements/code-editor.js";
import { toClipboard } from "../../base/clipboard.js";
import { find } from "../../base/dom.js";
import { tabs } from "../../elements/tab-list.js";
import { TestResults } from "../../elements/test-results.js";
import { preparesNext } from "../../base/next-page.js";
import { nextTask } from "../../base/next-task.js";
import { untilLeft } from "../../base/shown.js";
import { Judging } from "../../python/judging.js";
import { Drafts, openStorage } from "../../base/storage/drafts.js";
import { History } from "../../base/storage/history.js";
import { readConfig } from "../../base/config.js";
import { early } from "../early-python.js";
import { shownOnPage } from "../python-on-page.js";
import { copiedSentence, embedSnippet } from "../embed-snippet.js";
import { restartButton } from "../restart-button.js";
import { DraftKeeper } from "./draft-keeper.js";
import { openHistory } from "./history-dialog.js";
import { Notices } from "./notices.js";
import { ownRaceLink } from "./own-race.js";
import { reveal } from "./reveal.js";
import { tryIt } from "./try-it.js";
import { broughtCode, openWorkLink } from "./work-link.js";
import { workExamples } from "./worked-examples.js";

/**
 * @type {import("../../base/config.js").PythonConfig & {editor: string, qr: string, slug: string, files: string | Record<string, string>, starterHash: string, numpyNames: string, tryIt: import("./try-it.js").Trial, race?: import("./own-race.js").OwnRace | null}}
 * `editor` is the bundled editor's module, `files` the problem's files for the engine or where they are, `starterHash` names the
 * starter's content
 */
const config = readConfig();
const PACK_FAILED = "The tests of this pack failed, which is not your code's fault";
const editor = find("code-editor", CodeEditor);
const results = find("test-results", TestResults);
const runButton = find("[data-run]", HTMLButtonElement);
const stopButton = find("[data-stop]", HTMLButtonElement);
const notices = new Notices(find("[data-notices]", HTMLElement));
const storage = openStorage();
const history = new History(storage);
const starter = editor.value;
const left = untilLeft();
const showPanel = tabs(find("[role=tablist]", HTMLElement), find("main", HTMLElement));

const runtime = shownOnPage(early);
const files = filesOf(config.files);
files.catch(() => {}); // told when a run needs them
if (config.pack) void workExamples(runtime, files);

const keeper = new DraftKeeper({
  editor,
  drafts: new Drafts(storage),
  notices,
  saved: find("[data-saved]", HTMLElement),
  slug: config.slug,
  starter,
  starterHash: config.starterHash,
});

/**
 * What the judge needs: from the server, or from a pack that only this browser has.
 * @param {string | Record<string, string>} given
 * @returns {Promise<{files: Record<string, string>}>}
 */
async function filesOf(given) {
  if (typeof given !== "string") return { files: given };
  const response = await fetch(given);
  if (!response.ok) throw new Error(`the problem's files could not be fetched: the server answered ${response.status}`);
  return response.json();
}

const tried = tryIt({ runtime, editor, config, storage });

/** Tries on this page and before; the same rule opens hints after a reload. */
function showHelp(recognised = false) {
  const runs = history.read(config.slug);
  reveal({
    tries: runs.filter(({ passed, total, code }) => passed < total && !untouched(code)).length,
    passed: runs.some(({ passed, total }) => total > 0 && passed === total),
    recognised: recognised || runs.some(({ mistake }) => mistake !== null),
  });
}

const judging = new Judging(runtime, listen, config.pack ? PACK_FAILED : undefined);

/** @param {import("../../python/judging.js").JudgingEvent} event */
function listen(event) {
  if (event.type === "opened") results.list(event.tests);
  else if (event.type === "running") results.running(event.id);
  else if (event.type === "output") results.output(event.id, event.text);
  else if (event.type === "closed") ended(event.summary);
  else if (event.type === "test") {
    results.verdict(event);
    const frame = event.error?.frames?.at(-1);
    if (frame) {
      const [column, endLine, endColumn] = [frame.column, frame.end_line, frame.end_column].map(
        (place) => place ?? undefined,
      );
      editor.mark([{ line: frame.line, column, endLine, endColumn, message: event.sentence ?? "" }]);
    }
  }
}

/** Whether it is the code as it was found, which is nobody's try. @param {string} code */
function untouched(code) {
  return code.trim() === starter.trim();
}

let running = false;
/** The code of the last run: it is what races, whatever is typed after it. */
let judged = "";

async function run() {
  if (running) return;
  running = true;
  runButton.disabled = true;
  stopButton.disabled = false;
  keeper.save();
  editor.mark([]);
  tried.showTests();
  results.begin();
  showPanel("results");
  const source = editor.value;
  try {
    const summary = await judging.judge({ problem: (await files).files, source });
    judged = source;
    if (!summary.stopped && !summary.fault) remember(source, summary);
    if (!running) results.named(summary);
  } catch (error) {
    results.finish(null, error instanceof Error ? error.message : String(error));
    idle();
  }
}

/**
 * Shows how a run ended. What is wrong may still get a name; meanwhile there may be another run.
 * @param {import("../../python/judging.js").Summary} summary
 */
function ended(summary) {
  const passed = summary.tests.filter(({ outcome }) => outcome === "pass").length;
  const detail = { slug: config.slug, passed, total: summary.tests.length };
  if (!summary.stopped && !summary.fault) document.dispatchEvent(new CustomEvent("judged", { detail }));
  results.finish(summary, summary.fault ?? (summary.stopped ? "Stopped." : ""));
  idle();
}

function idle() {
  running = false;
  runButton.disabled = false;
  stopButton.disabled = true;
}

/**
 * @param {string} code
 * @param {import("../../python/judging.js").Summary} summary
 */
function remember(code, { tests, mistake }) {
  const passed = tests.filter(({ outcome }) => outcome === "pass").length;
  if (passed < tests.length && untouched(code)) return;
  const entry = { time: Date.now(), code, passed, total: tests.length, mistake: mistake?.name ?? null };
  if (history.add(config.slug, entry) === "full") {
    notices.show("history", "The browser's storage is full; this run is not in the history.");
  }
  showHelp(Boolean(mistake));
}

left.addEventListener("abort", () => judging.stop());
// In a frame of another page, and for a pack, links are links.
if (document.documentElement.dataset.embedded === undefined && !config.pack) preparesNext("/problems/");

await editor.ready;
await nextTask();
keeper.start();
showHelp();

runButton.disabled = false;
runButton.addEventListener("click", run);
stopButton.addEventListener("click", () => judging.stop());
find("[data-saved]", HTMLElement).before(
  restartButton(() => {
    judging.stop();
    runtime.restart();
  }),
);
editor.addEventListener("run", run);
results.addEventListener("jump", (event) => {
  const { line, column } = /** @type {CustomEvent<{ line: number, column?: number }>} */ (event).detail;
  showPanel("code");
  editor.goTo(line, column);
});
const readSolution = document.querySelector("[data-read-solution]");
readSolution?.addEventListener("click", () => {
  showPanel("statement");
  find("[data-solution-body]", HTMLDetailsElement).open = true;
});
const raceOwn = document.querySelector("[data-race-own]");
if (raceOwn instanceof HTMLAnchorElement)
  raceOwn.addEventListener("click", async (event) => {
    if (!config.race) return;
    event.preventDefault();
    const link = await ownRaceLink(judged || editor.value, config.race, storage);
    if (document.documentElement.dataset.embedded !== undefined) window.open(link);
    else location.assign(link);
  });
/** @param {KeyboardEvent} event */
const byKeys = (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
    event.preventDefault();
    run();
  }
};
window.addEventListener("keydown", byKeys, { signal: left });
if (/Mac|iPhone|iPad/.test(navigator.platform)) find("[data-run-keys]", HTMLElement).textContent = "⌘ ↵";

const embedButton = document.querySelector("[data-embed-button]");
if (embedButton instanceof HTMLButtonElement) {
  embedButton.hidden = false;
  embedButton.addEventListener("click", async () => {
    const lines = embedSnippet(new URL(location.pathname, location.href).href);
    const done = await toClipboard(lines);
    const text = done ? copiedSentence(embedButton) : `The browser does not let the page copy; here it is: ${lines}`;
    notices.show("embed", text);
  });
}

const resetButton = find("[data-reset]", HTMLButtonElement);
resetButton.disabled = false;
resetButton.addEventListener("click", () => {
  const before = editor.value;
  if (before === starter) return;
  editor.value = starter;
  notices.show("reset", "The code is back at its start.", [{ label: "Undo", act: () => (editor.value = before) }]);
});

const linkButton = find("[data-link-button]", HTMLButtonElement);
linkButton.disabled = false;
linkButton.addEventListener("click", () => {
  const title = find("h1", HTMLElement).textContent;
  void openWorkLink(find("[data-work-link]", HTMLDialogElement), { code: editor.value, title, library: config.qr });
});

/** Code that a link brings replaces other code only when its reader says so. */
async function take() {
  const brought = await broughtCode();
  if (brought === null || brought === editor.value) return;
  if (brought instanceof Error) return notices.show("brought", brought.message);
  const before = editor.value;
  const put = () => {
    editor.value = brought;
    const undo = { label: "Undo", act: () => (editor.value = before) };
    notices.show("brought", "The code of the link is in the editor; nothing was run.", [undo]);
  };
  if (untouched(before)) return put();
  const lines = brought.trimEnd().split("\n").length;
  notices.show("brought", `This link brings code of ${lines} lines. Yours stays unless you take it.`, [
    { label: "Take it", act: put },
  ]);
}
void take();
window.addEventListener("hashchange", () => void take(), { signal: left });

const historyButton = find("[data-history-button]", HTMLButtonElement);
historyButton.disabled = false;
historyButton.addEventListener("click", () => {
  openHistory(find("[data-history]", HTMLDialogElement), {
    entries: history.read(config.slug),
    current: editor.value,
    module: config.editor,
    restore: (code) => {
      const before = editor.value;
      editor.value = code;
      notices.show("restore", "An earlier run was restored.", [{ label: "Undo", act: () => (editor.value = before) }]);
    },
  });
});
