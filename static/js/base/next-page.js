/**
 * The page that comes, begun on the one before it. While somebody points at a link to a page with Python, that page is fetched
 * and its Python starts here; a click shows the page in this very document, where Python is ready. Whatever of it fails, the link is
 * followed as it always is.
 */

import { leave, shownHere } from "./shown.js";

/** Milliseconds that a pointer rests on a link before it counts: one that passes over a list means none of its rows. */
const RESTS = 60;
/** The script that makes a page what it is; all others are the same on every page. */
const SCRIPT = "script[data-page]";
const EARLY = 'script[src$="/early-python.js"]';
const FONTS = "link[rel=preload][as=font]";
const SHEETS = 'link[rel=stylesheet]:not([media="print"])';

/** By address the pages that can be shown here. @type {Map<string, Promise<Document | null>>} */
const asked = new Map();
/** The same, once they are there. @type {Map<string, Document>} */
const there = new Map();
/** Beginnings of paths whose pages are prepared. @type {Set<string>} */
const paths = new Set();
/** Addresses of pages' scripts that have run in this document, by how often. @type {Map<string, number>} */
const ran = new Map();
/** Which Python starts on this page, as `pythonOf` says it. @type {string | null} */
let begun = null;

/**
 * Prepares the pages of the links that point there.
 * @param {string[]} beginnings of paths on this site
 */
export function preparesNext(...beginnings) {
  begun ??= pythonOf(document);
  const first = paths.size === 0;
  for (const path of beginnings) paths.add(path);
  if (first) listen();
}

/** @param {EventTarget | null} target */
function linkAt(target) {
  const link = target instanceof Element ? target.closest("a") : null;
  if (!link || link.target !== "" || link.origin !== location.origin || link.pathname === location.pathname)
    return null;
  return [...paths].some((path) => link.pathname.startsWith(path)) ? link : null;
}

function listen() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  document.addEventListener("pointerover", ({ target }) => {
    clearTimeout(resting);
    const link = linkAt(target);
    if (link) resting = setTimeout(() => prepare(link.href), RESTS);
  });
  for (const meant of ["focusin", "pointerdown"]) {
    document.addEventListener(meant, ({ target }) => {
      const link = linkAt(target);
      if (link) prepare(link.href);
    });
  }
  document.addEventListener("click", (event) => {
    const elsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    const link = linkAt(event.target);
    const next = link && there.get(link.href);
    if (!next || elsewhere || event.defaultPrevented || begun === null || pythonOf(next) !== begun) return;
    event.preventDefault();
    show(next, link.href).catch(() => location.assign(link.href));
  });
}

/** @param {string} address */
function prepare(address) {
  if (asked.has(address)) return;
  const page = fetched(address).catch(() => null);
  asked.set(address, page);
  void page.then((next) => {
    if (!next) return asked.delete(address);
    there.set(address, next);
    if (begun === null) begin(next);
  });
}

/**
 * The page at an address; null where it is none that can be shown here.
 * @param {string} address
 */
async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok || response.redirected) return null;
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  return pythonOf(next) ? next : null;
}

/**
 * Which Python a page starts, and whose answers it trusts; null where it starts none.
 * @param {Document} page
 */
function pythonOf(page) {
  const early = page.querySelector(EARLY)?.getAttribute("src");
  const text = page.getElementById("config")?.textContent;
  if (!early || !text) return null;
  const { python, engine, sandbox, area, pack } = JSON.parse(text);
  // In a package that lies anywhere, addresses count from the page itself: another page cannot use them.
  return python.pyodide.startsWith("../") ? null : JSON.stringify([early, python, engine, sandbox, area, pack]);
}

/**
 * Starts Python as that page would, and asks for what else the page needs.
 * @param {Document} next
 */
function begin(next) {
  begun = pythonOf(next);
  const config = copy(next.getElementById("config"));
  config.id = "next-config";
  document.head.append(config);
  for (const link of next.head.querySelectorAll("link[rel=modulepreload]")) document.head.append(copy(link));
  const soon = [...missing(SHEETS, "href", next, document), ...missing(FONTS, "href", next, document)];
  for (const { href } of /** @type {HTMLLinkElement[]} */ (soon)) {
    const link = document.createElement("link");
    link.rel = "prefetch";
    link.href = href;
    document.head.append(link);
  }
  import(next.querySelector(EARLY)?.getAttribute("src") ?? "").catch(() => (begun = null));
}

/**
 * Shows the page in this document, under its address.
 * @param {Document} next
 * @param {string} address
 */
async function show(next, address) {
  const unneeded = missing(SHEETS, "href", document, next);
  await Promise.all(missing(SHEETS, "href", next, document).map((sheet) => laid(copy(sheet))));
  const script = next.querySelector(SCRIPT)?.getAttribute("src") ?? "";
  const before = ran.get(script) ?? Number(document.querySelector(SCRIPT)?.getAttribute("src") === script);
  leave();
  history.pushState(null, "", address);
  shownHere();
  document.title = next.title;
  for (const { name, value } of next.documentElement.attributes) document.documentElement.setAttribute(name, value);
  document.getElementById("config")?.remove();
  document.getElementById("next-config")?.remove();
  document.head.append(copy(next.getElementById("config")));
  fillBody(copy(next.body));
  for (const sheet of unneeded) sheet.remove();
  scrollTo(0, 0);
  const heading = document.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus();
  ran.set(script, before + 1);
  try {
    // A module runs once under one address. What it imports is there already, and runs no second time.
    await import(before > 0 ? `${script}?again=${before}` : script);
  } catch {
    location.reload();
  }
}

/**
 * What is on every page stays as it is: it has its listeners.
 * @param {HTMLElement} body
 */
function fillBody(body) {
  for (const never of body.querySelectorAll("noscript")) never.remove();
  const theme = document.querySelector("[data-theme-button]");
  if (theme) body.querySelector("[data-theme-button]")?.replaceWith(theme);
  document.body.replaceChildren(...body.childNodes, ...document.querySelectorAll("body > .term-card"));
}

/**
 * A stylesheet in the document, once it holds.
 * @param {Element} sheet
 * @returns {Promise<void>}
 */
function laid(sheet) {
  return new Promise((resolve, reject) => {
    sheet.addEventListener("load", () => resolve());
    sheet.addEventListener("error", reject);
    // That for paper comes last on every page.
    document.head.insertBefore(sheet, document.querySelector('link[rel=stylesheet][media="print"]'));
  });
}

/**
 * Those elements of `page` whose address `other` does not have.
 * @param {string} selector
 * @param {string} attribute
 * @param {Document} page
 * @param {Document} other
 */
function missing(selector, attribute, page, other) {
  const known = [...other.querySelectorAll(selector)].map((each) => each.getAttribute(attribute));
  return [...page.querySelectorAll(selector)].filter((each) => !known.includes(each.getAttribute(attribute)));
}

/**
 * @template {Element} Kind
 * @param {Kind | null} element
 * @returns {Kind} a copy that belongs to this document
 */
function copy(element) {
  if (!element) throw new Error("the page that comes lacks a part");
  return document.importNode(element, true);
}
