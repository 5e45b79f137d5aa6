/**
 * The typed rules of the form: Python traces each one here for the tensors of the workload, and the list of array operations
 * that comes of it is what a comparison is handed. Python is loaded when there is such a rule, and not before.
 */

import { element } from "../../base/dom.js";
import { keepForScale, keptForScale } from "../../base/storage/scale-rules.js";
import { Runtime } from "../../python/runtime.js";
import { Studio } from "../../python/studio.js";
import { lines, sentence } from "./graph-text.js";
import { laidOut } from "./layout.js";

/** @typedef {{shapes: [string, number[]][], matrices: string[], side: string | null, layout: import("./layout.js").Layout}} Tensors `side` is the option that is the only side there is */
/** @typedef {import("../../python/seam.d.ts").GraphsAnswer} Traced */
/** @typedef {{name: string, source?: string, modifiers?: string[], settings?: Record<string, unknown>, traced?: Traced}} Kept a rule of this browser, or one that a former comparison has traced */
/** @typedef {{label: string, graphs: string[], walked?: number[]}} Former */
/** @typedef {{rule: Kept, picked: boolean, box: HTMLInputElement, said: HTMLElement, sent: HTMLDetailsElement, node: HTMLElement}} Row */

const TIMEOUT = 30_000;
/** Larger ones the server does not take; what is told of a walk is no reason to refuse a rule. */
const LARGEST = 1e9;

export class TypedRules {
  /** @type {Row[]} */
  #rows = [];
  /** @type {Map<string, Traced>} */
  #found = new Map();
  /** @type {Studio | null} */
  #studio = null;

  /**
   * @param {HTMLElement} host
   * @param {{config: any, picked: boolean, changed: () => void}} parts `picked` says whether they take part at first
   */
  constructor(host, { config, picked, changed }) {
    this.host = host;
    this.config = config;
    this.changed = changed;
    this.list = element("ul");
    /** @type {Former[]} */
    const former = config.typed;
    for (const { label, graphs, walked = [] } of former) {
      const traced = { graphs, walked, operations: 0, remarks: [], refused: null };
      this.#rows.push(this.#row({ name: label, traced }, true));
    }
    for (const rule of keptForScale())
      if (!former.some(({ label }) => label === rule.name)) this.#rows.push(this.#row(rule, picked));
    host.replaceChildren(
      element("p", { class: "label" }, "Your rules"),
      this.list,
      element(
        "p",
        { class: "faint" },
        "What is sent is a list of array operations, never your Python, which stays in this browser. ",
        element("a", { href: "/typed-rules" }, "How they travel"),
        ". ",
        element("a", { href: "/playground" }, "Change them in the playground"),
      ),
    );
    this.#fit();
  }

  /** The rules that take part. */
  get picked() {
    return this.#rows.filter((row) => row.picked).map(({ rule }) => rule);
  }

  /**
   * The rules that take part, as a comparison takes them, for a workload with these options; each that cannot be traced as
   * a complaint.
   * @param {string} workload
   * @param {Record<string, unknown>} options
   * @returns {Promise<{choices: {name: string, label: string, graphs: readonly string[], walked: readonly number[]}[], wrong: string[]}>}
   */
  async traced(workload, options) {
    const tensors = this.#tensors(workload, options);
    const rows = this.#rows.filter((row) => row.picked);
    const answers = await Promise.all(rows.map((row) => this.#trace(row, tensors)));
    const choices = [];
    const wrong = [];
    for (const [place, answer] of answers.entries()) {
      const { name } = rows[place].rule;
      if (typeof answer === "string") wrong.push(`${name}: ${answer}`);
      else {
        const walked = answer.walked.every((x) => Math.abs(x) < LARGEST) ? answer.walked : [];
        choices.push({ name: "typed", label: name, graphs: answer.graphs, walked });
      }
    }
    return { choices, wrong };
  }

  /**
   * @param {string} workload
   * @param {Record<string, unknown>} options
   */
  #tensors(workload, options) {
    /** @type {Tensors} */
    const { shapes, matrices, side, layout } = this.config.tensors[workload];
    if (layout) return laidOut(layout, shapes, options);
    const given = side === null ? undefined : options[side];
    const sides = shapes.map(([, own]) => (typeof given === "number" ? [given] : own));
    return { shapes: sides, matrices: matrices.map((name) => shapes.find(([own]) => own === name)?.[1] ?? []) };
  }

  /**
   * The graphs of a rule, or a sentence that says why it has none.
   * @param {Row} row
   * @param {{shapes: number[][], matrices: number[][]}} tensors
   * @returns {Promise<Traced | string>}
   */
  async #trace(row, tensors) {
    const { source = "", modifiers = [], settings = {} } = row.rule;
    const key = JSON.stringify([source, modifiers, settings, tensors]);
    let answer = row.rule.traced ?? this.#found.get(key);
    if (!answer) {
      row.node.dataset.state = "tracing";
      row.said.textContent = this.#studio ? "Tracing …" : "Loading Python to trace it …";
      const asked = { source, modifiers, settings, ...tensors };
      const given = await this.#python().ask("studio.graphs", asked, { timeout: TIMEOUT });
      if (given.outcome !== "done") {
        const why =
          given.error?.message ??
          given.message ??
          `it ${given.outcome === "timeout" ? "took too long" : "was stopped"}`;
        return this.#refuse(row, `it cannot be traced: ${why}`);
      }
      answer = given.value;
      this.#found.set(key, answer);
    }
    if (answer.refused) return this.#refuse(row, `line ${answer.refused.line}: ${answer.refused.message}`);
    if (answer.graphs.length === 0) return this.#refuse(row, "it takes matrices, and this workload has none");
    this.#show(row, answer);
    return answer;
  }

  #python() {
    if (this.#studio) return this.#studio;
    const { python, engine, sandbox } = this.config;
    const runtime = new Runtime({ assets: python, workers: { engine, sandbox }, area: "studio" });
    runtime.start();
    return (this.#studio = new Studio(runtime));
  }

  /**
   * @param {Row} row
   * @param {string} why
   */
  #refuse(row, why) {
    row.node.dataset.state = "refused";
    row.said.textContent = why;
    row.sent.hidden = true;
    return why;
  }

  /**
   * @param {Row} row
   * @param {Traced} answer
   */
  #show(row, answer) {
    const graphs = answer.graphs.map((text) => JSON.parse(text));
    row.node.dataset.state = "traced";
    row.said.textContent = [
      `${sentence(graphs)}.`,
      ...answer.remarks.map(({ line, message }) => `Line ${line}: ${message}.`),
    ].join(" ");
    row.sent.hidden = false;
    row.sent.replaceChildren(
      element("summary", {}, "What is sent"),
      element(
        "pre",
        { tabindex: "0", "aria-label": `The operations of ${row.rule.name}` },
        lines(graphs[0]).join("\n"),
      ),
      element("p", { class: "faint" }, "The same as the server gets it:"),
      element("pre", { tabindex: "0", "aria-label": "As JSON", class: "json" }, answer.graphs.join("\n\n")),
    );
  }

  /**
   * @param {Kept} rule
   * @param {boolean} picked
   * @returns {Row}
   */
  #row(rule, picked) {
    const box = element("input", { type: "checkbox", checked: picked });
    const said = element("span", { class: "faint", role: "status" });
    const sent = element("details", { hidden: true });
    const drop = element(
      "button",
      { type: "button", class: "quiet", "aria-label": `Leave ${rule.name} out` },
      "Remove",
    );
    const node = element(
      "li",
      { "data-typed": rule.name },
      element("label", {}, box, " ", element("span", {}, rule.name), around(rule)),
      said,
      drop,
      sent,
    );
    const row = { rule, picked, box, said, sent, node };
    box.addEventListener("change", () => {
      row.picked = box.checked;
      if (!box.checked) {
        said.textContent = "";
        sent.hidden = true;
      }
    });
    drop.addEventListener("click", () => {
      this.#rows = this.#rows.filter((each) => each !== row);
      keepForScale(
        this.#rows.flatMap(({ rule: { source, traced: _, ...rest } }) =>
          source === undefined ? [] : [{ source, ...rest }],
        ),
      );
      this.#fit();
      this.changed();
    });
    return row;
  }

  #fit() {
    this.list.replaceChildren(...this.#rows.map(({ node }) => node));
    this.host.hidden = this.#rows.length === 0;
  }
}

/** What stands around a rule, beside its name. @param {Kept} rule */
function around({ modifiers = [] }) {
  return modifiers.length
    ? element("span", { class: "faint" }, ` + ${modifiers.join(", ").replaceAll("_", " ")}`)
    : null;
}
