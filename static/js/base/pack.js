/**
 * A pack as a page opens it by itself: `page.json` of a zip that `optimizer-playground export-pack` wrote. Nothing of it is
 * trusted: everything is checked for its shape and size, its HTML goes through `allowed-html.js`, its Python runs nowhere but
 * in an interpreter of its own.
 */

import { textInZip } from "./zip.js";

/**
 * @typedef {object} PackProblem
 * @property {string} slug
 * @property {string} title
 * @property {string} level
 * @property {string[]} tags
 * @property {string[]} papers
 * @property {string} starter
 * @property {string} statement HTML
 * @property {{title: string, text: string}[]} hints `text` is HTML
 * @property {string} solution HTML
 * @property {number} afterTries after how many tries the solution opens
 * @property {string} reveal the same in words
 * @property {Record<string, string>} files what the judge needs, by name
 */

/**
 * @typedef {object} Pack
 * @property {string} id
 * @property {string} title
 * @property {string} author
 * @property {string} about
 * @property {PackProblem[]} problems
 */

export const MOST_BYTES = 8 * 1024 * 1024;
const FORMAT = 1;
const PAGE = "page.json";
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST_NAME = 60;
const LONGEST_LINE = 300;
const LONGEST_TEXT = 1024 * 1024;
const MOST_PROBLEMS = 100;
const MOST_ITEMS = 50;
const MOST_FILES = 200;

/**
 * The pack in the bytes of a zip; throws with a sentence for a person.
 * @param {ArrayBuffer} bytes
 * @returns {Promise<Pack>}
 */
export async function readPack(bytes) {
  if (bytes.byteLength > MOST_BYTES) throw new Error(`A pack has at most ${MOST_BYTES} bytes; this has more.`);
  const page = await textInZip(new Uint8Array(bytes), PAGE, MOST_BYTES);
  if (page === null)
    throw new Error(
      "This zip has no page.json. A page opens what optimizer-playground export-pack FOLDER OUT.zip has written.",
    );
  let value;
  try {
    value = JSON.parse(page);
  } catch {
    throw new Error(`${PAGE} of this zip is no JSON.`);
  }
  if (value?.format !== FORMAT)
    throw new Error(`This pack has format ${String(value?.format)}; this page reads format ${FORMAT}.`);
  return packOf(value);
}

/** @param {any} value */
function packOf({ id, title, author, about, problems }) {
  const pack = {
    id: name(id, "the id"),
    title: line(title, "the title"),
    author: line(author, "the author"),
    about: text(about, "what it is about", 2 * LONGEST_LINE),
    problems: list(problems, "the problems", MOST_PROBLEMS).map(problemOf),
  };
  if (pack.problems.length === 0) throw odd("the problems");
  if (new Set(pack.problems.map(({ slug }) => slug)).size < pack.problems.length)
    throw odd("the names of its problems");
  return pack;
}

/**
 * @param {any} given
 * @returns {PackProblem}
 */
function problemOf(given) {
  const slug = name(given?.slug, "the name of a problem");
  const of = (/** @type {string} */ what) => `${what} of ${slug}`;
  const files = Object.entries(given.files ?? {});
  if (files.length === 0 || files.length > MOST_FILES) throw odd(of("the files"));
  return {
    slug,
    title: line(given.title, of("the title")),
    level: line(given.level, of("the level")),
    tags: list(given.tags, of("the tags"), MOST_ITEMS).map((tag) => line(tag, of("a tag"))),
    papers: list(given.papers, of("the papers"), MOST_ITEMS).map((paper) => line(paper, of("a paper"))),
    starter: text(given.starter, of("the starter")),
    statement: text(given.statement, of("the statement")),
    hints: list(given.hints, of("the hints"), MOST_ITEMS).map((hint) => ({
      title: line(hint?.title, of("the title of a hint")),
      text: text(hint?.text, of("a hint")),
    })),
    solution: text(given.solution, of("the solution")),
    afterTries: Number.isSafeInteger(given.afterTries) ? given.afterTries : 0,
    reveal: line(given.reveal, of("the policy of the solution")),
    files: Object.fromEntries(files.map(([file, content]) => [line(file, of("a name")), text(content, of(file))])),
  };
}

/** @param {unknown} value @param {string} what */
function name(value, what) {
  if (typeof value !== "string" || value.length > LONGEST_NAME || !NAME.test(value)) throw odd(what);
  return value;
}

/** @param {unknown} value @param {string} what */
function line(value, what) {
  return text(value, what, LONGEST_LINE);
}

/** @param {unknown} value @param {string} what @param {number} [longest] */
function text(value, what, longest = LONGEST_TEXT) {
  if (typeof value !== "string" || value.length > longest) throw odd(what);
  return value;
}

/** @param {unknown} value @param {string} what @param {number} most @returns {any[]} */
function list(value, what, most) {
  if (!Array.isArray(value) || value.length > most) throw odd(what);
  return value;
}

/** @param {string} what */
function odd(what) {
  return new Error(`This pack cannot be opened: ${what.slice(0, 120)} is missing, too long or of the wrong kind.`);
}

/**
 * How much Python a pack brings along, in characters.
 * @param {Pack} pack
 */
export function pythonSize({ problems }) {
  const files = problems.flatMap((problem) => Object.entries(problem.files));
  return files.filter(([file]) => file.endsWith(".py")).reduce((sum, [, content]) => sum + content.length, 0);
}
