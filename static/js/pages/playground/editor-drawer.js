/** The editor: a typed rule in a drawer beside the map. A fork of a built-in rule races its original. */

import { PrintedText } from "../../elements/printed-text.js";
import { CodeEditor } from "../../elements/code-editor.js";
import { element } from "../../base/dom.js";
import { nextTask } from "../../base/next-task.js";
import { restartButton } from "../restart-button.js";
import { troubleSentence } from "./racing.js";
import { updateLine } from "./update-line.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("../../panels/kit/types.js").Racer} Racer */
/** @typedef {import("./racing.js").Racing} Racing */
/** @typedef {import("./racer-list.js").RacerList} RacerList */
/** @typedef {import("../../panels/kit/catalog.js").Catalog} Catalog */
/** @typedef {import("../../python/studio.js").Studio} Studio */

/** How long after a keystroke the rule runs, in milliseconds. */
const QUIET = 300;

export class EditorDrawer {
  /** The racer whose code is shown. @type {string | null} */
  #shown = null;
  #timer = 0;
  /** The code that the editor and the racer last had in common. */
  #known = "";
  /** The code is being put in: not an edit of the visitor's. */
  #filling = false;

  /**
   * @param {HTMLElement} host
   * @param {HTMLElement} desk gets `data-editing` while the drawer is open
   * @param {{studio: Studio, store: Store, racing: Racing, catalog: Catalog, module: string, names: string, notice: (text: string) => void, restart: () => void}} parts
   */
  constructor(host, desk, { studio, store, racing, catalog, module, names, notice, restart }) {
    this.host = host;
    this.desk = desk;
    this.studio = studio;
    this.store = store;
    this.racing = racing;
    this.catalog = catalog;
    this.notice = notice;
    /** Set once the rows exist. @type {RacerList | null} */
    this.list = null;
    this.title = element("h2", {}, "Code");
    this.says = element("p", { class: "drawer-says", role: "status" });
    this.printed = new PrintedText("What the code printed");
    this.output = this.printed.node;
    this.output.classList.add("drawer-output");
    this.output.hidden = true;
    this.run = element("button", { type: "button", class: "primary", "data-run-typed": true }, "Run this code");
    this.run.addEventListener("click", () => this.#apply(true));
    const close = element("button", { type: "button", class: "quiet", "data-close-editor": true }, "Close");
    close.addEventListener("click", () => this.close());
    const graph = element(
      "button",
      { type: "button", class: "quiet", "data-see-graph": true, title: "What it computes, as a picture below" },
      "Graph",
    );
    graph.addEventListener("click", () => store.set({ panel: "graph" }));
    const made = new CodeEditor();
    made.dataset.module = module;
    made.dataset.names = names;
    made.setAttribute("aria-label", "The rule's code");
    host.append(
      element("div", { class: "drawer-head" }, this.title, this.run, graph, restartButton(restart), close),
      this.says,
      made,
      this.output,
    );
    this.editor = made;
    made.addEventListener("edit", () => this.#edited());
    made.addEventListener("run", () => this.#apply(true));
    racing.subscribe((what) => {
      if (what === "race") this.#report();
    });
    store.subscribe((_state, changed) => {
      if (changed.has("racers") || changed.has("selected")) this.#follow();
    });
  }

  /**
   * Opens a racer's code; of a built-in rule a fork, which then races beside it.
   * @param {Racer} racer
   */
  async open(racer) {
    if (racer.source !== undefined) return this.#show(racer);
    const answer = await this.studio.ask("studio.source", { rule: racer.rule });
    if (answer.outcome !== "done")
      return this.notice(answer.error?.message ?? answer.message ?? "The source could not be read.");
    const { rule: _rule, id: _id, colour: _colour, ...rest } = racer;
    const fork = this.list?.append({ ...rest, name: `${racer.name} fork`, source: answer.value.source, trusted: true });
    if (!fork) return this.notice("Six racers are the most; remove one to fork.");
    await nextTask();
    this.#show(fork);
  }

  close() {
    this.#shown = null;
    this.host.hidden = true;
    this.desk.removeAttribute("data-editing");
  }

  /** @param {Racer} racer */
  #show(racer) {
    this.#shown = racer.id;
    this.host.hidden = false;
    this.desk.setAttribute("data-editing", "");
    this.store.set({ selected: racer.id });
    this.#fill(racer);
    void this.editor.ready.then(() => {
      this.#fill(racer);
      this.editor.focus();
      this.editor.showFrom(updateLine(this.editor.value));
      this.#report();
    });
    if (racer.trusted) void this.#read(racer);
    this.#report();
  }

  /** @param {Racer} racer */
  #fill(racer) {
    if (racer.source === undefined || racer.id !== this.#shown) return;
    clearTimeout(this.#timer);
    this.#known = racer.source;
    this.#filling = true;
    this.editor.value = racer.source;
    this.#filling = false;
  }

  /** Selecting another typed racer shows its code; one that is gone closes the drawer. */
  #follow() {
    if (this.#shown === null) return;
    const { racers, selected } = this.store.state;
    const shown = racers.find((racer) => racer.id === this.#shown);
    if (!shown || shown.source === undefined) return this.close();
    const chosen = racers.find((racer) => racer.id === selected);
    if (chosen && chosen.id !== this.#shown && chosen.source !== undefined) {
      this.#shown = chosen.id;
      this.#fill(chosen);
    } else if (shown.source !== this.#known) {
      // Undone, not typed.
      this.#fill(shown);
      if (shown.trusted) void this.#read(shown);
    }
    this.#report();
  }

  #edited() {
    if (this.#filling || !this.#racer) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#apply(false), QUIET);
  }

  get #racer() {
    return this.store.state.racers.find((racer) => racer.id === this.#shown) ?? null;
  }

  /** @param {boolean} asked by the visitor, who has seen the code */
  #apply(asked) {
    clearTimeout(this.#timer);
    const racer = this.#racer;
    if (!racer) return;
    const source = this.editor.value;
    const trusted = racer.trusted || asked;
    if (asked) this.racing.retry(racer.id);
    this.#known = source;
    this.list?.change(racer.id, { source, trusted });
    if (trusted) void this.#read({ ...racer, source });
    this.output.hidden = true;
    this.printed.clear();
  }

  /**
   * The rule's hyperparameters for its sliders; settings that it no longer has are dropped.
   * @param {Racer} racer
   */
  async #read({ id, source = "" }) {
    if (this.catalog.typed.has(source)) return;
    const answer = await this.studio.ask(
      "studio.check",
      { source },
      { key: `check ${id}`, onOutput: (text) => this.#print(text) },
    );
    if (answer.outcome !== "done") return;
    this.catalog.typed.set(source, answer.value.rule);
    const racer = this.store.state.racers.find((one) => one.id === id);
    if (!racer || racer.source !== source) return;
    const known = new Set([...answer.value.rule.hypers, ...answer.value.rule.choices].map(({ name }) => name));
    for (const name of racer.modifiers)
      for (const hyper of [
        ...(this.catalog.modifiers.get(name)?.hypers ?? []),
        ...(this.catalog.modifiers.get(name)?.choices ?? []),
      ])
        known.add(hyper.name);
    const settings = Object.fromEntries(Object.entries(racer.settings).filter(([name]) => known.has(name)));
    if (Object.keys(settings).length < Object.keys(racer.settings).length)
      this.list?.change(id, { settings }, { follows: true });
    else this.list?.update();
  }

  /** @param {string} text */
  #print(text) {
    this.output.hidden = false;
    this.printed.print(text);
  }

  /** What became of the code: ran, failed with the place underlined, or waits to be read. */
  #report() {
    const racer = this.#racer;
    if (!racer) return;
    const trouble = this.racing.troubles.get(racer.id);
    this.title.textContent = racer.name;
    this.run.hidden = racer.trusted;
    const kept = this.racing.runs.has(racer.id) ? " The last good run stays on the map." : "";
    this.says.className = trouble && racer.trusted ? "drawer-says bad" : "drawer-says";
    this.says.textContent = !racer.trusted
      ? "This code came with a link and has not run. Read it, then run it."
      : trouble
        ? `${troubleSentence(trouble)}${kept}`
        : "It runs as you type, in a sandbox of its own.";
    const frame = racer.trusted ? trouble?.failure?.frames?.at(-1) : null;
    this.editor.mark(
      frame
        ? [
            {
              line: frame.line,
              column: frame.column,
              endLine: frame.end_line,
              endColumn: frame.end_column,
              message: trouble?.failure.message,
            },
          ]
        : [],
    );
  }
}
