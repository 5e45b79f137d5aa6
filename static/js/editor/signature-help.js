/**
 * What a function takes, shown while its arguments are typed: NumPy's as the server lists them from NumPy itself, and those that
 * the source itself, or another source beside it, defines. The argument at the cursor is marked, and a screen reader hears it.
 */

import { signaturesIn, splitSignature, whichParameter } from "./signature-text.js";

/** @typedef {import("./numpy-completion.js").Names} Names */
/** @typedef {import("@codemirror/state").EditorState} EditorState */
/** @typedef {{name: string, from: number, given: number, keyword: string | null}} Call a call that is being written; `given` are the arguments before the cursor */
/** @typedef {{call: Call, parameters: string[], active: number}} Help */

const NUMPY = /^(?:np|numpy)\.(.+)$/;
/** @typedef {{call: Call | null, help: Help | null, closed: number}} Shown `closed` is where a call begins whose help was closed, or -1 */

/** @type {Shown} */
const NONE = { call: null, help: null, closed: -1 };

/**
 * The innermost call whose parentheses hold the cursor.
 * @param {EditorState} state
 * @param {Pick<typeof import("./codemirror.js"), "syntaxTree">} codemirror
 * @returns {Call | null}
 */
export function callAt(state, { syntaxTree }) {
  const at = state.selection.main.head;
  for (let node = syntaxTree(state).resolveInner(at, -1); ;) {
    const closed = node.lastChild?.name === ")" && at >= node.to;
    if (node.name === "ArgList" && node.parent?.name === "CallExpression" && at > node.from && !closed) {
      const called = node.parent.firstChild;
      if (!called) return null;
      let given = 0;
      let begun = node.from + 1;
      for (let child = node.firstChild; child && child.to <= at; child = child.nextSibling)
        if (child.name === ",") [given, begun] = [given + 1, child.to];
      const keyword = /^\s*(\w+)\s*=(?!=)/.exec(state.sliceDoc(begun, at));
      const name = state.sliceDoc(called.from, called.to);
      return { name, from: node.from, given, keyword: keyword?.[1] ?? null };
    }
    if (!node.parent) return null;
    node = node.parent;
  }
}

/**
 * What is known of the call's function; null if nothing is.
 * @param {Call} call
 * @param {string[]} sources where it may be defined, the nearest first
 * @param {Names} names NumPy's
 * @returns {Help | null}
 */
export function helpFor(call, sources, names) {
  const numpy = NUMPY.exec(call.name);
  const dot = call.name.lastIndexOf(".");
  const key = dot < 0 ? call.name : call.name.slice(dot);
  const signature = numpy ? names[numpy[1]] : sources.map((one) => signaturesIn(one).get(key)).find(Boolean);
  if (!signature) return null;
  const parameters = splitSignature(signature);
  return { call, parameters, active: whichParameter(parameters, call.given, call.keyword) };
}

/**
 * The extension: opens with what is typed between parentheses, or by Ctrl/Cmd+Shift+Space; Esc closes it until another call.
 * @param {typeof import("./codemirror.js")} codemirror
 * @param {object} from
 * @param {() => Promise<Names>} from.names NumPy's functions
 * @param {() => string} [from.beside] another source whose functions can be called here
 */
export function signatureHelp(codemirror, { names, beside }) {
  const { EditorView, keymap, Prec, showTooltip, StateEffect, StateField, temporarilySetTabFocusMode } = codemirror;
  /** @type {import("@codemirror/state").StateEffectType<"open" | "close" | "names">} */
  const asked = StateEffect.define();
  /** @type {Names} */
  let known = {};

  /** @param {EditorState} state @param {Call} call */
  const found = (state, call) => helpFor(call, [state.doc.toString(), ...(beside ? [beside()] : [])], known);

  /** @type {import("@codemirror/state").StateField<Shown>} */
  const field = StateField.define({
    create: () => NONE,
    update(value, change) {
      const wish = change.effects.find((one) => one.is(asked))?.value;
      if (wish === "close") return { call: null, help: null, closed: value.call?.from ?? -1 };
      if (!change.docChanged && !change.selection && !wish) return value;
      const call = callAt(change.state, codemirror);
      const closed = change.changes.mapPos(value.closed, -1);
      const shut = value.closed >= 0 && call?.from === closed && wish !== "open";
      const opens = wish === "open" || change.isUserEvent("input.type") || value.call !== null;
      if (!call || !opens || shut) return { ...NONE, closed: call && shut ? closed : -1 };
      return { call, help: found(change.state, call), closed: -1 };
    },
    provide: (self) =>
      showTooltip.from(self, ({ help }) =>
        help ? { pos: help.call.from, above: true, arrow: false, create: () => ({ dom: drawn(help) }) } : null,
      ),
  });

  let fetching = false;
  let said = "";
  const listener = EditorView.updateListener.of(({ state, view }) => {
    const { call, help } = state.field(field);
    const sentence = help ? spoken(help) : "";
    if (sentence !== said) {
      said = sentence;
      if (sentence) view.dispatch({ effects: EditorView.announce.of(sentence) });
    }
    if (!call || help || fetching || !NUMPY.test(call.name)) return;
    fetching = true;
    names().then(
      (fetched) => {
        known = fetched;
        view.dispatch({ effects: asked.of("names") });
      },
      () => (fetching = false),
    );
  });

  const keys = keymap.of([
    {
      key: "Escape",
      run: (view) => {
        if (!view.state.field(field).help) return false;
        view.dispatch({ effects: asked.of("close") });
        return temporarilySetTabFocusMode(view); // as after any other Escape, Tab leaves the editor
      },
    },
    {
      key: "Mod-Shift-Space",
      run: (view) => {
        view.dispatch({ effects: asked.of("open") });
        return view.state.field(field).call !== null;
      },
    },
  ]);
  return [field, listener, Prec.low(keys)];
}

/** @param {Help} help */
function spoken({ call, parameters, active }) {
  const now = parameters[active];
  return `${call.name}(${parameters.join(", ")})${now ? `, now ${now}` : ""}`;
}

/** @param {Help} help @returns {HTMLElement} */
function drawn({ call, parameters, active }) {
  const box = document.createElement("div");
  box.className = "cm-signature";
  box.append(`${call.name}(`);
  parameters.forEach((text, place) => {
    const part = document.createElement(place === active ? "b" : "span");
    part.textContent = text;
    box.append(place ? ", " : "", part);
  });
  box.append(")");
  return box;
}
