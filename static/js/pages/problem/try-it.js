/** "Try it": lines of the learner's own on the code as it is, the statement's first example to begin with; nothing is judged. */

import { CodeEditor } from "../../elements/code-editor.js";
import { PrintedText } from "../../elements/printed-text.js";
import { moveByArrows } from "../../elements/tab-list.js";
import { element, find } from "../../base/dom.js";
import { untilLeft } from "../../base/shown.js";

/** @typedef {{program: string, code: string, lines: string, case: string}} Trial as the server says it (`app/course/try_it.py`) */

const LONGEST = 10_000;
const KEY = "try-it:";
const EXAMPLE = ".statement > .prose pre.listing";
const ENDS = {
  timeout: "It did not end within 10 seconds.",
  stopped: "Stopped.",
  crash: "The Python interpreter failed and was replaced.",
};

/**
 * The program that tries the lines on the code.
 * @param {Trial} trial
 * @param {string} code
 * @param {string} lines
 */
export function filled(trial, code, lines) {
  return trial.program.replace(trial.code, packed(code)).replace(trial.lines, packed(lines));
}

/**
 * Makes the two tabs above the results work; the panel is filled when it is first opened.
 * @param {object} page
 * @param {import("../../python/runtime.js").Runtime} page.runtime
 * @param {CodeEditor} page.editor that of the code
 * @param {{tryIt: Trial, editor: string, numpyNames: string, slug: string}} page.config
 * @param {Storage | null} page.storage
 */
export function tryIt({ runtime, editor, config, storage }) {
  const list = find("[data-results-tabs]", HTMLElement);
  const [testsTab, tryTab] = list.querySelectorAll("button");
  const tests = find("test-results", HTMLElement);
  const place = find("#try-it", HTMLElement);
  const printed = new PrintedText("What your lines print");
  const said = element("span", { class: "note", role: "status" });
  /** @type {CodeEditor | null} */
  let lines = null;
  let running = false;

  const run = element("button", { type: "button", class: "primary", "data-try": true }, "Run these lines");
  const stop = element("button", { type: "button", disabled: true, "data-try-stop": true }, "Stop");
  stop.addEventListener("click", () => runtime.stop());
  run.addEventListener("click", () => void attempt());

  async function attempt() {
    if (running || !lines) return;
    running = true;
    run.disabled = true;
    stop.disabled = false;
    keep();
    printed.clear();
    said.textContent = "Running";
    place.dataset.state = "running";
    let heard = false;
    const { outcome } = await runtime.run(filled(config.tryIt, editor.value, lines.value), bytes(config.tryIt.case), {
      timeout: LONGEST,
      onOutput(text, cut) {
        heard = true;
        printed.print(cut ? `${text}\n[more was printed than is shown]\n` : text);
      },
    });
    said.textContent = outcome === "done" ? (heard ? "" : "Nothing was printed.") : ENDS[outcome];
    place.dataset.state = "done";
    running = false;
    run.disabled = false;
    stop.disabled = true;
    requestAnimationFrame(() => printed.node.scrollIntoView({ block: "nearest" }));
  }

  function keep() {
    try {
      if (lines) storage?.setItem(KEY + config.slug, lines.value);
    } catch {
      // The storage is full; the lines stay on the page.
    }
  }

  function fill() {
    const begun = storage?.getItem(KEY + config.slug) ?? document.querySelector(EXAMPLE)?.textContent ?? "";
    const made = new CodeEditor();
    made.setAttribute("aria-label", "Lines to try");
    Object.assign(made.dataset, { module: config.editor, names: config.numpyNames });
    made.beside = () => editor.value;
    made.append(element("pre", { class: "starter", tabindex: "0" }, element("code", {}, begun)));
    place.append(
      element("p", { class: "note" }, "Your code as it is, then these lines. Nothing is judged, and nothing counts."),
      made,
      element("div", { class: "actions" }, run, stop, said),
      printed.node,
    );
    lines = made;
    made.addEventListener("run", () => void attempt());
    made.addEventListener("focusout", keep);
  }

  /** @param {boolean} trying */
  const show = (trying) => {
    for (const [tab, selected] of /** @type {[HTMLElement, boolean][]} */ ([
      [testsTab, !trying],
      [tryTab, trying],
    ])) {
      tab.setAttribute("aria-selected", String(selected));
      tab.tabIndex = selected ? 0 : -1;
    }
    tests.hidden = trying;
    place.hidden = !trying;
    if (trying && !lines) fill();
  };
  testsTab.addEventListener("click", () => show(false));
  tryTab.addEventListener("click", () => show(true));
  moveByArrows(list, [testsTab, tryTab], (tab) => tab.click());
  const signal = untilLeft();
  signal.addEventListener("abort", keep);
  window.addEventListener("pagehide", keep, { signal });
  return { showTests: () => show(false) };
}

/** Base64 of a text in UTF-8. @param {string} text */
function packed(text) {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

/** @param {string} base64 */
function bytes(base64) {
  return Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
}
