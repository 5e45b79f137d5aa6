/** Signatures of Python's functions as text: found in a source, taken apart, and which parameter an argument is for. */

const DEFINED = /^([ \t]*)(?:async[ \t]+)?(def|class)[ \t]+(\w+)[ \t]*/gm;
const OPEN = "([{";
const CLOSED = ")]}";

/**
 * The parameters between the parentheses of a signature, each as written without line breaks; `/` and `*` are among them.
 * @param {string} signature such as `(x, /, *, axis=None)`; what follows the parenthesis is left out
 */
export function splitSignature(signature) {
  /** @type {string[]} */
  const parts = [];
  let depth = 0;
  let part = "";
  let quote = "";
  for (const letter of signature.replace(/#.*$/gm, "")) {
    if (quote) quote = letter === quote ? "" : quote;
    else if (letter === "'" || letter === '"') quote = letter;
    else if (OPEN.includes(letter) && depth++ === 0) continue;
    else if (CLOSED.includes(letter) && --depth === 0) break;
    else if (letter === "," && depth === 1) {
      parts.push(part);
      part = "";
      continue;
    }
    part += letter;
  }
  return [...parts, part].map((one) => one.replace(/\s+/g, " ").trim()).filter(Boolean);
}

/**
 * The signatures of the functions and classes that a source defines; of a method, under its name after a point, without its first parameter.
 * @param {string} source
 * @returns {Map<string, string>}
 */
export function signaturesIn(source) {
  /** @type {Map<string, string>} */
  const found = new Map();
  let owner = "";
  for (const { 0: whole, 1: indent, 2: kind, 3: name, index } of source.matchAll(DEFINED)) {
    const after = source.slice(index + whole.length);
    if (!indent) owner = kind === "class" ? name : "";
    if (kind === "class" || !after.startsWith("(")) continue;
    const parameters = splitSignature(after);
    const kept = owner && /^(?:self|cls)\b/.test(parameters[0] ?? "") ? parameters.slice(1) : parameters;
    found.set(name === "__init__" ? owner : indent && owner ? `.${name}` : name, `(${kept.join(", ")})`);
  }
  return found;
}

/**
 * Which parameter the argument at the cursor is for; -1 if none.
 * @param {string[]} parameters
 * @param {number} given arguments before it
 * @param {string | null} keyword its name, where it is given by name
 */
export function whichParameter(parameters, given, keyword) {
  const nameOf = (/** @type {string} */ one) => one.replace(/[:=].*$/s, "").trim();
  if (keyword) {
    const named = parameters.findIndex((one) => nameOf(one) === keyword);
    return named >= 0 ? named : parameters.findIndex((one) => one.startsWith("**"));
  }
  let left = given;
  for (const [place, one] of parameters.entries()) {
    if (one === "/") continue;
    if (one.startsWith("**") || one === "*") return -1;
    if (one.startsWith("*") || left-- === 0) return place;
  }
  return -1;
}
