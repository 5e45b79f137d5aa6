/**
 * `<test-results>`: the outcome of every test, in place: the rows are there from the start and only change.
 *
 * The container `[data-results]` around it carries `data-state`; each row `data-test` and `data-outcome`; the recognised
 * mistake `data-mistake`. Teachers' scripts and our tests read these.
 */

import { DeparturePicture } from "./departure-picture.js";
import { element, find } from "../base/dom.js";
import { PrintedText } from "./printed-text.js";
import { stopper } from "./stopper-card.js";
import { details, withCode } from "./verdict-details.js";

/** @typedef {"pass" | "fail" | "error" | "timeout" | "crash" | "not-run"} Outcome */

/**
 * @typedef {object} Verdict
 * @property {string} id
 * @property {Outcome} outcome
 * @property {string} [sentence] what happened, for the learner
 * @property {string | null} [reason] why there is no verdict of the engine
 * @property {string | null} [input] the case as Python, for public tests
 * @property {{ yours: unknown, expected: unknown, place: string } | null} [difference]
 * @property {{ type: string, text: string, frames: { line: number, column?: number | null, function: string, text: string }[] } | null} [error]
 * @property {string} [output]
 * @property {boolean} [output_cut]
 */

/**
 * @typedef {object} Summary
 * @property {boolean} passed
 * @property {{ name: string, message: string, exact: boolean } | null} [mistake]
 * @property {(import("./departure-picture.js").Picture & { test: string }) | null} [picture]
 */

/** @type {Record<Outcome, string>} */
const WORDS = {
  pass: "pass",
  fail: "fails",
  error: "raises",
  timeout: "took too long",
  crash: "crashed",
  "not-run": "not run",
};

export class TestResults extends HTMLElement {
  /** @type {Map<string, Outcome>} */
  #outcomes = new Map();
  /** What was said of each test. @type {Map<string, Verdict>} */
  #verdicts = new Map();
  /** What each test has printed so far. @type {Map<string, PrintedText>} */
  #live = new Map();

  /** What stands on top once every test passes. */
  get #passed() {
    return find("[data-passed]", HTMLElement, this);
  }

  get #container() {
    return find("[data-results]", HTMLElement);
  }

  /**
   * Makes a row for each test, unless they are there: the tests of a pack are known when they run first.
   * @param {{ id: string, title: string, visibility: string }[]} tests
   */
  list(tests) {
    const there = [...this.querySelectorAll("li[data-test]")].map((row) => row.getAttribute("data-test"));
    if (there.length === tests.length && tests.every(({ id }, place) => id === there[place])) return;
    find(".tests", HTMLElement, this).replaceChildren(
      ...tests.map(({ id, title, visibility }) =>
        element(
          "li",
          { "data-test": id, "data-outcome": "not-run", "data-visibility": visibility },
          element("span", { class: "glyph", "aria-hidden": "true" }),
          element("span", { class: "name" }, title),
          element("span", { class: "outcome" }, WORDS["not-run"]),
        ),
      ),
    );
  }

  /** Clears the rows for a new run. */
  begin() {
    this.#outcomes.clear();
    this.#verdicts.clear();
    this.#live.clear();
    this.querySelector("[data-mistake]")?.remove();
    this.querySelector("[data-stopper]")?.remove();
    this.#passed.hidden = true;
    this.#container.scrollTop = 0; // where the answer will stand
    for (const row of this.querySelectorAll("li[data-test]")) {
      this.#set(row, "not-run");
      row.querySelector(".detail")?.remove();
    }
    this.#container.dataset.state = "running";
    this.#say("Running", "Your code runs in a sandbox of its own.");
  }

  /** @param {string} id */
  running(id) {
    for (const row of this.querySelectorAll("[data-running]")) row.removeAttribute("data-running");
    const row = this.#row(id);
    row?.setAttribute("data-running", "");
    const word = row?.querySelector(".outcome");
    if (word) word.textContent = "running";
  }

  /**
   * What the program prints while a test runs.
   * @param {string} id
   * @param {string} text
   */
  output(id, text) {
    const row = this.#row(id);
    if (!row) return;
    let shown = this.#live.get(id);
    if (!shown) {
      shown = new PrintedText();
      this.#live.set(id, shown);
      this.#detail(row).append(shown.node);
    }
    shown.print(text);
  }

  /** @param {Verdict} verdict */
  verdict(verdict) {
    const row = this.#row(verdict.id);
    if (!row) return;
    this.#set(row, verdict.outcome);
    this.#outcomes.set(verdict.id, verdict.outcome);
    this.#verdicts.set(verdict.id, verdict);
    row.querySelector(".detail")?.remove();
    const parts = details(verdict);
    if (parts.length > 0) this.#detail(row).append(...parts);
    this.#count(false);
  }

  /**
   * @param {Summary | null} summary null where the run was stopped before the end
   * @param {string} [why] what ended it
   */
  finish(summary, why = "") {
    for (const row of this.querySelectorAll("[data-running]")) this.#set(row, "not-run");
    this.#container.dataset.state = "done";
    this.#count(true, why);
    this.#passed.hidden = !summary?.passed;
    this.#saidOnce();
    if (summary) this.named(summary);
  }

  /**
   * What the mistake resembles, and the picture with it; they may come after the end.
   * @param {Pick<Summary, "mistake" | "picture">} summary
   */
  named({ mistake, picture }) {
    if (mistake && !this.querySelector("[data-mistake]")) this.#mistake(mistake);
    if (picture) this.#picture(picture);
  }

  /** One error that ended every test is told once, on top, with a way to its line. */
  #saidOnce() {
    const said = [...this.#verdicts.values()];
    const rows = [...this.querySelectorAll("li[data-test]")];
    if (said.length < 2 || said.length < rows.length || said.some(({ outcome }) => outcome !== "error")) return;
    // A sealed test tells less of it: all begin alike, and the longest sentence is told.
    const [fullest] = said.toSorted((one, other) => (other.sentence?.length ?? 0) - (one.sentence?.length ?? 0));
    if (!said.every(({ sentence }) => sentence && fullest.sentence?.startsWith(sentence.replace(/\.$/, "")))) return;
    for (const row of rows) {
      const detail = row.querySelector(".detail");
      for (const part of detail?.querySelectorAll(":scope > :is(p, pre, table)") ?? []) part.remove();
      if (detail?.children.length === 0) detail.remove();
    }
    find(".tests", HTMLElement, this).before(stopper(fullest, (line) => this.#jump(line)));
  }

  /** @param {{ line: number, column?: number }} place in the code */
  #jump(place) {
    this.dispatchEvent(new CustomEvent("jump", { bubbles: true, detail: place }));
  }

  /** @param {NonNullable<Summary["mistake"]>} mistake */
  #mistake({ name, message }) {
    const note = element(
      "div",
      { class: "mistake", "data-mistake": name, role: "note" },
      element("h3", {}, "What your outputs are like"),
      element("p", {}, ...withCode(message)),
    );
    find(".tests", HTMLElement, this).before(note);
  }

  /** @param {NonNullable<Summary["picture"]>} picture */
  #picture(picture) {
    const row = this.#row(picture.test);
    if (!row) return;
    this.querySelector("departure-picture")?.remove();
    const drawing = new DeparturePicture();
    this.#detail(row).append(drawing);
    drawing.show(picture);
  }

  /**
   * @param {boolean} done
   * @param {string} [why]
   */
  #count(done, why = "") {
    const total = this.querySelectorAll("li[data-test]").length;
    const passed = [...this.#outcomes.values()].filter((outcome) => outcome === "pass").length;
    const left = total - this.#outcomes.size;
    if (!done) this.#say(`${passed} of ${total} pass`, left > 0 ? `${left} to go` : "Comparing", true);
    else if (total === 0) this.#say("No test ran", why);
    else if (passed === total)
      this.#say(`All ${total} tests pass`, "Every known mistake would have been caught.", true);
    else this.#say(`${passed} of ${total} pass`, why, true);
  }

  /**
   * @param {string} strong
   * @param {string} text
   * @param {boolean} [strata]
   */
  #say(strong, text, strata = false) {
    const summary = find("[data-summary]", HTMLElement, this);
    const bar = element("div", { class: "strata", "aria-hidden": "true" });
    for (const row of this.querySelectorAll("li[data-test]")) {
      bar.append(element("i", { "data-seen": row.getAttribute("data-outcome") }));
    }
    const line = element("p", {}, element("strong", {}, strong), " ", element("span", {}, text));
    summary.replaceChildren(line, ...(strata ? [bar] : []));
  }

  /** @param {string} id */
  #row(id) {
    return this.querySelector(`li[data-test="${CSS.escape(id)}"]`);
  }

  /** @param {Element} row @returns {Element} */
  #detail(row) {
    const there = row.querySelector(".detail");
    if (there) return there;
    const made = element("div", { class: "detail" });
    row.append(made);
    return made;
  }

  /**
   * @param {Element} row
   * @param {Outcome} outcome
   */
  #set(row, outcome) {
    row.removeAttribute("data-running");
    row.setAttribute("data-outcome", outcome);
    const word = row.querySelector(".outcome");
    if (word) word.textContent = WORDS[outcome];
  }
}

customElements.define("test-results", TestResults);
