/**
 * `<code-editor>`: a Python editor (CodeMirror) in a shadow root, where its injected styles are allowed.
 *
 * Until the editor's module has arrived, the source stands in the element's own `<pre>`, readable without scripts.
 * Esc, then Tab, leaves the editor; Tab alone takes a completion or indents. Fires `edit` on every change and `run` on Ctrl/Cmd+Enter.
 */

import { highlighting, theme } from "./editor-style.js";
import { numpyCompletion } from "../editor/numpy-completion.js";
import { signatureHelp } from "../editor/signature-help.js";
import { nextTask } from "../base/next-task.js";

/** @typedef {typeof import("../editor/codemirror.js")} CodeMirror */

/**
 * @typedef {object} Mark a place in the source and what is wrong there; lines from 1, columns from 0
 * @property {number} line
 * @property {number} [column]
 * @property {number} [endLine]
 * @property {number} [endColumn]
 * @property {string} message
 */

export class CodeEditor extends HTMLElement {
  /** @type {CodeMirror | null} */
  #codemirror = null;
  /** @type {import("@codemirror/view").EditorView | null} */
  #view = null;
  #pending = "";
  /** @type {Promise<void> | null} */
  #loaded = null;
  /** Another source whose functions can be called in this one. @type {(() => string) | undefined} */
  beside;

  connectedCallback() {
    if (this.#loaded) return;
    this.#pending = this.querySelector("pre")?.textContent ?? "";
    const module = this.dataset.module;
    if (module) this.#loaded = this.#load(new URL(module, document.baseURI).href);
  }

  /** Resolves once the source can be edited. */
  get ready() {
    return this.#loaded ?? Promise.resolve();
  }

  /** The source as it stands. */
  get value() {
    return this.#view ? this.#view.state.doc.toString() : this.#pending;
  }

  /** Replaces the whole source; undo brings the old one back. */
  set value(source) {
    this.#pending = source;
    const view = this.#view;
    if (!view || source === this.value) return;
    // Undone apart from what is typed just before or after.
    const annotations = this.#codemirror?.isolateHistory.of("full");
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: source }, annotations });
  }

  /** @override */
  focus() {
    this.#view?.focus();
  }

  /**
   * Underlines each place; an empty list clears them.
   * @param {Mark[]} marks
   */
  mark(marks) {
    const view = this.#view;
    const codemirror = this.#codemirror;
    if (!view || !codemirror) return;
    const lines = view.state.doc.lines;
    const diagnostics = marks
      .filter((mark) => mark.line >= 1 && mark.line <= lines)
      .map((mark) => {
        const first = view.state.doc.line(mark.line);
        const last = view.state.doc.line(Math.min(Math.max(mark.endLine ?? mark.line, mark.line), lines));
        const from = Math.min(first.from + (mark.column ?? 0), first.to);
        const to = Math.min(mark.endColumn === undefined ? last.to : last.from + mark.endColumn, last.to);
        return { from, to: Math.max(from, to), severity: /** @type {const} */ ("error"), message: mark.message };
      });
    view.dispatch(codemirror.setDiagnostics(view.state, diagnostics));
    const [first] = diagnostics;
    if (first) view.dispatch({ effects: codemirror.EditorView.scrollIntoView(first.from, { y: "nearest" }) });
  }

  /**
   * Puts the cursor there, and the focus into the editor.
   * @param {number} line from 1
   * @param {number} [column] from 0
   */
  goTo(line, column = 0) {
    const view = this.#view;
    if (!view) return;
    const found = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
    view.dispatch({ selection: { anchor: Math.min(found.from + column, found.to) }, scrollIntoView: true });
    view.focus();
  }

  /**
   * Scrolls so that this line is the first that is seen.
   * @param {number} line from 1
   */
  showFrom(line) {
    const view = this.#view;
    if (!view || !this.#codemirror) return;
    const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
    view.dispatch({ effects: this.#codemirror.EditorView.scrollIntoView(from, { y: "start", yMargin: 0 }) });
  }

  /** @param {string} address */
  async #load(address) {
    const codemirror = /** @type {CodeMirror} */ (await import(address));
    await nextTask();
    this.#codemirror = codemirror;
    const root = this.attachShadow({ mode: "open" });
    const host = document.createElement("div");
    host.className = "host";
    root.append(host, document.createElement("slot"));
    this.#onPaper();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      ":host{display:block;min-height:0} .host,.cm-editor{height:100%} .cm-editor.cm-focused{outline:1px solid var(--accent);outline-offset:-1px} slot{display:none} @media print{.host{display:none} slot{display:contents}}",
    );
    root.adoptedStyleSheets.push(sheet);
    const label = this.getAttribute("aria-label") ?? "Python source";
    this.removeAttribute("aria-label");
    this.#view = new codemirror.EditorView({
      root,
      parent: host,
      doc: this.#pending,
      extensions: [
        this.#keys(codemirror),
        codemirror.lineNumbers(),
        codemirror.lintGutter(),
        codemirror.highlightActiveLine(),
        codemirror.highlightActiveLineGutter(),
        codemirror.drawSelection(),
        codemirror.history(),
        codemirror.indentOnInput(),
        codemirror.indentUnit.of("    "),
        codemirror.bracketMatching(),
        codemirror.closeBrackets(),
        codemirror.highlightSelectionMatches(),
        codemirror.python(),
        ...this.#completion(codemirror),
        codemirror.syntaxHighlighting(highlighting(codemirror)),
        codemirror.EditorView.theme(theme),
        // A tab stop of its own name, because not everybody takes what is editable for one.
        codemirror.EditorView.contentAttributes.of({
          "aria-label": label,
          "aria-describedby": "editor-help",
          tabindex: "0",
        }),
        codemirror.EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          this.#onPaper();
          this.dispatchEvent(new CustomEvent("edit", { bubbles: true }));
        }),
      ],
    });
    const help = document.createElement("p");
    help.id = "editor-help";
    help.className = "help";
    help.textContent =
      "Tab takes a completion or indents. Control or Command with Shift and Space tells what the function at the cursor takes. Press Escape, then Tab, to leave the editor. Control or Command with Enter runs the tests.";
    const hidden = new CSSStyleSheet();
    hidden.replaceSync(".help{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);margin:0}");
    root.adoptedStyleSheets.push(hidden);
    root.append(help);
  }

  /** The editor draws the lines in sight alone; on paper stands the element's own text, all of it. */
  #onPaper() {
    let text = this.querySelector("pre");
    if (!text) {
      text = document.createElement("pre");
      text.className = "starter";
      this.append(text);
    }
    text.textContent = this.value;
  }

  /**
   * Names of the source itself, Python's own and, after `np.`, NumPy's. Tab takes one, so that Enter stays a new line.
   * What a function takes stands above its call while its arguments are typed.
   * @param {CodeMirror} codemirror
   */
  #completion(codemirror) {
    const { autocompletion, pythonLanguage } = codemirror;
    const { names } = this.dataset;
    const fetchNames = async () => {
      const response = await fetch(new URL(names ?? "", document.baseURI).href);
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      return response.json();
    };
    return [
      autocompletion({ defaultKeymap: false, icons: false, maxRenderedOptions: 50 }),
      ...(names ? [pythonLanguage.data.of({ autocomplete: numpyCompletion(fetchNames) })] : []),
      ...signatureHelp(codemirror, { names: names ? fetchNames : async () => ({}), beside: this.beside }),
    ];
  }

  /** @param {CodeMirror} codemirror */
  #keys(codemirror) {
    const run = () => {
      this.dispatchEvent(new CustomEvent("run", { bubbles: true }));
      return true;
    };
    return codemirror.keymap.of([
      { key: "Mod-Enter", run, preventDefault: true },
      ...codemirror.completionKeymap.map((binding) => (binding.key === "Enter" ? { ...binding, key: "Tab" } : binding)),
      ...codemirror.closeBracketsKeymap,
      ...codemirror.defaultKeymap,
      ...codemirror.searchKeymap,
      ...codemirror.historyKeymap,
      codemirror.indentWithTab,
    ]);
  }
}

customElements.define("code-editor", CodeEditor);
