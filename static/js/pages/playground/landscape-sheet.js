/** Landscapes to choose from by their looks: a sheet of small maps, grouped by trait. Fetched when it is first opened. */

import { element, svg } from "../../base/dom.js";
import { holdsWords } from "../../base/word-search.js";

/** @typedef {{value: string, title: string, thin: string, thick: string}} Pictured */
/** @typedef {{trait: string, landscapes: Pictured[]}} Group */

/** The box in which the lines are drawn. */
const BOX = "0 0 160 120";
/** How far each key goes, in pictures; up and down go by a row. */
const AHEAD = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowLeft: -1 });
const DOWN = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });

/** @type {Map<string, Promise<Group[]>>} */
const fetched = new Map();

/**
 * Opens the sheet. Esc, Close and a press beside it close it, and the focus goes back to where it was.
 * @param {string} address where the pictures are
 * @param {string} current the landscape that is shown, as the menu has it
 * @param {(value: string) => void} choose
 */
export function openLandscapeSheet(address, current, choose) {
  const close = element("button", { type: "button", class: "quiet" }, "Close");
  const heading = element("h2", { id: "landscapes-heading" }, "Landscapes");
  const search = element("input", {
    type: "search",
    placeholder: "Find",
    "aria-label": "Find a landscape by name or trait",
  });
  const none = element("p", { role: "status", hidden: true }, "No landscape with a map matches.");
  const body = element(
    "div",
    { class: "landscape-groups" },
    element("p", { role: "status" }, "Fetching the pictures."),
  );
  const dialog = element(
    "dialog",
    { class: "sheet landscape-sheet", "aria-labelledby": heading.id, "data-landscapes": true },
    element("div", { class: "sheet-head" }, heading, search, close),
    body,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => walk(dialog, event));
  document.body.append(dialog);
  dialog.showModal();
  const chosen = (/** @type {string} */ value) => {
    dialog.close();
    choose(value);
  };
  pictures(address).then(
    (groups) => {
      body.replaceChildren(
        ...groups.flatMap(({ trait, landscapes }) => [
          element("h3", {}, trait),
          element("ul", {}, ...landscapes.map((one) => element("li", {}, card(one, one.value === current, chosen)))),
        ]),
        none,
        element("p", { class: "note" }, "Those of many coordinates, and your own formula, are in the menu."),
      );
      const find = () => void (none.hidden = leave(body, search.value) > 0);
      search.addEventListener("input", find);
      find();
      const shown = dialog.querySelector("[aria-pressed=true]") ?? dialog.querySelector("[data-landscape]");
      // Who types already goes on.
      if (shown instanceof HTMLElement && search.value === "") shown.focus();
    },
    () => {
      body.textContent = "The pictures could not be fetched. The menu has every landscape by name.";
    },
  );
}

/**
 * Leaves those that hold every word in their name or their trait; answers how many.
 * @param {HTMLElement} body
 * @param {string} query
 */
function leave(body, query) {
  let left = 0;
  for (const heading of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll("h3"))) {
    const list = /** @type {HTMLElement} */ (heading.nextElementSibling);
    const rows = /** @type {HTMLElement[]} */ ([...list.children]);
    for (const row of rows) row.hidden = !holdsWords(`${heading.textContent} ${row.textContent}`, query);
    const shown = rows.filter((row) => !row.hidden).length;
    heading.hidden = list.hidden = shown === 0;
    left += shown;
  }
  return left;
}

/**
 * @param {string} address
 * @returns {Promise<Group[]>}
 */
function pictures(address) {
  const known = fetched.get(address);
  if (known) return known;
  const asked = fetch(address).then((response) => {
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  });
  fetched.set(address, asked);
  asked.catch(() => fetched.delete(address)); // the next opening tries again
  return asked;
}

/**
 * @param {Pictured} one
 * @param {boolean} shown
 * @param {(value: string) => void} chosen
 */
function card({ value, title, thin, thick }, shown, chosen) {
  const picture = svg(
    "svg",
    { viewBox: BOX, "aria-hidden": "true" },
    svg("path", { d: thin }),
    svg("path", { class: "thick", d: thick }),
  );
  const button = element(
    "button",
    { type: "button", "data-landscape": value, "aria-pressed": `${shown}` },
    ...(thin || thick ? [picture] : []),
    element("span", {}, title),
  );
  button.addEventListener("click", () => chosen(value));
  return button;
}

/**
 * Arrow keys go from picture to picture.
 * @param {HTMLDialogElement} dialog
 * @param {KeyboardEvent} event
 */
function walk(dialog, event) {
  const cards = /** @type {HTMLElement[]} */ ([...dialog.querySelectorAll("li:not([hidden]) [data-landscape]")]);
  const place = cards.findIndex((one) => one === document.activeElement);
  if (place < 0 || !(event.key in AHEAD || event.key in DOWN)) return;
  event.preventDefault();
  event.stopPropagation();
  const next =
    event.key in AHEAD
      ? place + AHEAD[event.key]
      : besideIn(
          cards.map((one) => one.getBoundingClientRect()),
          place,
          DOWN[event.key],
        );
  cards[next]?.focus();
}

/**
 * Which of the boxes, laid out in rows, is in the next row, the nearest across; the last one itself.
 * @param {{left: number, top: number}[]} boxes
 * @param {number} place
 * @param {number} way 1 for down, -1 for up
 */
export function besideIn(boxes, place, way) {
  const from = boxes[place];
  const rows = boxes.map(({ top }) => top).filter((top) => way * (top - from.top) > 1);
  const row = way > 0 ? Math.min(...rows) : Math.max(...rows);
  const across = (/** @type {number} */ k) => Math.abs(boxes[k].left - from.left);
  return boxes.reduce(
    (best, { top }, k) => (top === row && (best === place || across(k) < across(best)) ? k : best),
    place,
  );
}
