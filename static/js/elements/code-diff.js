/** `<code-diff>`: one source compared with another, read-only, line by line (CodeMirror's unified merge view). */

import { highlighting, theme } from "./editor-style.js";

/** @typedef {typeof import("../editor/codemirror.js")} CodeMirror */

class CodeDiff extends HTMLElement {
  /** @type {import("@codemirror/view").EditorView | null} */
  #view = null;

  /**
   * @param {string} before what it is compared with
   * @param {string} after what is shown
   */
  async show(before, after) {
    const codemirror = /** @type {CodeMirror} */ (
      await import(new URL(this.dataset.module ?? "", document.baseURI).href)
    );
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":host{display:block;min-height:0;flex:1;overflow:auto}");
    root.adoptedStyleSheets = [sheet];
    this.#view?.destroy();
    this.#view = new codemirror.EditorView({
      root,
      parent: root,
      doc: after,
      extensions: [
        codemirror.lineNumbers(),
        codemirror.python(),
        codemirror.syntaxHighlighting(highlighting(codemirror)),
        codemirror.EditorView.theme(theme),
        codemirror.EditorState.readOnly.of(true),
        codemirror.EditorView.contentAttributes.of({ "aria-label": "The earlier code, compared with the code now" }),
        codemirror.unifiedMergeView({
          original: before,
          mergeControls: false,
          collapseUnchanged: { margin: 3, minSize: 6 },
        }),
      ],
    });
  }
}

customElements.define("code-diff", CodeDiff);
