/** Completion after `np.`: NumPy's own functions with their arguments, as the server lists them from NumPy itself. */

/** @typedef {Record<string, string>} Names a function's name, `linalg.norm` among them, and its arguments */

const BEFORE = /\b(?:np|numpy)\.([\w.]*)$/;

/**
 * A source of completions for CodeMirror; the names are fetched once, when they are first needed.
 * @param {() => Promise<Names>} fetchNames
 */
export function numpyCompletion(fetchNames) {
  /** @type {Promise<Names> | null} */
  let names = null;
  /** @param {import("@codemirror/autocomplete").CompletionContext} context */
  return async (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const found = BEFORE.exec(line.text.slice(0, context.pos - line.from));
    if (!found) return null;
    names ??= fetchNames();
    try {
      const options = Object.entries(await names).map(([label, detail]) => ({ label, detail, type: "function" }));
      return { from: context.pos - found[1].length, options, validFor: /^[\w.]*$/ };
    } catch {
      names = null;
      return null;
    }
  };
}
