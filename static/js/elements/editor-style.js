/** How source looks in the editor: colours from the design tokens, by custom property, so that both themes follow. */

/** @param {typeof import("../editor/codemirror.js")} codemirror */
export function highlighting({ HighlightStyle, tags }) {
  return HighlightStyle.define([
    { tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null, tags.self], color: "var(--code-keyword)" },
    {
      tag: [tags.definition(tags.variableName), tags.function(tags.definition(tags.variableName)), tags.className],
      color: "var(--code-name)",
    },
    { tag: tags.number, color: "var(--code-number)" },
    { tag: tags.string, color: "var(--code-string)" },
    { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  ]);
}

export const theme = {
  "&": { backgroundColor: "transparent", color: "var(--ink)", fontSize: "var(--small)" },
  ".cm-content": {
    fontFamily: "var(--mono)",
    lineHeight: "1.6",
    padding: "12px 0",
    caretColor: "var(--accent)",
    fontVariantLigatures: "none",
  },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", overflow: "auto" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-faint)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 8px 0 12px", minWidth: "2.5em" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--ground-sunk) 60%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 22%, transparent) !important",
  },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--contour) 35%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--contour) 45%, transparent)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--fail)",
    textUnderlineOffset: "3px",
    backgroundColor: "var(--fail-wash)",
  },
  ".cm-lint-marker-error": {
    content: "none",
    width: "0.5em",
    height: "0.5em",
    borderRadius: "50%",
    backgroundColor: "var(--fail)",
    margin: "0.55em 0.25em",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--ground-raised)",
    color: "var(--ink)",
    border: "1px solid var(--line-strong)",
    fontFamily: "var(--sans)",
    fontSize: "var(--small)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxWidth: "min(40rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 8px", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent-wash)", color: "var(--ink)" },
  ".cm-tooltip.cm-signature": { fontFamily: "var(--mono)", maxWidth: "min(40rem, 80vw)", padding: "2px 8px" },
  ".cm-signature b": { color: "var(--accent)", fontWeight: "600" },
  ".cm-completionDetail": { color: "var(--ink-soft)", fontStyle: "normal" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--fail)", padding: "4px 8px" },
  ".cm-panels": { backgroundColor: "var(--ground-raised)", color: "var(--ink)" },
  ".cm-changedLine": { backgroundColor: "var(--pass-wash) !important" },
  ".cm-changedText": { background: "color-mix(in srgb, var(--pass) 28%, transparent) !important" },
  ".cm-deletedChunk": { backgroundColor: "var(--fail-wash) !important" },
  ".cm-deletedChunk .cm-deletedText": { background: "color-mix(in srgb, var(--fail) 25%, transparent) !important" },
  ".cm-collapsedLines": { background: "var(--ground-sunk)", color: "var(--ink-soft)", fontFamily: "var(--sans)" },
  // Its own arrows are in none of our fonts.
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "'···' !important" },
  ".cm-panels input, .cm-panels button": { fontFamily: "var(--sans)" },
};
